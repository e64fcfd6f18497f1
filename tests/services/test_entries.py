"""Who saw and did what is read back from the ledger, by those whom it is for."""

import json

import pytest

from tests.services.conftest import AMARA, DEV, GRACE, HANA, SAL, TESS, filled, person, staff
from tests.services.disposing import close_a_case
from yipplugin.errors import NotAllowed, NotFound, TooMany
from yipplugin.services import entries
from yipplugin.services.cases import look, of_pupils
from yipplugin.services.confirming import confirm
from yipplugin.services.disposal import dispose, propose
from yipplugin.services.entries import Wanted, all_of_case, all_of_school, of_case, of_school
from yipplugin.services.ledger import checkpoint
from yipplugin.services.records import sign
from yipplugin.services.reports import report

OTHER = person("Oda", "staff", "dsl", school="other")


def said(page):
    return [(one.actor_name, one.act, one.outcome) for one in page.lines]


def test_a_look_a_record_and_a_try_in_vain_are_read_newest_first(case_id):
    look(AMARA, case_id)
    sign(DEV, case_id, filled("look"))
    with pytest.raises(NotFound):
        look(SAL, case_id)
    found = of_case(AMARA, case_id, Wanted())
    assert said(found.page) == [
        ("Amara", "ledger:read", "done"),
        ("Sal", "case:read", "refused"),
        ("Dev", "record:sign", "done"),
        ("Amara", "case:read", "done"),
        ("Tess", "report:make", "done"),
    ]
    assert (found.reference, found.disposed_at) == ("YIP-2026-0001", None)


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        ("seen", ["ledger:read", "case:read"]),
        ("changed", ["report:make"]),
        ("refused", ["case:read"]),
        ("", ["ledger:read", "case:read", "case:read", "report:make"]),
    ],
)
def test_entries_are_narrowed_to_looks_changes_and_refusals(case_id, kind, acts):
    look(AMARA, case_id)
    with pytest.raises(NotFound):
        look(SAL, case_id)
    page = of_case(AMARA, case_id, Wanted(kind)).page
    assert [one.act for one in page.lines] == acts


def test_older_entries_follow_without_a_gap(case_id, monkeypatch):
    monkeypatch.setattr(entries, "PAGE", 2)
    for _ in range(3):
        look(AMARA, case_id)
    read, before = [], entries.NEWEST
    while before:
        page = of_case(HANA, case_id, Wanted(before=before)).page
        read += [one.id for one in page.lines]
        before = page.before
    assert len(read) == len(set(read))
    assert read == sorted(read, reverse=True)
    taken = [one.id for one in all_of_case(HANA, case_id)[1]]
    assert set(read) <= set(taken)


def test_everything_is_taken_in_stretches(case_id, monkeypatch):
    for _ in range(5):
        look(AMARA, case_id)
    whole = list(all_of_case(HANA, case_id)[1])
    monkeypatch.setattr(entries, "CHUNK", 2)
    reference, taken = all_of_case(HANA, case_id)
    in_stretches = list(taken)
    assert reference == "YIP-2026-0001"
    assert [one.act for one in in_stretches] == ["ledger:export"] + [one.act for one in whole]
    links = [(one.hash, one.previous) for one in in_stretches]
    assert all(later[1] == earlier[0] for later, earlier in zip(links, links[1:], strict=False))


@pytest.mark.parametrize("reads", [lambda *of: of_case(*of, Wanted()), all_of_case])
def test_nobody_else_reads_it_and_that_is_written_down(case_id, reads):
    for who in (TESS, DEV, SAL, GRACE, OTHER):
        with pytest.raises(NotFound):
            reads(who, case_id)
    refused = of_case(AMARA, case_id, Wanted("refused")).page
    # What somebody tried from another school stands in that school's chain.
    assert {one.actor_name for one in refused.lines} == {"Tess", "Dev", "Sal", "Grace"}


def test_the_lead_who_is_named_learns_of_nothing_neither_in_the_case_nor_at_the_school(case_id):
    hidden = report(TESS, filled("report")).case_id
    sign(DEV, hidden, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    with pytest.raises(NotFound):
        look(AMARA, hidden)
    with pytest.raises(NotFound):
        of_case(AMARA, hidden, Wanted())
    assert hidden in {one.subject.partition(":")[2] for one in of_school(HANA, Wanted()).page.lines}
    theirs = of_school(AMARA, Wanted())
    assert hidden not in {one.subject.partition(":")[2] for one in theirs.page.lines}
    assert hidden not in theirs.references
    assert hidden not in {one.subject.partition(":")[2] for one in all_of_school(AMARA)}


def test_what_was_done_at_the_school_is_for_the_lead_and_the_heads(app, case_id):
    confirm(TESS, "Tess's own")
    of_pupils(AMARA, ["pupil:1"])
    checkpoint("toy")
    found = of_school(AMARA, Wanted())
    acts = [one.act for one in found.page.lines]
    assert acts[:4] == ["ledger:list", "ledger:checkpoint", "case:find", "identity:confirm"]
    assert found.signed.seq == 1
    for who in (TESS, DEV, SAL, GRACE):
        with pytest.raises(NotAllowed):
            of_school(who, Wanted())
        with pytest.raises(NotAllowed):
            all_of_school(who)


def test_nothing_of_another_school_is_read(case_id):
    there = report(person("Ola", "staff", school="other"), filled("report")).case_id
    look(OTHER, there)
    assert {one.act for one in of_school(OTHER, Wanted()).page.lines} >= {"ledger:list"}
    everything = [*all_of_school(AMARA), *all_of_case(AMARA, case_id)[1]]
    assert not [one for one in everything if one.actor_name in ("Ola", "Oda")]


def test_of_a_case_that_is_gone_who_did_what_is_left(app):
    case_id = close_a_case()
    propose(AMARA, case_id, "time", "I read it all.")
    dispose(HANA, case_id, "YIP-2026-0001")
    (gone,) = of_school(AMARA, Wanted()).disposed
    assert (gone.case_id, gone.reference) == (case_id, "YIP-2026-0001")
    found = of_case(AMARA, case_id, Wanted())
    assert found.disposed_at is not None
    assert ("Hana", "case:dispose", "done") in said(found.page)


def test_nothing_that_anybody_wrote_is_in_it(case_id):
    sign(DEV, case_id, filled("look"))
    lines = all_of_case(AMARA, case_id)[1]
    text = json.dumps([[one.subject, one.act, dict(one.detail)] for one in lines])
    assert "As told" not in text
    assert "Robin" not in text


def test_reading_very_often_has_to_wait(app, case_id):
    app.config["YIP_LIMITS"] = {**app.config["YIP_LIMITS"], "ledger:read": (2, 60)}
    of_case(AMARA, case_id, Wanted())
    of_case(AMARA, case_id, Wanted())
    with pytest.raises(TooMany):
        of_case(AMARA, case_id, Wanted())


def test_who_is_known_no_longer_is_left_by_their_ref(case_id, school):
    ghost = person("Gus", "staff", "dsl")
    look(ghost, case_id)
    newest = of_case(AMARA, case_id, Wanted()).page.lines[1]
    assert (newest.actor, newest.actor_name) == ("staff:gus", "")


def test_whoever_is_hidden_from_a_case_cannot_find_out_by_trying(case_id):
    hidden = report(TESS, filled("report")).case_id
    sign(DEV, hidden, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    for tried in (hidden, "0" * 32):
        with pytest.raises(NotFound):
            look(AMARA, tried)
    subjects = {one.subject for one in of_school(AMARA, Wanted("refused")).page.lines}
    assert subjects == set()
    assert f"case:{hidden}" in {one.subject for one in all_of_school(HANA)}
