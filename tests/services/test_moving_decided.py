"""Who decides that a case goes to another policy, and what stands in the way of it."""

import pytest

from tests.services.conftest import (
    ALEX,
    AMARA,
    COLIN,
    DEV,
    EZRA,
    GRACE,
    HANA,
    IVO,
    SAL,
    TESS,
    filled,
    own_password,
    person,
    staff,
)
from tests.services.disposing import kept
from tests.services.elsewhere import WHY, beside, changed
from yipplugin.errors import ImageryRefused, NotFound, NotMoved
from yipplugin.packs.library import Library
from yipplugin.services import cases
from yipplugin.services.moving import agree, look, move, propose, withdraw
from yipplugin.services.outbox import deliver
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.moves import MoveRow
from yipplugin.store.policies import PolicyRow

BOTH = person("Bea", "staff", "dsl", "head")


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


@pytest.fixture
def free(app, pack):
    """Return the same where both policies let one person decide."""
    line = "signed by: [head]\n"
    changed(pack, {"policy.yaml": [(line, f"{line}moved by: one person\n")]})
    return beside(app, pack)


def test_whoever_may_decide_is_told(app, other, signed, school):
    deliver(lambda case_id: f"/cases/{case_id}")
    school.notices.clear()
    propose(AMARA, signed, other, WHY)
    deliver(lambda case_id: f"/cases/{case_id}")
    (notice,) = school.notices
    assert (notice.to_roles, notice.subject) == (
        {"head", "executive_head"}, "YIP-2026-0001: something is waiting for you",
    )  # fmt: skip
    agree(HANA, signed)
    school.notices.clear()
    deliver(lambda case_id: f"/cases/{case_id}")
    (notice,) = school.notices
    assert notice.to_roles == {"head", "executive_head", "dsl"}
    assert notice.subject == "YIP-2026-0001: it stands under another policy now"


def test_nobody_does_both_and_only_a_head_decides(app, other, signed):
    propose(BOTH, signed, other, WHY)
    assert not look(BOTH, signed).may_move
    with pytest.raises(NotMoved, match="You proposed it yourself"):
        agree(BOTH, signed)
    with pytest.raises(NotMoved, match="A headteacher decides"):
        agree(DEV, signed)
    assert cases.look(AMARA, signed).policy.key == "toy"
    assert look(EZRA, signed).may_move
    agree(EZRA, signed)
    assert cases.look(AMARA, signed).policy.key == "other"


def test_one_person_moves_it_where_both_policies_let_them(app, free, case_id):
    seen = look(DEV, case_id, free)
    assert (seen.two_people, seen.may_move) == (False, True)
    propose(AMARA, case_id, free, WHY)
    move(DEV, case_id, free, WHY)
    seen = look(DEV, case_id)
    assert (seen.proposal, seen.now.key) == (None, "other")
    assert [one.by_name for one in seen.history] == ["Dev"]


def test_one_person_moves_none_where_either_policy_asks_for_two(app, free, case_id):
    folder = app.extensions["yipplugin"].policies.folder("other")
    changed(folder, {"policy.yaml": [("moved by: one person", "moved by: two people")]})
    strict = app.extensions["yipplugin"].policies.policy("other").digest
    with pytest.raises(NotMoved, match="It takes two people"):
        move(AMARA, case_id, strict, WHY)
    assert cases.look(AMARA, case_id).policy.key == "toy"


def test_a_record_that_was_signed_since_undoes_the_proposal(app, other, signed, clock):
    propose(AMARA, signed, other, WHY)
    clock.move(minutes=1)
    sign(AMARA, signed, filled("look"))
    assert look(HANA, signed).proposal.lapsed
    with pytest.raises(NotMoved, match="A record was signed since"):
        agree(HANA, signed)
    propose(DEV, signed, other, "I looked again.")
    assert look(HANA, signed).proposal.reason == "I looked again."
    agree(HANA, signed)
    assert [one.reason for one in cases.look(AMARA, signed).moves] == ["I looked again."]


@pytest.mark.parametrize("who", [AMARA, HANA])
def test_either_takes_it_back(app, other, signed, who, store):
    propose(AMARA, signed, other, WHY)
    with pytest.raises(NotMoved, match="It was proposed already"):
        propose(DEV, signed, other, WHY)
    withdraw(who, signed)
    assert look(HANA, signed).proposal is None
    for act in (withdraw, agree):
        with pytest.raises(NotMoved, match="Nobody has proposed it"):
            act(HANA, signed)
    assert [one.outcome for one in kept(store, MoveRow)] == ["withdrawn"]


@pytest.mark.parametrize(
    ("to", "reason", "says"),
    [
        ("other", " \n", "Write down why"),
        ("nowhere", WHY, "Choose the policy"),
        ("toy", WHY, "Choose the policy"),
        ("", WHY, "Choose the policy"),
    ],
)
def test_a_move_says_where_and_why(app, free, case_id, to, reason, says):
    policies = app.extensions["yipplugin"].policies
    to = policies.policy(to).digest if to in policies.keys() else to
    for act in (propose, move):
        with pytest.raises(NotMoved, match=says):
            act(AMARA, case_id, to, reason)
        with pytest.raises(ImageryRefused):
            act(AMARA, case_id, to, "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB")
    assert look(AMARA, case_id).proposal is None


def test_a_closed_case_stays_as_it_was_closed(app, other, signed):
    propose(AMARA, signed, other, WHY)
    sign(AMARA, signed, filled("closure"))
    assert look(AMARA, signed).closed
    for act in (lambda: propose(AMARA, signed, other, WHY), lambda: agree(HANA, signed)):
        with pytest.raises(NotMoved, match=r"closed|proposed already"):
            act()
    withdraw(AMARA, signed)
    with pytest.raises(NotMoved, match="This case is closed"):
        propose(AMARA, signed, other, WHY)
    assert cases.look(AMARA, signed).policy.key == "toy"


def test_what_the_policy_refuses_is_not_moved(app, other, pack):
    changed(
        pack,
        {"clauses/01-all.yaml": [("refusal: {act: case:close,", "refusal: {act: case:move,")]},
    )
    danger = report(TESS, filled("report")).case_id
    sign(AMARA, danger, filled("look", {"danger": "yes"}))
    assert look(AMARA, danger, other).stops == ("Somebody is in danger. correct the look.",)
    with pytest.raises(NotMoved, match="Somebody is in danger"):
        propose(AMARA, danger, other, WHY)
    assert cases.look(AMARA, danger).policy.key == "toy"


@pytest.mark.parametrize("who", [TESS, COLIN, IVO, SAL, GRACE, ALEX, person("Pat")])
def test_for_everybody_else_there_is_no_such_case(app, other, signed, who):
    acts = (
        lambda: look(who, signed, other),
        lambda: propose(who, signed, other, WHY),
        lambda: withdraw(who, signed),
        lambda: move(who, signed, other, WHY),
        lambda: agree(who, signed),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotFound):
        propose(HANA, signed, other, WHY)


def test_the_policy_that_a_case_goes_to_is_kept(app, other, case_id, store):
    propose(AMARA, case_id, other, WHY)
    assert {one.key for one in kept(store, PolicyRow)} == {"toy", "other"}
    folder = app.extensions["yipplugin"].policies.folder("other")
    changed(folder, {"policy.yaml": [("title: Other policy", "title: Newer policy")]})
    assert look(HANA, case_id).proposal.to.title == "Other policy"
    agree(HANA, case_id)
    assert cases.look(AMARA, case_id).policy.title == "Other policy"
    assert [one.title for one in look(AMARA, case_id).offered] == ["Newer policy", "Toy policy"]


def test_a_pack_that_is_refused_is_not_offered(app, other, case_id):
    policies = app.extensions["yipplugin"].policies
    (policies.folder("other") / "policy.yaml").write_text("policy: other\n")
    house = app.extensions["yipplugin"]
    house.policies = Library([policies.folder("toy"), policies.folder("other")], house.kinds)
    assert look(AMARA, case_id).offered == ()
