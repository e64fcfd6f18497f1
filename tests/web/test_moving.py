"""The page on which a case is moved to another policy, and what is seen of it since."""

import shutil

import pytest

from tests.web.conftest import TAKEN_UP
from tests.web.reading import Page, send, typed
from yipplugin import shipped
from yipplugin.packs.library import Library

WHY = "A newer version protects them better, and the head agrees."


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Return the shipped policy, and another version of it in which a form has another key."""
    packs = shipped.folder("forms") / "policies"
    folder = tmp_path_factory.mktemp("packs") / "newer"
    shutil.copytree(packs / "westcroft_2023", folder)
    change(folder / "policy.yaml", "policy: westcroft-2023", "policy: westcroft-2026")
    change(folder / "policy.yaml", "title: Youth produced", "title: Newer youth produced")
    change(folder / "forms" / "taken_up.yaml", "form: taken_up", "form: taken_on")
    (folder / "forms" / "taken_up.yaml").rename(folder / "forms" / "taken_on.yaml")
    for path in (*folder.glob("clauses/*.yaml"), folder / "policy.yaml"):
        path.write_text(path.read_text().replace("taken_up", "taken_on"))
    kinds = shipped.module("yipplugin.forms.fields").yip_field_types()
    return Library([packs / "westcroft_2023", folder], {kind.name: kind() for kind in kinds})


@pytest.fixture
def packs(app, library):
    app.extensions["yipplugin"].policies = library


def change(path, before, after):
    words = path.read_text()
    assert before in words
    path.write_text(words.replace(before, after))


@pytest.fixture
def case(reported, signed):
    found = reported()
    assert signed(found, "taken_up", TAKEN_UP).status_code == 303
    return found


def url(case):
    return f"/safeguarding/cases/{case}/move"


def looked_at(client, case):
    """Choose the other policy, as somebody does without a script, and return the page."""
    page = Page(client.get(url(case)).text)
    (chosen,) = {about["value"] for tag, about in page.tags if about.get("name") == "to"}
    return Page(client.get(f"{url(case)}?to={chosen}").text)


def decides(client, case, page, do, **sent):
    return client.post(url(case), data=typed(page, sent, f"_do={do}"))


def test_it_is_looked_at_proposed_and_done_by_two_people(packs, case, as_):
    lead, head = as_("dsl"), as_("head")
    assert url(case) in lead.get(f"/safeguarding/cases/{case}").text
    page = looked_at(lead, case)
    assert "What would change under Newer youth produced sexual imagery" in page.words
    assert "Records that have no place there (1)" in page.words
    assert "you propose it, and a headteacher, who is somebody else, decides" in page.words
    assert decides(lead, case, page, "propose", reason=WHY).status_code == 303
    waiting = Page(lead.get(url(case)).text)
    assert "It now waits for a headteacher who did not propose it" in waiting.words
    shown = Page(head.get(url(case)).text)
    assert WHY in shown.words
    assert "Records that have no place there (1)" in shown.words
    answer = decides(head, case, shown, "agree")
    assert (answer.status_code, answer.location) == (303, f"/safeguarding/cases/{case}")
    words = Page(lead.get(f"/safeguarding/cases/{case}").text).words
    assert "Moved to Newer youth produced sexual imagery (westcroft-2026, version 1)" in words
    assert WHY in words
    assert "had proposed" in words


def moved(case, as_):
    lead, head = as_("dsl"), as_("head")
    decides(lead, case, looked_at(lead, case), "propose", reason=WHY)
    assert decides(head, case, Page(head.get(url(case)).text), "agree").status_code == 303


def test_a_record_of_before_is_shown_as_it_was_asked(packs, case, as_):
    lead = as_("dsl")
    page = lead.get(f"/safeguarding/cases/{case}").text
    records = sorted({part[:32] for part in page.split("/records/")[1:]})
    before = {one: Page(lead.get(f"/safeguarding/cases/{case}/records/{one}").text).words
              for one in records}  # fmt: skip
    moved(case, as_)
    for one in records:
        after = Page(lead.get(f"/safeguarding/cases/{case}/records/{one}").text).words
        assert "Signed under another policy" in after
        assert "westcroft-2023, version 1" in after
        assert ("It counts for nothing" in after) == ("They are with me." in after)
        for answer in ("A friend of theirs told me that a picture goes round.",
                       "They are with me."):  # fmt: skip
            assert (answer in after) == (answer in before[one])
    printed = lead.get(f"/safeguarding/cases/{case}/print").text
    assert "They are with me." in printed
    assert WHY in printed
    assert lead.get(f"/safeguarding/cases/{case}/inspection").status_code == 200


def test_a_record_without_a_place_says_that_it_is_not_corrected(packs, case, as_):
    moved(case, as_)
    lead = as_("dsl")
    page = lead.get(f"/safeguarding/cases/{case}").text
    for one in {part[:32] for part in page.split("/records/")[1:]}:
        path = f"/safeguarding/cases/{case}/records/{one}"
        if "It counts for nothing" in lead.get(path).text:
            words = Page(lead.get(f"{path}/correct").text).words
            assert "The policy that the case was moved to has no place for this record." in words
            assert "This cannot be signed now" in words
            return
    raise AssertionError("every record has a place")


def test_what_somebody_was_typing_is_not_lost(packs, case, as_, reported):
    other = reported()
    lead = as_("dsl")
    path = f"/safeguarding/cases/{other}/forms/taken_up"
    assert send(lead, path, {"safe_now": "In my office, with"}, "_save").status_code == 303
    page = Page(lead.get(path).text)
    moved(other, as_)
    shown = lead.get(path)
    assert shown.status_code == 200
    assert "In my office, with" in shown.text
    assert "has no form" in Page(shown.text).words
    answer = lead.post(path, data=typed(page, {"safe_now": "In my office"}, "_sign"))
    assert answer.status_code == 409
    assert "In my office" in answer.text


def test_a_reason_is_asked_for_and_what_was_typed_stays(packs, case, as_):
    lead = as_("dsl")
    page = looked_at(lead, case)
    answer = decides(lead, case, page, "propose", reason=" ")
    assert answer.status_code == 409
    assert "Write down why the case is to be moved." in answer.text
    stale = {"_token": "x", "_do": "propose", "to": "x", "reason": WHY}
    answer = lead.post(url(case), data=stale)
    assert answer.status_code == 400
    assert "had been open for too long" in answer.text
    assert WHY in answer.text


def test_a_proposal_is_taken_back(packs, case, as_):
    lead, head = as_("dsl"), as_("head")
    decides(lead, case, looked_at(lead, case), "propose", reason=WHY)
    page = Page(head.get(url(case)).text)
    assert decides(head, case, page, "withdraw").status_code == 303
    assert WHY not in head.get(url(case)).text
    again = decides(head, case, page, "agree")
    assert again.status_code == 409
    assert "Nobody has proposed it" in again.text


def test_what_was_done_reads_in_words(packs, case, as_):
    moved(case, as_)
    words = Page(as_("head").get(f"/safeguarding/cases/{case}/ledger").text).words
    assert "Proposed to move the case to another policy" in words
    assert "from westcroft-2023 version 1" in words
    assert "to westcroft-2026 version 1" in words


def test_where_there_is_no_other_policy_the_page_says_so(case, as_, app):
    house = app.extensions["yipplugin"]
    with app.app_context():
        folder = shipped.folder("forms") / "policies" / "westcroft_2023"
        house.policies = Library([folder], house.kinds)
    assert "There is no other policy here" in Page(as_("dsl").get(url(case)).text).words


def test_a_copy_for_outside_says_nothing_of_the_reason(packs, case, as_):
    moved(case, as_)
    path = f"/safeguarding/cases/{case}/outside?about=pupil:1"
    lead = as_("dsl")
    page = Page(lead.get(path).text)
    made = lead.post(path, data=typed(page, {}, "_do=outside-file"))
    assert made.status_code == 200
    assert WHY not in made.text
    assert "They are with me." in made.text
