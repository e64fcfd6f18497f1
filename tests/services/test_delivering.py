"""A signed referral is passed on once; what became of it is known, and who has to ring is told."""

import json

import pytest
from sqlalchemy import select

from tests.services.conftest import AMARA, HANA
from tests.services.contacts import TOY, Owner
from tests.services.disposing import REFERENCE, close_a_case
from tests.services.test_referring import FORM, NEED, filled
from yipplugin import Receipt, hookimpl
from yipplugin.hooking import house
from yipplugin.services import delivering, disposal, entries, outbox, referring
from yipplugin.services.cases import look
from yipplugin.store.outbox import OutboxRow

PORTAL = """\
      by: portal
      address: https://refer.example/start
      copy: [child, born]
"""
BY = {
    "mail": "      by: mail\n      address: referrals@county.example\n",
    "webhook": "      by: webhook\n      address: https://refer.example/in\n",
}
LATE = "a referral has not reached them yet: ring them if it cannot wait"
RING = "a referral did not reach them, or nobody knows: ring them"


class Sender:
    """Says what it was told to, and keeps what it was given."""

    def __init__(self, *answers):
        self.answers, self.given = list(answers), []

    @hookimpl
    def yip_send_referral(self, sending):
        self.given.append(sending)
        answer = self.answers.pop(0) if self.answers else Receipt("taken", "250 fine", "Q1")
        if isinstance(answer, BaseException):
            raise answer
        return answer


@pytest.fixture
def offer(app, tmp_path):
    def offer(way):
        owner = Owner(tmp_path, "westhampton")
        owner.pin()
        owner.install(swaps=[(PORTAL, BY[way])])
        return referring.offered("toy", NEED, FORM)

    return offer


def sender(*answers):
    found = Sender(*answers)
    house().manager.register(found, "sender")
    return found


def tick():
    return outbox.deliver(str)


def killed(*_):
    raise SystemExit


def became(case_id, one):
    return delivering.became(look(AMARA, case_id)).get(one, delivering.Became())


def news(school):
    return [one.subject.partition(": ")[2] for one in school.notices if "referral" in one.subject]


@pytest.mark.parametrize("way", ["mail", "webhook"])
def test_it_is_passed_on_once_with_exactly_what_was_signed(case_id, offer, way, school):
    taker = sender()
    one = referring.send(AMARA, case_id, offer(way), filled())
    assert became(case_id, one).state == "waits"
    assert taker.given == []
    for _ in range(3):
        tick()
    (given,) = taker.given
    (kept,) = look(AMARA, case_id).referrals
    assert (given.key, given.text, given.way, given.address) == (
        one, kept.text, way, kept.address,
    )  # fmt: skip
    assert (given.digest, given.version, given.pack) == (kept.digest, 1, "westhampton")
    assert json.loads(given.answers)["child"] == "Robin"
    found = became(case_id, one)
    assert (found.state, found.says, found.reference) == ("sent", "250 fine", "Q1")
    assert news(school) == []
    lines = entries.all_of_case(AMARA, case_id)[1]
    assert [x.actor for x in lines if x.act == "referral:deliver"] == ["yipplugin"]


def test_what_certainly_did_not_arrive_is_tried_again_and_the_lead_is_told_at_once(
    case_id, offer, school, clock
):
    taker = sender(*[Receipt("not taken", "450 later")] * 2)
    one = referring.send(AMARA, case_id, offer("mail"), filled())
    tick()
    tick()
    assert became(case_id, one).state == "tried"
    assert len(taker.given) == 1
    assert news(school) == [LATE]
    clock.move(minutes=2)
    tick()
    clock.move(minutes=4)
    tick()
    assert became(case_id, one).state == "sent"
    assert len(taker.given) == 3
    assert news(school) == [LATE]


@pytest.mark.parametrize("way", ["mail", "webhook"])
def test_after_some_tries_it_is_given_up_and_somebody_is_to_ring(
    case_id, offer, way, school, clock
):
    taker = sender(*[Receipt("not taken", "450 later")] * 20)
    one = referring.send(AMARA, case_id, offer(way), filled())
    for _ in range(12):
        tick()
        clock.move(minutes=64)
    assert len(taker.given) == delivering.MOST_TRIES
    assert became(case_id, one).state == "failed"
    assert news(school) == [LATE, RING]
    assert {one.to_roles for one in school.notices if "referral" in one.subject} == {
        frozenset({"dsl", "deputy_dsl", "head", "executive_head"})
    }


@pytest.mark.parametrize(
    "answer", [LookupError("Robin Ash"), Receipt("not known", "lost"), "nonsense", 42]
)
def test_mail_that_may_have_gone_is_never_sent_again(case_id, offer, answer, school, clock):
    taker = sender(answer)
    one = referring.send(AMARA, case_id, offer("mail"), filled())
    for _ in range(4):
        tick()
        clock.move(minutes=400)
    assert len(taker.given) == 1
    found = became(case_id, one)
    assert found.state == "unknown"
    assert "Robin" not in found.says
    assert news(school) == [RING]


def test_into_a_system_it_goes_again_with_the_same_key(case_id, offer, clock):
    taker = sender(LookupError(), Receipt("not known", "lost"))
    one = referring.send(AMARA, case_id, offer("webhook"), filled())
    for _ in range(4):
        tick()
        clock.move(minutes=10)
    assert [x.key for x in taker.given] == [one] * 3
    assert became(case_id, one).state == "sent"


def test_a_plugin_that_fails_leaves_it_to_no_other(case_id, offer):
    other = sender()
    failing = Sender(LookupError())
    house().manager.register(failing, "asked first")
    referring.send(AMARA, case_id, offer("mail"), filled())
    tick()
    assert (len(failing.given), other.given) == (1, [])


def test_where_nobody_passes_it_on_somebody_is_to_ring_at_once(case_id, offer, school):
    sender(None)
    one = referring.send(AMARA, case_id, offer("mail"), filled())
    assert tick().failed == 0
    tick()
    found = became(case_id, one)
    assert (found.state, found.says) == ("failed", "nobody here passes such a referral on")
    assert news(school) == [RING]


@pytest.mark.parametrize(
    ("way", "state", "times"), [("mail", "unknown", 1), ("webhook", "sent", 2)]
)
def test_a_worker_that_was_killed_halfway(case_id, offer, way, state, times, clock, monkeypatch):
    taker = sender()
    one = referring.send(AMARA, case_id, offer(way), filled())
    # Killed once their side has it, and before a word of that was written down.
    with monkeypatch.context() as broken:
        broken.setattr(delivering, "_keep", killed)
        with pytest.raises(SystemExit):
            tick()
    assert became(case_id, one).state == "waits"
    tick()
    clock.move(minutes=6)
    tick()
    assert became(case_id, one).state == state
    assert len(taker.given) == times


def test_a_worker_that_was_killed_at_the_very_end_sends_nothing_again(
    case_id, offer, clock, monkeypatch
):
    taker = sender()
    one = referring.send(AMARA, case_id, offer("mail"), filled())
    settle = outbox._settle

    def killed_with_a_referral(message, error):
        return killed() if message.kind == delivering.MESSAGE else settle(message, error)

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_settle", killed_with_a_referral)
        with pytest.raises(SystemExit):
            tick()
    clock.move(minutes=6)
    tick()
    assert became(case_id, one).state == "sent"
    assert len(taker.given) == 1


def test_what_somebody_has_told_them_meanwhile_is_not_sent_as_well(case_id, offer, clock):
    taker = sender(Receipt("not taken", "450 later"))
    one = referring.send(AMARA, case_id, offer("mail"), filled())
    tick()
    referring.answer(AMARA, case_id, one, {"spoke_to": "Jo, duty worker"})
    clock.move(minutes=10)
    tick()
    assert len(taker.given) == 1


def test_nothing_is_sent_of_a_case_that_is_gone(app, offer, store):
    taker = sender()
    case_id = close_a_case()
    referring.send(AMARA, case_id, offer("mail"), filled())
    disposal.propose(AMARA, case_id, "time", "Read.")
    disposal.dispose(HANA, case_id, REFERENCE)
    tick()
    assert taker.given == []


def test_what_waits_to_be_sent_holds_nothing_that_was_written(case_id, offer, store):
    referring.send(AMARA, case_id, offer("mail"), filled())
    with store.reading(TOY) as session:
        (row,) = [x for x in session.scalars(select(OutboxRow)) if x.kind == delivering.MESSAGE]
    assert set(row.payload) == {"case", "referral"}
