from datetime import date

import pytest

from yipplugin.demo.calendar import school_dates


@pytest.mark.parametrize(
    ("day", "next_day"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),  # a Sunday
        (date(2026, 10, 24), date(2026, 11, 2)),  # half term
        (date(2026, 12, 19), date(2027, 1, 5)),  # Christmas, then an INSET day
        (date(2027, 5, 3), date(2027, 5, 4)),  # a bank holiday in term
        (date(2030, 6, 5), date(2030, 6, 5)),  # beyond what the office has typed
    ],
)
def test_the_next_school_day_passes_over_what_is_closed(day, next_day):
    assert school_dates().next_open(day) == next_day


def test_inset_days_and_bank_holidays_are_weekdays():
    dates = school_dates()
    assert all(day.weekday() < 5 for day in dates.inset | dates.bank_holidays)
