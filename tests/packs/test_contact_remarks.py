"""What is allowed in a contact pack and seldom meant is remarked on, and what is meant is not."""

from dataclasses import replace
from datetime import date

import pytest

from yipplugin.contact import ALWAYS, ContactPack, Hours, Route, Span
from yipplugin.packs.contacts.remarks import remarks

TODAY = date(2026, 12, 1)
OFFICE = Hours(((Span(510, 1020),),) * 5 + ((),) * 2, ())
NIGHTS = replace(OFFICE, outside=True)
FRONT = Route("r/front", "csc_front_door", "Front", phone="0114 496 0001", hours=OFFICE)
NIGHT = Route("r/night", "csc_out_of_hours", "Night", phone="0114 496 0002", hours=NIGHTS)
OFFICER = Route("r/lado", "lado", "Officer", phone="0114 496 0003", hours=OFFICE)


def told(*routes):
    routes = tuple(replace(one, areas=("la:857",)) for one in routes)
    pack = ContactPack("r", 1, "R", "R", "a@r.example", ("la:857",), date(2026, 1, 1), routes)
    return list(remarks(pack, TODAY))


def test_a_pack_with_somebody_there_at_any_time_draws_no_remark():
    assert told(FRONT, NIGHT, OFFICER) == []
    assert told(replace(FRONT, hours=ALWAYS)) == []
    assert told(OFFICER) == []


def test_times_with_nobody_there_are_named_and_then_counted():
    weekend = Hours(((Span(0, 1440),),) * 5 + ((),) * 2, None)
    care = "Nobody is there for children’s social care on a"
    assert told(replace(FRONT, hours=weekend)) == [
        f"{care} Saturday. Is that meant?",
        f"{care} Sunday. Is that meant?",
    ]
    found = told(FRONT)
    assert found[0] == f"{care} Monday, midnight to 8:30am. Is that meant?"
    assert found[-1] == "Nor at 9 other times of the week."


@pytest.mark.parametrize(
    ("route", "says"),
    [
        (
            replace(FRONT, hours=Hours(((Span(990, 1950),),) * 7)),
            "Front is there past midnight for more than half a day. Is that meant?",
        ),
        (
            replace(OFFICER, phone="999"),
            "Officer has the number 999, which every page shows first anyway.",
        ),
        (
            replace(OFFICER, secure=True),
            "Officer: mail is said to be secure, and there is no e-mail address.",
        ),
        (
            replace(FRONT, phone="", email="a@r.example"),
            "Front can only be written to: a child at risk needs somebody to ring.",
        ),
        (
            replace(OFFICER, verified_on=date(2027, 1, 2), verified_by="Jo"),
            "Officer: the check on Saturday 2 January 2027 is still to come.",
        ),
        (
            replace(OFFICER, verified_on=date(2025, 1, 2), verified_by="Jo"),
            "Officer was checked too long ago.",
        ),
    ],
)
def test_what_is_seldom_meant_is_said(route, says):
    assert says in told(route, replace(FRONT, ref="r/all", hours=ALWAYS), NIGHT)


def test_hours_past_midnight_and_checks_that_were_made_are_as_they_should_be():
    evening = Hours(((Span(1080, 1500),),) * 7)
    checked = replace(OFFICER, hours=evening, verified_on=TODAY, verified_by="Jo")
    assert told(checked, replace(FRONT, hours=ALWAYS)) == []
