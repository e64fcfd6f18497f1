"""A submission is judged as a whole: what was split over its answers is found in each of them."""

import base64
import textwrap
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.imagery.pictures import KINDS, picture, traces
from yipplugin.errors import ImageryRefused, YipError
from yipplugin.imagery import (
    A_KEY,
    REMOVED,
    refuse_images,
    where_images_are,
    without_images_in,
)

CODES = {
    "base64": lambda data: base64.b64encode(data).decode(),
    "base64 for addresses": lambda data: base64.urlsafe_b64encode(data).decode(),
    "hexadecimal": lambda data: data.hex(),
    "hexadecimal in pairs": lambda data: data.hex(" "),
}
BESIDE = {
    "danger": "no",
    "count": 3,
    "known": None,
    "on": "2026-03-02",
    "who": {"ref": "3f2504e0-4f89-41d3-9a0c-0305e82c3301", "name": "Robin McLean", "flags": {}},
    "said": "He was on WhatsApp and TikTok with an iPhone12 in Year 9B.",
}
PICTURE = CODES["base64"](picture("PNG"))


def split(code, count):
    size = -(-len(code) // count)
    return [code[at : at + size] for at in range(0, len(code), size)]


@pytest.mark.parametrize("count", [2, 3, 7])
@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_split_over_fields_is_taken_out_of_each(kind, code, count):
    pieces = split(code(picture(kind)), count)
    typed = {**BESIDE, "rows": [{"note": piece, "tell": "no"} for piece in pieces], "end": "Yes."}
    cleaned = without_images_in(typed)
    assert [one for one in traces(kind) if one in repr(cleaned).encode()] == []
    assert [row["tell"] for row in cleaned["rows"]] == ["no"] * count
    assert {key: cleaned[key] for key in BESIDE} == BESIDE
    assert cleaned["end"] == "Yes."


@pytest.mark.parametrize("kind", KINDS)
def test_so_is_one_that_is_split_over_the_rows_of_a_table_line_by_line(kind):
    lines = textwrap.wrap(CODES["base64"](picture(kind)), 20)
    cleaned = [row["note"] for row in without_images_in([{"note": line} for line in lines])]
    # A last line may be as short as a word, and stay.
    assert {*cleaned} <= {REMOVED, lines[-1]}
    assert cleaned[0] == cleaned[1] == REMOVED


def test_a_beginning_that_is_cut_in_two_is_found():
    typed = [PICTURE[:4], "no", PICTURE[4:40], "She said so.", PICTURE[40:]]
    assert without_images_in(typed) == [PICTURE[:4], "no", REMOVED, "She said so.", REMOVED]


def test_the_second_half_is_found_where_it_comes_first():
    half = len(PICTURE) // 2
    assert without_images_in([PICTURE[half:], "then", PICTURE[:half]]) == [REMOVED, "then", REMOVED]


def test_pairs_of_a_draft_are_judged_together_too():
    typed = [["account", PICTURE[:300]], ["pupils-0-person", "pupil:1"], ["where", PICTURE[300:]]]
    assert without_images_in(typed) == [
        ["account", REMOVED],
        ["pupils-0-person", "pupil:1"],
        ["where", REMOVED],
    ]


def test_the_names_of_things_are_looked_at_as_well():
    typed = {PICTURE: "x", "fine": {PICTURE: 1, f"{PICTURE} ": 2}}
    cleaned = without_images_in(typed)
    assert list(cleaned) == [REMOVED, "fine"]
    assert len(cleaned["fine"]) == 2
    assert PICTURE[:20] not in repr(cleaned)


def test_what_is_no_text_stays_as_it_is():
    value = {"a": [1, 2.5, None, True, date(2026, 3, 2)], "b": ("x", "y"), 3: "z"}
    assert without_images_in(value) == value
    assert without_images_in("") == ""


def test_it_is_told_where_image_data_stands_and_not_what():
    typed = {
        "answers": {"account": "Nothing", "pupils": [{"notes": "No"}, {"notes": PICTURE}]},
        "reasons": {"DEC-1": "Because", f"x{PICTURE}": "Because"},
        "reason": "<img src=x>",
    }
    assert where_images_are(typed) == (
        "answers.pupils[1].notes",
        f"reasons.{A_KEY}",
        "reason",
    )


def test_nothing_is_told_of_what_holds_none():
    assert where_images_are(BESIDE) == ()
    assert refuse_images(answers=BESIDE, reason="Because", reasons={}) is None


def test_a_service_refuses_with_the_law_and_what_to_do_and_without_the_text():
    with pytest.raises(ImageryRefused) as refused:
        refuse_images(answers={"account": f"See {PICTURE}"}, reason="", reasons={"DEC-1": "Yes"})
    assert isinstance(refused.value, YipError)
    assert refused.value.paths == ("answers.account",)
    said = str(refused.value)
    assert "criminal offence" in said
    assert "say in words" in said
    assert PICTURE[:12] not in repr(refused.value)


def test_what_is_split_between_the_answers_and_the_reason_is_refused():
    with pytest.raises(ImageryRefused) as refused:
        refuse_images(answers={"account": PICTURE[:200]}, reason=PICTURE[200:], reasons={})
    assert refused.value.paths == ("answers.account", "reason")


TYPED = st.recursive(
    st.one_of(
        st.text(max_size=30),
        st.sampled_from([*split(PICTURE, 3), PICTURE[:4], PICTURE[4:], "<img src=x>", "no", "9B"]),
        st.none() | st.integers() | st.booleans(),
    ),
    lambda inside: (
        st.lists(inside, max_size=4) | st.dictionaries(st.text(max_size=9), inside, max_size=4)
    ),
    max_leaves=12,
)  # fmt: skip


@given(TYPED)
def test_what_the_pages_take_out_the_services_never_meet(typed):
    cleaned = without_images_in(typed)
    assert where_images_are(cleaned) == ()
    assert without_images_in(cleaned) == cleaned
