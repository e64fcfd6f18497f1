"""A number is one that can be rung, is dialled as it stands, and can be read aloud."""

import pytest

from yipplugin import phones


@pytest.mark.parametrize(
    ("typed", "written", "link"),
    [
        ("0345 050 7666", "0345 050 7666", "tel:+443450507666"),
        ("01709336080", "01709 336080", "tel:+441709336080"),
        ("+44 1709 336080", "01709 336080", "tel:+441709336080"),
        ("0345 6000 459", "0345 6000 459", "tel:+443456000459"),
        ("0800 1111", "0800 1111", "tel:+448001111"),
        ("101", "101", "tel:101"),
        ("999", "999", "tel:999"),
        ("116 123", "116 123", "tel:116123"),
        ("01709 336080 ext 12", "01709 336080 ext. 12", "tel:+441709336080;ext=12"),
    ],
)
def test_a_number_is_written_as_people_do_and_dialled(typed, written, link):
    assert phones.checked(typed) == written
    assert phones.link(written) == link
    assert phones.checked(written) == written


@pytest.mark.parametrize(
    "typed",
    ["", "MASH", "0345", "01709 3360801234", "01709 33608O", "0345 050 7666 or 101", "+33 1 42 68"],
)
def test_what_cannot_be_rung_is_refused_with_what_to_write(typed):
    with pytest.raises(phones.BadNumber, match="Write it as people dial it"):
        phones.checked(typed)


def test_a_number_is_read_aloud_group_by_group():
    assert phones.aloud("0345 050 7666") == (
        "zero three four five, zero five zero, seven six six six"
    )
    assert phones.aloud("999") == "nine nine nine"
    assert phones.aloud("01709 336080 ext. 12").endswith(", extension one two")
