"""Records about one thing follow each other in time as they were signed."""

from dataclasses import replace

import pytest

from tests.rules.small import form, hour, policy, records
from yipplugin.form import Question
from yipplugin.rules.order import out_of_order
from yipplugin.rules.state import State

AT = Question("at", "date and time")
PARCEL = form("parcel", AT, in_order=True)
LOOK = form("look", AT, about="record:parcel", in_order=True)
NOTE = form("remark", AT, about="record:parcel")


def state(*signed):
    """Return a case of records that happened at the hours which they name."""
    known = replace(policy(), forms={one.key: one for one in (PARCEL, LOOK, NOTE)})
    found = State(known)
    for record in happened(*signed):
        found.add(record)
    return found


def happened(*signed):
    return [replace(one, happened_at=hour(one.answers["at"])) for one in records(*signed)]


def parcel(id, at, **rest):
    return (id, "parcel", {"at": at, **rest})


def look(id, at, about="r1", **rest):
    return (id, "look", {"at": at, "about": f"record:{about}", **rest})


@pytest.mark.parametrize(
    ("there", "new", "wrong"),
    [
        ([parcel("r1", 3)], look("r2", 3), False),
        ([parcel("r1", 3)], look("r2", 2), True),
        ([parcel("r1", 3), look("r2", 5)], look("r3", 4), True),
        ([parcel("r1", 3), look("r2", 5)], look("r3", 6), False),
        # what is about another thing, or not kept in order, is no matter
        ([parcel("r1", 3), parcel("r2", 8)], look("r3", 4), False),
        ([parcel("r1", 3), parcel("r2", 1), look("r3", 9, "r2")], look("r4", 4), False),
        (
            [parcel("r1", 3), ("r2", "remark", {"at": 9, "about": "record:r1"})],
            look("r3", 4),
            False,
        ),
        ([parcel("r1", 3)], ("r2", "remark", {"at": 1, "about": "record:r1"}), False),
        # a correction lies between its neighbours, and the thing itself before what is about it
        ([parcel("r1", 3), look("r2", 5), look("r3", 7)], look("r4", 6, supersedes="r2"), False),
        ([parcel("r1", 3), look("r2", 5), look("r3", 7)], look("r4", 8, supersedes="r2"), True),
        ([parcel("r1", 3), look("r2", 5), look("r3", 7)], look("r4", 2, supersedes="r2"), True),
        ([parcel("r1", 3), look("r2", 5)], parcel("r3", 4, supersedes="r1"), False),
        ([parcel("r1", 3), look("r2", 5)], parcel("r3", 6, supersedes="r1"), True),
        # whichever version of it a record names
        ([parcel("r1", 3), parcel("r2", 4, supersedes="r1")], look("r3", 3), True),
        ([parcel("r1", 3), parcel("r2", 2, supersedes="r1")], look("r3", 2, "r2"), False),
        ([], parcel("r1", 3), False),
    ],
)
def test_what_happened_lies_in_the_order_of_signing(there, new, wrong):
    candidate = happened(*there, new)[-1]
    case = state(*there)
    assert out_of_order(case, case.policy.forms[candidate.form], candidate) is wrong


def test_a_record_that_does_not_say_when_it_happened_is_in_no_order():
    candidate = replace(happened(look("r2", 1))[0], happened_at=None)
    assert not out_of_order(state(parcel("r1", 3)), LOOK, candidate)
