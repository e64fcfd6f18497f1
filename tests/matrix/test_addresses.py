"""Addresses that nobody was given: a part of another case within one's own, and other methods."""

from dataclasses import replace

import pytest

from tests.matrix.asking import Ask, ask
from tests.matrix.routes import ROUTES
from tests.matrix.world import Place, person

HIDDEN = ("lead", "named", "other school")
"""Where a lead finds nothing, and does not know that there was something once."""

WITHIN = [
    (route, number)
    for route, asks in ROUTES.items()
    if "<record_id>" in route or "<grant_id>" in route
    for number, asked in enumerate(asks)
    if asked.names_a_case
]


@pytest.mark.parametrize(("route", "number"), WITHIN)
def test_a_part_of_another_case_is_within_ones_own_as_one_that_there_is_not(route, number, site):
    asked, method = replace(ROUTES[route][number], echoes=True), route.partition(" ")[0]
    lead, own = person("dsl", "own"), site.place("dsl", "own")

    def within(place):
        there = replace(place, case=own.case, reference=own.reference)
        return ask(site, method, asked, lead, there)

    _, missing = within(Place()), within(Place())
    for situation in HIDDEN:
        came = within(site.place("dsl", situation))
        assert came == missing, situation


def test_a_form_is_about_a_record_of_another_case_as_about_none(site, monkeypatch):
    # It is new in each page that is served, and says what was asked for. All else is compared.
    monkeypatch.setattr("yipplugin.web.tokens.issue", lambda *_: "a token")
    head, own = person("head", "own"), site.place("head", "own")
    asked = Ask(f"/cases/{own.case}/forms/sign_off?about=record:{{look}}", {}, echoes=True)
    places = (Place(), Place(), *(site.place("head", one) for one in HIDDEN), own)
    _, missing, *hidden, there = (ask(site, "GET", asked, head, one) for one in places)
    assert missing.status == 200
    assert hidden == [missing] * len(HIDDEN)
    assert there.body != missing.body


@pytest.mark.parametrize("route", [one for one in ROUTES if one.startswith("GET /") and "<" in one])
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_no_other_method_tells_a_hidden_case_from_none(method, route, site, monkeypatch):
    # A token holds random digits and is compressed, so that a page's length would be chance.
    monkeypatch.setattr("yipplugin.web.tokens.issue", lambda *_: "a token")
    lead = person("dsl", "own")
    for asked in ROUTES[route]:
        _, missing, *hidden = (
            ask(site, method, asked, lead, site.place("dsl", one))
            for one in ("missing", "missing", *HIDDEN)
        )
        assert hidden == [missing] * len(HIDDEN)
        assert missing.body == b""
