"""What somebody types is theirs alone, and never lost."""

import threading

import pytest

from tests.services.conftest import AMARA, COLIN, DEV, PAT, TESS, filled, staff, with_school
from yipplugin.errors import NotAllowed
from yipplugin.services.drafts import DraftKey, discard, find, keep, keep_unsigned, mine
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.values import Actor

KEY = DraftKey("report")


def typed(text):
    return [["said", text], ["_step", "1"]]


def test_a_draft_comes_back_as_it_was_typed(app, clock):
    kept = keep(TESS, KEY, "s1", typed(" two  spaces\r\nand “É”"))
    found = find(TESS, KEY)
    assert found == kept.draft
    assert found.raw == typed(" two  spaces\r\nand “É”")
    assert (found.submission, found.revision, found.updated_at) == ("s1", 1, clock())


def test_the_newest_draft_of_a_form_is_found(app, clock):
    keep(TESS, KEY, "s1", typed("first"))
    clock.move(minutes=1)
    keep(TESS, KEY, "s2", typed("second"))
    clock.move(minutes=1)
    keep(TESS, DraftKey("look", "c1"), "s3", typed("third"))
    assert find(TESS, KEY).raw == typed("second")
    assert find(TESS, DraftKey("look", "c1", about="pupil:1")) is None
    clock.move(minutes=1)
    keep(TESS, KEY, "s1", typed("first again"))
    assert find(TESS, KEY).raw == typed("first again")


def test_a_draft_is_its_authors_alone(app):
    keep(TESS, KEY, "s1", typed("mine"))
    for other in (COLIN, AMARA, with_school(TESS, "other")):
        assert find(other, KEY) is None
        assert mine(other) == ()
        discard(other, "s1")
        keep(other, KEY, "s1", typed("theirs"))
    assert find(TESS, KEY).raw == typed("mine")


def test_drafts_are_for_people_with_a_role(app, ledger):
    for ask in (
        lambda: keep(PAT, KEY, "s1", typed("x")),
        lambda: find(PAT, KEY),
        lambda: mine(PAT),
        lambda: discard(PAT, "s1"),
    ):
        with pytest.raises(NotAllowed):
            ask()
    assert set(ledger()) == {("staff:pat", "draft:keep", "refused")}


def test_discarding_removes_it(app, rows):
    keep(TESS, KEY, "s1", typed("x"))
    discard(TESS, "s1")
    discard(TESS, "s1")
    assert rows()["yip_draft"] == 0


def test_a_page_that_follows_its_own_saves_never_conflicts(app):
    revision = 0
    for text in ("a", "ab", "abc"):
        kept = keep(TESS, KEY, "s1", typed(text), revision)
        assert not kept.conflict
        revision = kept.draft.revision
    assert find(TESS, KEY).apart == ()


def test_an_older_page_keeps_its_text_apart(app):
    keep(TESS, KEY, "s1", typed("a"), 0, "one")
    keep(TESS, KEY, "s1", typed("newer"), 1, "one")
    for text in ("b", "bc"):
        kept = keep(TESS, KEY, "s1", typed(text), 1, "two")
        assert kept.conflict
    keep(TESS, KEY, "s1", typed("d"), 1, "three")
    found = find(TESS, KEY)
    assert found.raw == typed("newer")
    assert found.apart == (typed("bc"), typed("d"))


def test_the_same_text_from_an_older_page_is_no_conflict(app):
    keep(TESS, KEY, "s1", typed("a"), 0)
    assert not keep(TESS, KEY, "s1", typed("a"), 0).conflict


def test_signing_ends_the_draft_and_a_late_save_does_not_bring_it_back(app, rows):
    form = filled("report")
    keep(TESS, KEY, form.submission, typed("As told"))
    report(TESS, form)
    assert rows()["yip_draft"] == 0
    assert keep(TESS, KEY, form.submission, typed("As told")).signed
    assert rows()["yip_draft"] == 0


def test_text_that_stood_apart_outlives_the_signing_as_a_draft(app):
    form = filled("report")
    keep(TESS, KEY, form.submission, typed("a"), 0, "one")
    keep(TESS, KEY, form.submission, typed("b"), 0, "two")
    keep(TESS, KEY, form.submission, typed("c"), 0, "three")
    report(TESS, form)
    left = find(TESS, KEY)
    assert left.submission != form.submission
    assert (left.raw, left.apart) == (typed("c"), (typed("b"),))


def test_text_is_kept_for_somebody_whose_session_ended(app, ledger):
    gone = Actor("staff:tess", "Tess", school="toy")
    with pytest.raises(NotAllowed):
        keep(gone, KEY, "s1", typed("x"))
    assert keep_unsigned(gone, KEY, "s1", typed("typed for an hour")).draft
    assert find(TESS, KEY).raw == typed("typed for an hour")


def test_a_list_of_drafts_leaves_out_what_can_no_longer_be_signed(app, case_id):
    keep(DEV, DraftKey("look", case_id), "s1", typed("x"))
    keep(DEV, DraftKey("look", "nowhere"), "s2", typed("x"))
    keep(DEV, KEY, "s3", typed("x"))
    assert {one.submission for one in mine(DEV)} == {"s1", "s3"}
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(DEV)}))
    assert {one.submission for one in mine(DEV)} == {"s3"}


def test_a_draft_of_a_case_that_there_is_not_is_kept_like_any_other(app, case_id):
    first = keep(TESS, DraftKey("look", "nowhere"), "s1", typed("x"))
    second = keep(TESS, DraftKey("look", case_id), "s2", typed("x"))
    assert (first.conflict, first.signed) == (second.conflict, second.signed)


def test_many_pages_that_save_at_once_lose_nothing(app):
    raised = []

    def save(number):
        with app.app_context():
            try:
                keep(TESS, KEY, "s1", typed(str(number)), 0, f"page {number}")
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                raised.append(error)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    found = find(TESS, KEY)
    texts = sorted(raw[0][1] for raw in (found.raw, *found.apart))
    assert texts == [str(number) for number in range(8)]
