"""Whatever is posted to any page: no fault of ours, nothing stored that is none, nothing lost."""

import html
import re
from random import Random
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.conftest import PACKS, PEOPLE, POLICY, examples
from tests.fuzz.filling import as_a_person, press, spoilt
from tests.fuzz.garbage import NASTY, body_of, no_form
from tests.fuzz.kept import counts, draft_text, faults
from tests.matrix.host import make_app
from tests.web.reading import Page
from yipplugin.web import tokens

FORM = "application/x-www-form-urlencoded"
HOW_MANY = {"form": 110, "report": 50, "correct": 40, "draft_save": 40, "report_addition": 20}
"""How many examples each page gets; any other gets 12."""

MARKED = "Wren said so at the gate."
"""What somebody wrote, to be found again."""

NOT_LOST_BUT_NOT_TAKEN = {413, 415}
"""Nothing of a file, or of what is too large, is given back: a browser still has it."""

BESIDE = {"yip_draft", "yip_ledger", "yip_chain"}
"""What may be written although the form was not taken."""

CHANCE = st.integers(0, 2**64).map(Random)
"""Chance, as it comes of a seed: what hypothesis would choose itself is too plain for a page."""

ROUTES = {
    rule.endpoint.removeprefix("yipplugin."): rule
    for rule in make_app("none", PACKS, POLICY)[0].url_map.iter_rules()
    if rule.endpoint.startswith("yipplugin.") and "POST" in rule.methods
}


def address(site, rnd, rule):
    """Return an address of a page: mostly of what there is, at times of anything."""
    pools = {
        "case_id": [*site.cases, site.cases[0], "0" * 32],
        "record_id": [*site.records, *site.records, "0" * 32],
        "form": [*site.forms, "taken_up", "first_review", "referral"],
    }

    def part(match):
        pool = pools.get(match[1], ["0" * 32])
        text = rnd.choice(pool) if rnd.random() < 0.93 else rnd.choice(NASTY)[:300] or "x"
        return quote(text.encode("utf-8", "surrogatepass"), safe="")

    path = re.sub(r"<(?:\w+:)?(\w+)>", part, rule.rule)
    about = [f"record:{site.records[0]}", "pupil:1", rnd.choice(NASTY)[:200]]
    asked = rnd.choice(
        (f"?about={quote(rnd.choice(about))}", "?pupil=pupil:1", "?pupil=pupil:1", "")
    )
    return path + asked


def shown(site, who, path):
    """Return the page that a person sees there, or one without any input."""
    if (who, path) not in site.pages:
        site.host.who = PEOPLE[who]
        answer = site.app.test_client().get(path)
        assert answer.status_code < 500, path
        site.pages[who, path] = Page(answer.text if answer.status_code == 200 else "")
    return site.pages[who, path]


def token_of(page):
    return next((one["value"] for one in page.inputs if one.get("name") == "_token"), "")


def written(site, rnd, who, path):
    """Return what is sent: the names and values, and whether a text is among them."""
    page = shown(site, who, path)
    pairs = as_a_person(rnd, page, MARKED)
    press(rnd, pairs, "_sign") if rnd.random() < 0.8 else None
    if rnd.random() < 0.75:
        others = [token_of(one) for one in list(site.pages.values())[-5:]]
        pairs = spoilt(rnd, pairs, [token_of(page), *others, ""])
    return pairs


def submission(site, pairs):
    with site.app.app_context():
        sent = [value for name, value in pairs if name == "_token" and isinstance(value, str)]
        token = tokens.read(sent[0]) if sent else None
    return token.submission if token else ""


def is_typed(page, pairs):
    """Say whether the text stands in a field that the page has, and once, as a browser sends it."""
    names = [name for name, _ in pairs]
    shown = {one.get("name") for one in page.inputs}
    return any(
        value == MARKED and name in shown and names.count(name) == 1 for name, value in pairs
    )


@pytest.mark.parametrize("page", ROUTES)
def test_a_form_filled_in_with_anything_does_no_harm(page, site):
    @examples(HOW_MANY.get(page, 12))
    @given(CHANCE, st.sampled_from(sorted(PEOPLE)))
    def post(rnd, who):
        path = address(site, rnd, ROUTES[page])
        pairs = written(site, rnd, who, path)
        before = counts(site)
        site.host.who = PEOPLE[who]
        answer = site.app.test_client().post(path, data=body_of(pairs), content_type=FORM)
        assert answer.status_code < 500, (path, who)
        after = counts(site)
        if after["yip_record"] > before["yip_record"]:
            assert answer.status_code == 303
            assert after["yip_record"] == before["yip_record"] + 1
            site.pages.clear()
            return
        changed = {name for name in before if before[name] != after[name]}
        assert changed <= BESIDE, (path, who, answer.status_code)
        if page != "draft_save" and answer.status_code not in NOT_LOST_BUT_NOT_TAKEN:
            given_back = MARKED in html.unescape(answer.text)
            kept = given_back or MARKED in str(draft_text(site, submission(site, pairs)))
            assert kept or not is_typed(shown(site, who, path), pairs), path

    post()
    assert faults(site) == []


@pytest.mark.parametrize("page", ROUTES)
def test_what_is_no_form_is_not_taken(page, site):
    @examples(10)
    @given(CHANCE, st.sampled_from(sorted(PEOPLE)), no_form)
    def post(rnd, who, sent):
        path, (body, kind) = address(site, rnd, ROUTES[page]), sent
        before = counts(site)
        site.host.who = PEOPLE[who]
        answer = site.app.test_client().post(path, data=body, content_type=kind)
        assert answer.status_code < 500, (path, who, kind)
        after = counts(site)
        assert {name for name in before if before[name] != after[name]} <= BESIDE

    post()


def test_much_of_what_is_sent_is_taken(site):
    """Garbage that never gets past the first check would prove nothing."""
    before = counts(site)["yip_record"]

    @examples(100)
    @given(CHANCE)
    def post(rnd):
        site.pages.clear()
        path = f"/safeguarding/cases/{site.cases[0]}/forms/{rnd.choice(site.forms)}"
        path = rnd.choice((path, "/safeguarding/report?pupil=pupil:1"))
        pairs = as_a_person(rnd, shown(site, "lead", path), MARKED)
        site.host.who = PEOPLE["lead"]
        data = body_of([*pairs, ("_sign", "yes")])
        site.app.test_client().post(path, data=data, content_type=FORM)

    post()
    assert counts(site)["yip_record"] >= before + 5
    assert faults(site) == []
