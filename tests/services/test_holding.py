"""A case on hold is not disposed of, whoever proposed it and when."""

import pytest
from sqlalchemy import text

from tests.services.conftest import (
    ALEX,
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
from tests.services.disposing import REFERENCE, close_a_case, row_of
from tests.services.disposing import WHY as READ_IT
from yipplugin.errors import ImageryRefused, NotDisposedOf, NotFound, NotHeld
from yipplugin.services import cases, disposal
from yipplugin.services.disposal import dispose, propose
from yipplugin.services.holding import hold, lift, look
from yipplugin.services.holds import WHY
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.verify import verify
from yipplugin.values import Everything

NEEDS = "A solicitor wrote on behalf of the family."


@pytest.fixture
def closed(app):
    return close_a_case()


def test_nobody_proposes_to_dispose_of_a_case_on_hold(app, closed, store):
    hold(AMARA, closed, "claim", NEEDS)
    seen = disposal.look(HANA, closed)
    assert (seen.hold.reason, seen.hold.by_name, seen.hold.why) == (NEEDS, "Amara", WHY["claim"])
    with pytest.raises(NotDisposedOf, match="This case is on hold"):
        propose(AMARA, closed, "time", READ_IT)
    lift(HANA, closed, "It was settled.")
    propose(AMARA, closed, "time", READ_IT)
    dispose(HANA, closed, REFERENCE)
    assert row_of(store, closed).disposed_at


def test_what_was_proposed_before_is_not_done_either(app, closed, store):
    propose(AMARA, closed, "time", READ_IT)
    hold(HANA, closed, "inquiry", NEEDS)
    with pytest.raises(NotDisposedOf, match="This case is on hold"):
        dispose(HANA, closed, REFERENCE)
    assert row_of(store, closed).disposed_at is None
    lift(AMARA, closed, "The inquiry is over.")
    dispose(HANA, closed, REFERENCE)


def test_an_open_case_goes_on_as_before(app, case_id):
    hold(DEV, case_id, "investigation", NEEDS)
    assert cases.look(AMARA, case_id).hold.reason == NEEDS
    sign(AMARA, case_id, filled("look"))
    sign(AMARA, case_id, filled("closure", reasons={"A-4": "It is"}))
    assert cases.look(AMARA, case_id).hold.by_name == "Dev"


def test_what_was_is_told_and_there_is_one_hold_at_a_time(app, case_id, clock):
    hold(AMARA, case_id, "claim", NEEDS)
    with pytest.raises(NotHeld, match="on hold already"):
        hold(HANA, case_id, "other", NEEDS)
    clock.move(days=3)
    lift(HANA, case_id, "It was settled.")
    with pytest.raises(NotHeld, match="It is not on hold"):
        lift(HANA, case_id, "Again.")
    hold(DEV, case_id, "access", "She asked to see it.")
    seen = look(AMARA, case_id)
    assert seen.stands.reason == "She asked to see it."
    (past,) = seen.past
    assert (past.reason, past.lifted_by_name, past.lifted_reason) == (
        NEEDS, "Hana", "It was settled.",
    )  # fmt: skip
    assert past.lifted_at == clock()


@pytest.mark.parametrize(
    ("why", "reason", "says"),
    [("because", NEEDS, "Choose why"), ("", NEEDS, "Choose why"), ("claim", " ", "what needs it")],
)
def test_a_hold_says_why_and_so_does_lifting_it(app, case_id, why, reason, says):
    with pytest.raises(NotHeld, match=says):
        hold(AMARA, case_id, why, reason)
    image = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB"
    with pytest.raises(ImageryRefused):
        hold(AMARA, case_id, "claim", image)
    hold(AMARA, case_id, "claim", NEEDS)
    with pytest.raises(NotHeld, match="why it is no longer needed"):
        lift(AMARA, case_id, " ")
    with pytest.raises(ImageryRefused):
        lift(AMARA, case_id, image)
    assert look(AMARA, case_id).stands


@pytest.mark.parametrize("who", [TESS, COLIN, IVO, SAL, GRACE, ALEX, person("Pat")])
def test_for_everybody_else_there_is_no_such_case(app, who):
    case_id = report(TESS, filled("report", {"said": "As told", "adult": staff(SAL)})).case_id
    for act in (
        lambda: look(who, case_id),
        lambda: hold(who, case_id, "claim", NEEDS),
        lambda: lift(who, case_id, NEEDS),
    ):
        with pytest.raises(NotFound):
            act()


def test_it_is_on_the_ledger_of_the_case_without_its_reason(app, case_id, store, ledger):
    hold(AMARA, case_id, "claim", NEEDS)
    lift(HANA, case_id, "It was settled.")
    assert [one for one in ledger() if one[1].startswith("hold")] == [
        ("staff:amara", "hold:set", "done"),
        ("staff:hana", "hold:lift", "done"),
    ]
    with store.engine.connect() as connection:
        payloads = [
            bytes(one) for one in connection.scalars(text("SELECT payload FROM yip_ledger"))
        ]
    assert not any(b"solicitor" in one or b"settled" in one for one in payloads)
    with store.reading(Everything()) as session:
        assert verify(session, case_id) is None
