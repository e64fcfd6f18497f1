"""A named adult never meets the case that names them, in any page that they can open."""

import re
from collections import Counter
from dataclasses import replace
from html import unescape

import pytest
from werkzeug.exceptions import HTTPException

from tests.matrix.asking import ask
from tests.matrix.expected import LET_THROUGH, LISTERS, ROLELESS
from tests.matrix.routes import ROUTES
from tests.matrix.test_routes import PREFIX
from tests.matrix.world import AMARA, WHO, Place, filled, person, staff
from yipplugin.services import conduct, reports
from yipplugin.services.records import sign

LINK = re.compile(r'<a [^>]*href="([^"]*)"')
OF_A_KIND = 2
"""How many pages of one kind are read; lists are read to their end."""

LISTS = {"case_list", "own_reports"}
WITHOUT_A_CASE = [
    (route, asked)
    for route, asks in ROUTES.items()
    for asked in asks
    if not asked.names_a_case and "<" not in route
]


def pages(site, who):
    """Yield the words of every kind of page that somebody gets to from their home, by its address.

    What the pages without a case answer to whatever is sent to them is among them.
    """
    for route, asked in WITHOUT_A_CASE:
        came = ask(site, route.partition(" ")[0], asked, who, Place())
        yield f"{route} {asked.at}", f"{came.headers} {came.body.decode()}"
    site.host.who, browser = who, site.app.test_client(use_cookies=False)
    matching = site.app.url_map.bind("localhost")
    waiting, seen, read = [f"{PREFIX}/"], set(), Counter()
    while waiting:
        address = waiting.pop(0)
        kind = _kind(matching, address)
        if address in seen or kind in ("hide", "static") or read[kind] == OF_A_KIND:
            continue
        seen.add(address)
        read[kind] += kind not in LISTS
        answer = browser.get(address)
        # A file may be no text; what is in it is looked through all the same.
        said = answer.data.decode(errors="replace")
        yield address, said
        links = [*LINK.findall(said), answer.location or ""]
        waiting += [one for one in map(unescape, links) if one.startswith(PREFIX)]


def _kind(matching, address):
    try:
        return matching.match(address.partition("?")[0])[0].partition(".")[2]
    except HTTPException:
        return ""


def hold_hidden(site, who, place):
    """Hold that no page shows somebody a case, by whatever it is called; return which were read."""
    called = re.compile("|".join(place.names.values()))
    found = dict(pages(site, who))
    assert [address for address, words in found.items() if called.search(address + words)] == []
    return found


@pytest.mark.parametrize("role", [one for one in WHO if one not in ROLELESS])
@pytest.mark.parametrize("situation", ["named", "named and let in"])
def test_no_page_shows_a_case_to_whoever_is_named_in_it(role, situation, site):
    who = person(role, situation)
    found = hold_hidden(site, who, site.place(role, situation))
    assert (f"{PREFIX}/cases" in found) is (LISTERS[role, situation] == LET_THROUGH)
    assert f"{PREFIX}/reports" in found


@pytest.mark.parametrize("role", ["dsl", "head", "every role"])
def test_the_same_pages_show_it_to_a_colleague_in_the_same_role(role, site):
    colleague, place = replace(person(role, "own"), ref="staff:other"), site.place(role, "named")
    with site.app.app_context():
        assert conduct.acknowledge(colleague, conduct.digest(conduct.rules()))
    found = dict(pages(site, colleague))
    assert place.reference in found[f"{PREFIX}/cases"]
    assert f"/cases/{place.case}" in found["POST /cases/find /cases/find"]


@pytest.mark.parametrize("role", ["staff", "dsl"])
def test_whoever_is_named_in_what_they_reported_themselves_has_no_receipt_any_more(role, site):
    who = person(role, "own")
    with site.app.app_context():
        made = reports.report(who, filled("report"))
        named = {"danger": "no", "adult": staff(who.ref)}
        look = sign(AMARA, made.case_id, filled("look", named))
    place = Place(made.case_id, made.reference, made.records[0].id, look.id)
    hold_hidden(site, who, place)
    for route, asks in ROUTES.items():
        for asked in (one for one in asks if one.names_a_case):
            method, asked = route.partition(" ")[0], replace(asked, echoes=True)
            missing, there = (ask(site, method, asked, who, one) for one in (Place(), place))
            assert there == missing, route
