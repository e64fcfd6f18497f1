"""The week ahead of a contact, in words and in bars, over bank holidays and changed clocks."""

from tests.services.contacts import at
from yipplugin.contact import ALWAYS, Hours, Span
from yipplugin.web.week import WIDE, week

OFFICE = Hours(((Span(510, 1020),),) * 5 + ((),) * 2, ())


def test_each_day_says_when_somebody_is_there():
    found = week(OFFICE, at("2026-12-24T15:00"))
    assert [(one.name, one.says) for one in found] == [
        ("Thu 24 December", "8:30am to 5pm"),
        ("Fri 25 December, bank holiday", "closed"),
        ("Sat 26 December, bank holiday", "closed"),
        ("Sun 27 December", "closed"),
        ("Mon 28 December, bank holiday", "closed"),
        ("Tue 29 December", "8:30am to 5pm"),
        ("Wed 30 December", "8:30am to 5pm"),
    ]
    assert found[0].bars == ((34, 34),)


def test_a_night_is_in_both_of_its_days_and_no_bar_leaves_its_day():
    for moment in ("2026-03-27T12:00", "2026-10-23T12:00", "2026-06-01T12:00"):
        found = week(Hours(OFFICE.weekly, (), outside=True), at(moment))
        assert all(0 <= x and x + width <= WIDE for one in found for x, width in one.bars)
    assert found[0].says == "midnight to 8:30am, 5pm to midnight"
    assert found[5].says == "all day"


def test_whoever_is_always_there_needs_no_week():
    assert week(ALWAYS, at("2026-03-27T12:00")) == ()
