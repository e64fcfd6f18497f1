"""A case goes to another policy on purpose, and nothing that was signed changes."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from tests.services.conftest import (
    AMARA,
    HANA,
    PUPIL,
    SAL,
    TESS,
    filled,
    own_password,
    staff,
)
from tests.services.disposing import kept, row_of
from tests.services.elsewhere import WHY, beside, changed, to_and_done
from yipplugin.errors import FormChanged, NotFound, Refused
from yipplugin.rules.standing import standing
from yipplugin.services import cases
from yipplugin.services.moving import look
from yipplugin.services.numbers import exact
from yipplugin.services.records import sign
from yipplugin.services.reports import receipt, report
from yipplugin.store.moves import MoveRow
from yipplugin.store.verify import verify
from yipplugin.values import Everything


@pytest.fixture
def other(app, pack):
    """Return the digest of another policy, to which two people move a case."""
    return beside(app, pack)


@pytest.fixture
def signed(app, other, case_id):
    """Return a case with a look and its sign-off."""
    looked = sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(SAL)}))
    about = f"record:{looked.id}"
    sign(HANA, case_id, filled("sign_off", about=about, signature=own_password(HANA)))
    return case_id


def test_a_change_of_the_schools_policy_moves_no_case(app, other, case_id):
    app.config["YIP_POLICY"] = "other"
    assert cases.look(AMARA, case_id).policy.key == "toy"
    newer = report(TESS, filled("report")).case_id
    assert cases.look(AMARA, newer).policy.key == "other"
    sign(AMARA, case_id, filled("look"))
    assert cases.look(AMARA, case_id).records[-1].version == 1


def test_what_it_would_change_is_told_before_and_then_is_so(app, other, signed):
    seen = look(AMARA, signed, other)
    change = seen.change
    assert [one.key for one in seen.offered] == ["other"]
    assert (seen.to.key, seen.two_people, seen.may_propose, seen.may_move) == (
        "other", True, True, False,
    )  # fmt: skip
    assert [one.do for one in change.begins] == ["Agree to it"]
    assert [one.form for one in change.no_place] == ["sign_off"]
    assert [(one.record.form, [q.key for q in one.questions]) for one in change.unasked] == [
        ("look", ["calm"])
    ]
    assert change.partly == ()
    to_and_done(signed, other)
    found = cases.look(AMARA, signed)
    assert found.policy.key == "other"
    assert found.standing == change.after
    assert [(one.to.key, one.by_name, one.proposed_by_name, one.reason) for one in found.moves] == [
        ("other", "Hana", "Amara", WHY)
    ]


def test_what_was_signed_stays_as_it_was(app, other, signed, store):
    before = cases.look(AMARA, signed)
    to_and_done(signed, other)
    after = cases.look(AMARA, signed)
    assert [replace(one, under="") for one in after.records] == list(before.records)
    assert {one.under for one in after.records} == {before.policy.digest}
    for one in after.records:
        asked = after.policy.asked(one).forms[one.form]
        assert asked == before.policy.forms[one.form]
    newer = sign(AMARA, signed, filled("look", {"danger": "no", "calm": "yes"}))
    assert newer.version == 4
    last = cases.look(AMARA, signed).records[-1]
    assert (last.under, last.version) == (after.policy.digest, 4)
    assert after.policy.asked(last) is after.policy


def test_whoever_is_named_stays_named(app, other, signed, store):
    """Where the policy that it went to makes nobody of the case's people of a form, too."""
    folder = app.extensions["yipplugin"].policies.folder("other")
    changed(folder, {"forms/look.yaml": [(", joins: yes", "")]})
    other = app.extensions["yipplugin"].policies.policy("other").digest
    to_and_done(signed, other)
    people = {one.person.ref for one in cases.look(AMARA, signed).standing.people}
    assert people == {PUPIL["ref"], SAL.ref}
    sign(AMARA, signed, filled("look", {"danger": "no", "calm": "yes"}))
    with pytest.raises(NotFound):
        cases.look(replace(SAL, roles=SAL.roles | {"dsl"}), signed)


def test_there_and_back_it_stands_as_before(app, other, signed, store):
    before = cases.look(AMARA, signed)
    to_and_done(signed, other)
    between = sign(AMARA, signed, filled("look", {"danger": "no", "calm": "no"}))
    assert cases.look(AMARA, signed).standing.triggers
    to_and_done(signed, before.policy.digest)
    after = cases.look(AMARA, signed)
    assert after.policy.key == "toy"
    assert [one.under for one in after.records] == [
        *[before.policy.digest] * 3,
        other,
    ]
    assert after.standing.triggers == ()
    stands = standing(after.policy, after.records[:3], store.clock())
    assert stands == before.standing
    assert between.id in after.standing.current


def test_what_somebody_answered_there_counts_here_as_far_as_it_is_asked(app, other, case_id):
    to_and_done(case_id, other)
    sign(AMARA, case_id, filled("look", {"danger": "yes", "calm": "yes"}))
    toy = app.extensions["yipplugin"].policies.policy("toy").digest
    assert [one.says for one in look(AMARA, case_id, toy).change.fires] == ["Somebody is in danger"]
    to_and_done(case_id, toy)
    assert [one.says for one in cases.look(AMARA, case_id).standing.triggers] == [
        "Somebody is in danger"
    ]


def test_the_list_reads_the_policy_that_it_stands_under(app, other, signed):
    assert cases.page(AMARA).rows[0].next_do == ""
    to_and_done(signed, other)
    (line,) = cases.page(AMARA).rows
    assert (line.next_do, line.outstanding) == ("Agree to it", 1)


def test_it_is_on_the_ledger_of_the_case_and_verifies(app, other, signed, store, ledger):
    to_and_done(signed, other)
    acts = [one for one in ledger() if "move" in one[1]]
    assert acts == [
        ("staff:amara", "move:propose", "done"),
        ("staff:hana", "case:move", "done"),
    ]
    with store.engine.connect() as connection:
        asked = text("SELECT payload FROM yip_ledger WHERE act = 'case:move'")
        said = bytes(connection.scalar(asked)).decode()
    assert '"to":["other",1,' in said
    assert '"from":["toy",1,' in said
    assert '"proposed_by":"staff:amara"' in said
    assert WHY not in said
    with store.reading(Everything()) as session:
        assert verify(session, signed) is None


def test_a_record_without_a_place_is_not_corrected_there(app, other, signed):
    to_and_done(signed, other)
    found = cases.look(AMARA, signed)
    one = next(record for record in found.records if record.form == "sign_off")
    filling = filled("sign_off", supersedes=one.id, reason="A slip", signature=own_password(HANA))
    with pytest.raises((Refused, FormChanged)):
        sign(HANA, signed, filling)
    looked = next(record for record in found.records if record.form == "look")
    answers = {"danger": "no", "calm": "yes"}
    sign(AMARA, signed, filled("look", answers, supersedes=looked.id, reason="Asked anew"))
    assert cases.look(AMARA, signed).standing.corrected[looked.id]


def test_the_receipt_of_a_report_reads_as_it_was_asked(app, other, case_id):
    before = receipt(TESS, case_id)
    to_and_done(case_id, other)
    after = receipt(TESS, case_id)
    (said,) = after.records
    assert after.policy.key == "other"
    assert after.policy.asked(said).forms[said.form] == before.policy.forms["report"]


def test_numbers_read_a_case_under_the_policy_that_it_stands_under(app, other, case_id):
    sign(AMARA, case_id, filled("look", {"danger": "yes"}))
    to_and_done(case_id, other)
    danger = next(one for one in exact(AMARA).tables if one.number.key == "danger")
    assert [(row.key, len(row.cases)) for row in danger.rows if row.cases] == [("yes", 1)]


def test_a_move_is_kept_as_it_was(app, other, signed, store):
    to_and_done(signed, other)
    (row,) = kept(store, MoveRow)
    assert (row.outcome, row.proposed_by, row.decided_by) == ("moved", AMARA.ref, HANA.ref)
    assert row_of(store, signed).policy_key == "toy"
