"""When the school is open, by the host or by the bank holidays of England."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from yipplugin import Calendar, hookimpl


@time_machine.travel(datetime(2026, 3, 2, 9, 30, tzinfo=UTC), tick=False)
def test_yip_calendar_knows_the_bank_holidays_of_england(hooks_with):
    calendar = hooks_with().yip_calendar("school")
    assert {date(2026, 4, 3), date(2026, 12, 28), date(2027, 1, 1)} <= calendar.holidays
    # St Andrew's Day is one of Scotland alone.
    assert date(2026, 11, 30) not in calendar.holidays


def test_yip_calendar_of_the_host_comes_first(hooks_with):
    class Mis:
        @hookimpl
        def yip_calendar(self, school):
            return Calendar(closed=frozenset({date(2026, 3, 2)}))

    assert hooks_with(Mis()).yip_calendar("school").closed == {date(2026, 3, 2)}


@pytest.mark.parametrize(
    "rubbish",
    [
        Calendar(holidays=[date(2026, 3, 2)]),
        Calendar(terms=((date(2026, 3, 2),),)),
        Calendar(opens="08:30"),
        {"opens": "08:30"},
        LookupError,
    ],
)
def test_yip_calendar_of_a_failing_plugin_is_passed_over(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_calendar(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    hooks = hooks_with(Broken())
    assert hooks.yip_calendar("school").holidays
    assert sum(hooks.failures.values()) == 1
