"""A case is opened in an emergency: for hours, with everybody told who answers for it."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    PAT,
    PUPIL,
    SAL,
    TESS,
    filled,
    staff,
    with_school,
)
from tests.services.granting import opens
from yipplugin.errors import NotAllowed, NotFound, NotGiven, TooMany
from yipplugin.services import widening
from yipplugin.services.cases import look
from yipplugin.services.grants import with_roles
from yipplugin.services.outbox import deliver
from yipplugin.services.reports import report
from yipplugin.store.cases import lock_case
from yipplugin.store.ledger import Entry, LedgerRow, append_to_case
from yipplugin.values import Everything


@pytest.fixture
def reference(app, case_id):
    return look(AMARA, case_id).reference


def test_a_case_is_opened_by_its_reference_for_a_few_hours(app, case_id, reference, clock):
    assert widening.widen(SAL, f" {reference.lower()} ", "Robin is in my office.") == case_id
    assert opens(SAL, case_id)
    clock.move(hours=3, minutes=59)
    assert opens(SAL, case_id)
    clock.move(minutes=1)
    assert not opens(SAL, case_id)
    assert with_roles(SAL) == SAL


def test_the_lead_and_the_heads_are_told_at_once(app, case_id, reference, school):
    deliver(lambda case: f"/cases/{case}")
    widening.widen(SAL, reference, "Robin is in my office.")
    deliver(lambda case: f"/cases/{case}")
    notice = school.notices[-1]
    assert notice.to_roles == {"dsl", "head", "executive_head"}
    assert notice.subject == f"{reference}: it was opened in an emergency"
    assert "Robin" not in repr(notice)


def test_it_stands_in_the_ledger_of_the_case(app, case_id, reference, store):
    widening.widen(SAL, reference, "Robin is in my office.")
    with store.reading(Everything()) as session:
        asked = select(LedgerRow).where(LedgerRow.act == "case:widen")
        row = session.scalars(asked).one()
    assert (row.chain, row.actor, row.outcome) == (case_id, SAL.ref, "done")
    assert b"Robin" not in row.payload
    assert b"yip_grant" in row.payload


def test_opening_it_again_meanwhile_changes_nothing(app, case_id, reference, rows):
    widening.widen(SAL, reference, "Robin is in my office.")
    before = rows()
    assert widening.widen(SAL, reference, "Robin is in my office.") == case_id
    assert rows() == before


@pytest.mark.parametrize("actor", [TESS, AMARA, DEV, HANA, GRACE, PAT], ids=lambda one: one.name)
def test_it_is_for_the_safeguarding_team_alone(app, reference, ledger, actor):
    with pytest.raises(NotAllowed):
        widening.widen(actor, reference, "Because.")
    assert ledger()[-1] == (actor.ref, "case:widen", "refused")


def test_it_takes_a_reason(app, reference):
    with pytest.raises(NotGiven):
        widening.widen(SAL, reference, " ")


def test_it_is_limited_in_number(app, clock):
    references = [report(TESS, filled("report")).reference for _ in range(4)]
    for one in references[:3]:
        widening.widen(SAL, one, "Because.")
    with pytest.raises(TooMany):
        widening.widen(SAL, references[3], "Because.")


def test_the_setting_is_kept_within_a_day(app):
    for hours, kept in ((4, 4), (1, 1), (0, 1), (-3, 1), (24, 24), (500, 24)):
        app.config["YIP_EMERGENCY_HOURS"] = hours
        assert widening.hours() == kept


@pytest.fixture
def statements(store):
    """Return a context that collects the statements that are put to the database."""

    @contextmanager
    def collect():
        said = []

        def note(connection, cursor, statement, *rest):
            said.append(statement)

        event.listen(store.engine, "before_cursor_execute", note)
        try:
            yield said
        finally:
            event.remove(store.engine, "before_cursor_execute", note)

    return collect


def dispose(store, case_id):
    """Mark a case as disposed of; what else that takes has tests of its own."""
    with store.writing(Everything("toy")) as session:
        case = lock_case(session, "toy", case_id)
        case.disposed_at = store.clock()
        append_to_case(session, case, Entry(store.clock(), HANA.ref, "case:dispose", ""))


@pytest.fixture
def hidden(app, store):
    """Return references that Sal may not open, by why."""

    def about(adult):
        told = {"said": "x", "pupil": PUPIL, "adult": staff(adult)}
        return report(COLIN, filled("report", told))

    elsewhere = [report(with_school(TESS, "other"), filled("report")) for _ in range(9)][-1]
    gone = about(DEV)
    dispose(store, gone.case_id)
    return {
        "missing": "YIP-2026-0999",
        "of another school": elsewhere.reference,
        "naming them": about(SAL).reference,
        "naming the lead": about(AMARA).reference,
        "gone": gone.reference,
    }


def test_what_somebody_may_not_open_is_as_what_there_is_not(app, hidden, statements, rows, clock):
    said, written = {}, {}
    for why, reference in hidden.items():
        before = rows()
        with statements() as asked, pytest.raises(NotFound) as refused:
            widening.widen(SAL, reference, "Because.")
        said[why] = (str(refused.value), tuple(asked))
        written[why] = {name: count - before[name] for name, count in rows().items()}
        clock.move(days=2)
    assert len(set(said.values())) == 1
    assert {tuple(one.items()) for one in written.values()} == {
        tuple({name: int(name == "yip_ledger") for name in before}.items())
    }


def test_the_ledger_keeps_what_was_asked_for_in_vain_from_whoever_is_named(app, hidden, store):
    for reference in [*hidden.values(), "<b>Robin</b>"]:
        app.config["YIP_LIMITS"]["case:widen"] = (100, 60)
        with pytest.raises(NotFound):
            widening.widen(SAL, reference, "Because.")
    seen = {}
    for actor in (AMARA, HANA):
        with store.reading(actor) as session:
            asked = select(LedgerRow).where(LedgerRow.act == "case:widen")
            seen[actor] = [row.payload.decode() for row in session.scalars(asked)]
    assert len(seen[HANA]) == len(seen[AMARA]) + 1 == 6
    assert hidden["naming the lead"] not in "".join(seen[AMARA])
    assert "Robin" not in "".join(seen[HANA])
