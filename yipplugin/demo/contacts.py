"""Whom Ashgrove calls: made-up people, on numbers that are kept free for stories and films."""

from dataclasses import replace
from datetime import date

from yipplugin import Hours, Route, Span

_TO_FIVE, _TO_HALF_PAST_FOUR = (Span(525, 1020),), (Span(525, 990),)
OFFICE = Hours((*(_TO_FIVE,) * 4, _TO_HALF_PAST_FOUR, (), ()), bank_holidays=())
"""From a quarter to nine until five, on Fridays until half past four."""

NIGHTS = Hours(OFFICE.weekly, OFFICE.bank_holidays, outside=True)

COUNCIL = "Marlbeck Council (made up)"


RUNG = (
    Route(
        "front-door",
        "csc_front_door",
        "Marlbeck front door",
        role="duty social worker",
        phone="0114 496 0117",
        hours=OFFICE,
    ),
    Route(
        "night-team",
        "csc_out_of_hours",
        "Marlbeck night team",
        phone="0114 496 0118",
        hours=NIGHTS,
    ),
    Route(
        "designated-officer",
        "lado",
        "Marlbeck designated officer",
        phone="0114 496 0125",
        hours=OFFICE,
    ),
)
OFFICER = Route(
    "safer-schools",
    "police_non_emergency",
    "Safer schools officer",
    role="PC Imogen Ashworth-Vale",
    phone="0114 496 0142",
    hours=OFFICE,
    notes="Where nobody answers, call 101.",
    order=40,
    source="the demonstration",
    owner="Marlbeck Police (made up)",
)
"""Nobody has rung the officer yet, so that the page shows what it says then."""


def routes(checked: date) -> list[Route]:
    """Return everyone; ``checked`` is the day on which the office rang the council."""
    council = (
        replace(
            one,
            source="the demonstration",
            owner=COUNCIL,
            verified_on=checked,
            verified_by="the school office",
        )
        for one in RUNG
    )
    return [*council, OFFICER]
