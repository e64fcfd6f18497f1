"""A closed case is disposed of by two people, one after the other."""

import pytest
from sqlalchemy import text

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    IVO,
    SAL,
    TESS,
    filled,
    person,
    staff,
)
from tests.services.disposing import EZRA, PUPIL, REFERENCE, WHY, WORDS, close_a_case, kept, row_of
from yipplugin.errors import ImageryRefused, NotDisposedOf, NotFound
from yipplugin.marks import hookimpl
from yipplugin.services import disposal
from yipplugin.services.disposal import dispose, look, propose, withdraw
from yipplugin.services.outbox import deliver
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.keys import KeyRow

BOTH = person("Bea", "staff", "dsl", "head")


@pytest.fixture
def case_id(app):
    """Return a case that is closed."""
    return close_a_case()


@pytest.fixture
def proposed(case_id):
    propose(AMARA, case_id, "time", WHY)
    return case_id


class SaysWhoLeads:
    @hookimpl
    def yip_roles_of(self, ref):
        return ["staff", "dsl"] if ref == AMARA.ref else ["staff"]


def test_whoever_leads_proposes_and_a_head_is_told(app, proposed, school, ledger):
    assert ("staff:amara", "disposal:propose", "done") in ledger()
    deliver(lambda case_id: f"/cases/{case_id}")
    (notice,) = [one for one in school.notices if "executive_head" in one.to_roles]
    assert notice.to_roles == {"head", "executive_head"}
    assert notice.subject == "YIP-2026-0001: something is waiting for you"
    seen = look(HANA, proposed)
    assert (seen.may_propose, seen.may_dispose) == (False, True)
    assert (seen.proposal.by_name, seen.proposal.reason) == ("Amara", WHY)
    assert (seen.proposal.ground, seen.proposal.lapsed) == ("time", False)
    assert (seen.reference, seen.records, seen.closed) == ("YIP-2026-0001", 3, True)


def test_nobody_does_both(app, case_id, store):
    propose(BOTH, case_id, "time", WHY)
    seen = look(BOTH, case_id)
    assert (seen.may_propose, seen.may_dispose) == (True, False)
    with pytest.raises(NotDisposedOf, match="You proposed it yourself"):
        dispose(BOTH, case_id, REFERENCE)
    assert row_of(store, case_id).disposed_at is None
    dispose(EZRA, case_id, REFERENCE)
    assert row_of(store, case_id).disposed_at


def test_without_a_proposal_nothing_is_destroyed(app, case_id, store):
    with pytest.raises(NotDisposedOf, match="Nobody has proposed it"):
        dispose(HANA, case_id, REFERENCE)
    assert kept(store, KeyRow, case_id=case_id)


@pytest.mark.parametrize("who", [AMARA, HANA])
def test_either_takes_it_back(app, proposed, who, ledger):
    withdraw(who, proposed)
    assert look(HANA, proposed).proposal is None
    assert (who.ref, "disposal:withdraw", "done") in ledger()
    for act in (lambda: withdraw(who, proposed), lambda: dispose(HANA, proposed, "x")):
        with pytest.raises(NotDisposedOf, match="Nobody has proposed it"):
            act()
    propose(AMARA, proposed, "ordered", "A court has ordered it.")
    assert look(HANA, proposed).proposal.ground == "ordered"


def test_what_was_signed_since_undoes_the_proposal(app, proposed, store, clock):
    clock.move(minutes=1)
    sign(AMARA, proposed, filled("look"))
    assert look(HANA, proposed).proposal.lapsed
    with pytest.raises(NotDisposedOf, match="A record was signed since"):
        dispose(HANA, proposed, REFERENCE)
    assert row_of(store, proposed).disposed_at is None
    propose(AMARA, proposed, "time", "I looked again.")
    dispose(HANA, proposed, REFERENCE)


def test_it_is_proposed_once(app, proposed):
    with pytest.raises(NotDisposedOf, match="It was proposed already"):
        propose(DEV, proposed, "time", "So do I.")
    assert look(HANA, proposed).proposal.by == "staff:amara"


def test_an_open_case_is_neither_proposed_nor_destroyed(app, store):
    open_case = report(TESS, filled("report")).case_id
    assert not look(AMARA, open_case).closed
    with pytest.raises(NotDisposedOf, match="This case is not closed"):
        propose(AMARA, open_case, "time", WHY)
    assert kept(store, KeyRow, case_id=open_case)


@pytest.mark.parametrize(
    ("ground", "reason", "says"),
    [
        ("because", WHY, "Choose why"),
        ("", WHY, "Choose why"),
        ("time", " \n", "Write down what you looked at"),
    ],
)
def test_a_proposal_says_why(app, case_id, ground, reason, says):
    with pytest.raises(NotDisposedOf, match=says):
        propose(AMARA, case_id, ground, reason)
    with pytest.raises(ImageryRefused):
        propose(AMARA, case_id, "time", "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB")
    assert look(AMARA, case_id).proposal is None


@pytest.mark.parametrize("typed", ["", "YIP-2026-0002", "YIP-2026-000", "yes"])
def test_whoever_destroys_it_names_the_case(app, proposed, store, typed, ledger):
    with pytest.raises(NotDisposedOf, match="not the reference of this case"):
        dispose(HANA, proposed, typed)
    assert row_of(store, proposed).disposed_at is None
    assert ledger()[-1] == ("staff:hana", "case:dispose", "refused")
    dispose(HANA, proposed, " yip-2026-0001 ")
    assert row_of(store, proposed).disposed_at


@pytest.mark.parametrize("who", [TESS, COLIN, IVO, SAL, GRACE, person("Pat")])
def test_for_everybody_else_there_is_no_such_case(app, proposed, store, who):
    acts = (
        lambda: look(who, proposed),
        lambda: propose(who, proposed, "time", WHY),
        lambda: withdraw(who, proposed),
        lambda: dispose(who, proposed, REFERENCE),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()
    assert row_of(store, proposed).proposal
    with pytest.raises(NotFound):
        dispose(AMARA, proposed, REFERENCE)


def test_a_case_of_the_leads_own_goes_to_two_heads(app, store):
    app.extensions["yipplugin"].manager.register(SaysWhoLeads())
    answers = {"said": WORDS, "pupil": PUPIL, "adult": staff(AMARA)}
    case_id = report(TESS, filled("report", answers)).case_id
    assert row_of(store, case_id).lead_named
    sign(HANA, case_id, filled("look"))
    sign(HANA, case_id, filled("closure", reasons={"A-4": "It is"}))
    for who in (AMARA, DEV):
        with pytest.raises(NotFound):
            propose(who, case_id, "time", WHY)
    propose(HANA, case_id, "time", WHY)
    with pytest.raises(NotDisposedOf, match="You proposed it yourself"):
        dispose(HANA, case_id, row_of(store, case_id).reference)
    dispose(EZRA, case_id, row_of(store, case_id).reference)
    assert row_of(store, case_id).disposed_at


def test_nobody_puts_words_into_what_the_ledger_keeps_of_a_refusal(app, proposed, store):
    with pytest.raises(NotDisposedOf):
        dispose(HANA, proposed, "Robin Ash")
    with store.engine.connect() as connection:
        payloads = connection.scalars(text("SELECT payload FROM yip_ledger")).all()
    assert not any(b"Robin" in bytes(one) for one in payloads)


def test_every_ground_says_what_it_is():
    assert all(words[0].isupper() and len(words) > 20 for words in disposal.GROUNDS.values())
