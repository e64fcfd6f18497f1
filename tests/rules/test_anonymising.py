"""Names are taken out of text however they are spelled, and nothing else is."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.rules.anonymising import Anonymiser, Found, Named
from yipplugin.rules.names import folded, names_somebody
from yipplugin.rules.perhaps import perhaps

ROBIN, KIT = Named("Robin Ash", ""), Named("Kit Moss", "young person A")
ZOE, PAT = Named("Zoë O'Brien-Smith", "member of staff 1"), Named("Pat Ash", "other person A")
JO, LEE = Named("Jo Birch", "young person B"), Named("Lee Moss", "young person C")
HALL = Named("Spoke to Ms Hall at school, ref 12", "other person C", typed=True)
CLUB = Named("Boy from the club, Jez", "other person B", typed=True)


def take(text, *people):
    return Anonymiser(people or (ROBIN, KIT, ZOE, PAT, JO, CLUB, HALL))(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("I saw Kit Moss.", "I saw young person A."),
        ("Kit Moss ran. KIT ran.", "Young person A ran. Young person A ran."),
        ("It was Kit's, moss’s and Mosses", "It was young person A’s, young person A’s and Mosses"),
        ("in Kits bag", "in young person A’s bag"),
        ("with Mr Moss, K. Moss and K Moss",
         "with young person A, young person A and young person A"),
        ("to kit_moss2012 and kit.moss@x.org", "to young person A2012 and young person A@x.org"),
        ("called kitmoss or KitMoss", "called young person A or young person A"),
        ("ask Zoe, Zoë or Zoe\u0308", "ask member of staff 1, member of staff 1 or "
         "member of staff 1"),
        ("ask O'Brien-Smith, OBrien Smith", "ask member of staff 1, member of staff 1"),
        ("ask Ms O’Brien or OBrien", "ask member of staff 1 or member of staff 1"),
        ("ask Dr. Zoë O'Brien-Smith", "ask member of staff 1"),
        ("he hid Ki\u00adt", "he hid young person A"),
        ("she met Jo, so jolly", "she met young person B, so jolly"),
        ("I think Jez did", "I think other person B did"),
        ("we spoke at school to hall", "we spoke at school to other person C"),
        ("a boy from the chess club", "a boy from the chess club"),
        ("kitchen, mossy, Ashgrove", "kitchen, mossy, Ashgrove"),
        ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_written(text, left):
    assert take(text) == left


def test_the_person_it_is_about_stays_named_and_what_others_share_is_told():
    names = Anonymiser((ROBIN, PAT))
    assert names("Robin Ash, Robin and Mrs Ash; Pat Ash and P. Ash") == (
        "Robin Ash, Robin and Mrs Ash; other person A and other person A"
    )
    assert +names.stays == {"Ash": 1}


def test_a_name_that_several_have_stands_for_each_of_them():
    assert take("Moss did, L. Moss did", KIT, LEE) == (
        "Young person A or young person C did, young person C did"
    )


def test_what_was_found_is_told_as_it_was_spelled():
    names = Anonymiser((KIT, ZOE))
    names("Kit saw kit. Zoe\u0301 no, Zoë yes. Kit.")
    assert names.found == (
        Found("Zoé", 1, "member of staff 1"),
        Found("Zoë", 1, "member of staff 1"),
        Found("Kit", 2, "young person A"),
        Found("kit", 1, "young person A"),
    )


def test_nobody_to_take_out_leaves_the_text():
    assert Anonymiser(())("Kit Moss") == "Kit Moss"


@pytest.mark.parametrize(
    ("typed", "is_name"),
    [("her mother", False), ("Mother, Ms Hall", True), ("", False), ("PC 4471", False)],
)
def test_a_description_is_no_name(typed, is_name):
    assert names_somebody(typed) is is_name


def test_what_is_left_and_may_say_who_somebody_is_is_told():
    left = perhaps(
        [
            "Yesterday we met Mrs Green at Tesco on Mondays. Nobody knew of Robin.",
            "call 07700 900123, write to x@y.org or @somebody_1, see www.example.org now",
            "green is fine",
        ],
        ["Robin Ash"],
    )
    assert left == ("07700 900123", "@somebody_1", "Tesco", "www.example.org", "x@y.org")


LETTERS = st.sampled_from("abdefgijklmnoprstuyzéøßñœ")
PART = st.text(LETTERS, min_size=1, max_size=7).map(str.capitalize)
NAME = st.builds(
    lambda parts, joints: "".join(a + b for a, b in zip(parts, [*joints, ""], strict=False)),
    st.lists(PART, min_size=1, max_size=3),
    st.lists(st.sampled_from([" ", "-", "'", " "]), min_size=2, max_size=2),
).map(lambda name: name.rstrip(" -'"))


def spellings(name):
    """Return ways in which people write a name."""
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)
    )
    return st.sampled_from(
        [
            name, name.lower(), name.upper(), plain, f"{name}'s", f"{name}’s", f"Mr {name}",
            name.replace("'", "’"), name.replace("-", " "), f"“{name}”", f"{name},", f"({name})",
            unicodedata.normalize("NFD", name), f"{name[0]}\u00ad{name[1:]}", f"{name}_2012",
            f"@{name.replace(' ', '')}", name.replace(" ", "\u00a0"), name.replace(" ", "  "),
            *re.split(r"[ '-]", name), *(f"{part}'s" for part in name.split()),
        ]
    )  # fmt: skip


def words_of(text):
    """Return the words of a text as nobody's spelling can hide them."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    seen = "".join(one for one in plain if unicodedata.category(one)[0] not in "MC" or one == "\n")
    return set(re.findall(r"[^\W\d_]+", seen))


@given(st.data())
def test_no_name_and_no_part_of_three_letters_is_left(data):
    names = data.draw(st.lists(NAME, min_size=1, max_size=5, unique=True))
    subject = data.draw(st.sampled_from([None, NAME]))
    about = data.draw(subject) if subject is not None else ""
    people = [Named(name, f"#{place}") for place, name in enumerate(names)]
    if about:
        people.append(Named(about, ""))
    written = data.draw(st.lists(st.sampled_from(names).flatmap(spellings), max_size=8))
    left = Anonymiser(people)(data.draw(st.sampled_from([" ", " and ", ". ", "\n"])).join(written))
    kept = words_of(about)
    for name in names:
        parts = {one for one in words_of(name) if len(one) >= 3}
        assert not (parts - kept) & words_of(left), (name, left)


@given(st.lists(NAME, max_size=4), st.text(st.sampled_from("αβγδ чшщ 0123 .,'-_\n’s")))
def test_a_text_without_a_name_stays_as_it_is(names, text):
    assert Anonymiser(Named(name, "#") for name in names)(text) == text


@given(st.text())
def test_folding_keeps_every_place(text):
    plain, places = folded(text)
    assert len(places) == len(plain) + 1
    assert places == sorted(places)
