"""What a list shows of a case: what comes next, and where it stands among the others."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from yipplugin.rules.outcome import FiredTrigger, Standing, StandingDuty
from yipplugin.services.summaries import next_of, summarise
from yipplugin.store.cases import LAST

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def duty(id, hours=None, first=False):
    due_at = None if hours is None else NOON + timedelta(hours=hours)
    return StandingDuty(id, id, "", "", ("dsl",), "open", NOON, ("r1",), (), due_at, first=first)


def trigger(state):
    return FiredTrigger("T", "T", "", False, NOON, ("r1",), state)


@pytest.fixture
def summarised(app):
    """Return a function that summarises a case of these duties and triggers."""

    def write(*duties, triggers=()):
        case = SimpleNamespace(school="toy")
        standing = Standing("reported", "Reported", triggers=triggers, duties=duties)
        summarise(case, standing, NOON)
        return case

    return write


def test_what_is_due_first_is_next_and_what_leads_comes_before_it():
    assert next_of(()) is None
    assert next_of((duty("A"),)).id == "A"
    assert next_of((duty("A"), duty("B", 2), duty("C", 1))).id == "C"
    assert next_of((duty("B", -3), duty("R", 2, first=True))).id == "R"


def test_a_case_that_must_be_referred_now_stands_before_every_other(summarised):
    stands = summarised(duty("R", 5, first=True), duty("A", -90), triggers=(trigger("stands"),))
    late = summarised(duty("A", -90))
    acted_on = summarised(duty("A", -90), triggers=(trigger("acted on"),))
    assert stands.urgent
    assert stands.order_at < late.order_at == acted_on.order_at
    assert (stands.next_duty, stands.next_due_at) == ("R", NOON + timedelta(hours=5))
    assert not acted_on.urgent


def test_a_case_with_nothing_due_stands_last(summarised):
    assert summarised().order_at == summarised(duty("A")).order_at == LAST
    assert summarised().next_duty is None
