"""Every authority of England is found, by code and by name, on the days on which it served."""

from datetime import date

import pytest

from yipplugin.authorities import (
    area_name,
    authorities,
    find,
    find_force,
    force_name,
    forces,
    near,
)


def test_a_hundred_and_fifty_three_serve_today_and_the_thirty_nine_forces_with_them():
    today = date(2026, 11, 25)
    assert sum(one.serves(today) for one in authorities().values()) == 153
    assert len(forces()) == 39
    assert all(one.force for one in authorities().values())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("372", "372"),
        ("e08000018", "372"),
        ("Rotherham", "372"),
        ("rotherham metropolitan borough council", "372"),
        ("Oxfordshire County Council", "931"),
        ("Brighton & Hove", "846"),
        ("Dorset", "838"),
        ("Kingston upon Hull", "810"),
        ("Cumbria", "909"),
    ],
)
def test_an_authority_is_found_however_it_is_written(text, code):
    assert find(text).code == code


def test_what_is_no_authority_is_not_found_and_a_near_name_is_offered():
    assert find("Rotheram") is None
    assert near("Rotheram") == "Rotherham"
    assert find("") is None


def test_an_authority_serves_until_it_is_replaced_and_those_after_it_from_then_on():
    cumbria, cumberland = find("Cumbria"), find("Cumberland")
    assert cumbria.serves(date(2023, 3, 31))
    assert not cumbria.serves(date(2023, 4, 1))
    assert not cumberland.serves(date(2023, 3, 31))
    assert cumberland.serves(date(2023, 4, 1))
    assert set(cumbria.replaced_by) == {"942", "943"}
    for one in authorities().values():
        assert all(new in authorities() for new in one.replaced_by)


def test_a_force_is_found_and_named():
    assert find_force("Thames Valley Police") == "thames-valley"
    assert find_force("Atlantis") == ""
    assert force_name("devon-and-cornwall") == "Devon and Cornwall Police"
    assert [area_name(one) for one in ("la:372", "la:000", "force:kent", "england")] == [
        "Rotherham",
        "authority 000",
        "Kent Police",
        "England",
    ]
