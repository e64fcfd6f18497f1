"""The markup of a form: every input has its label, every id is there once."""

import pytest

from tests.builder.paper import AMY, BEN, KINDS, NOW, SIGNER, fill, page
from yipplugin.conditions import AnswerIs
from yipplugin.form import Choice, Question

CHOICES = (Choice("a", "Apple", "a fruit"), Choice("b", "Beet"))
COLUMNS = tuple(
    Question(f"c{number}", kind, f"Column {number}?", hint="In the row", choices=CHOICES)
    for number, kind in enumerate(
        ("short text", "several of", "person", "other person", "date", "long text")
    )
)


def everything():
    for number, kind in enumerate(KINDS):
        yield Question(
            f"q{number}",
            kind,
            f"Question {number}?",
            hint="A hint",
            note="A note",
            required=number % 2 == 0,
            when=AnswerIs("q2", ("yes",)) if number > 4 else None,
            choices=CHOICES,
            questions=COLUMNS if kind == "table" else (),
        )
    yield Question("each", "table", "Each", rows="each pupil", questions=COLUMNS)


class Said:
    says, lifted_by, clause = "Not now.", "Something lifts it.", "G1"


FRESH = {"people": [AMY, BEN], "signer": SIGNER, "texts": {"q0": [Said()], "q4": [Said()]}}
PAGES = {
    "fresh": FRESH,
    "wrong": {**FRESH, "posted": [("q6-day", "x"), ("q13-0-c0", "x" * 300), ("q2", "yes")]},
    "empty": {"posted": []},
    "refused": {**FRESH, "refused": {"q4": {"b": [Said()]}}, "confirmed_at": NOW},
}


@pytest.fixture(params=PAGES)
def shown(request):
    filling = fill(*everything(), **PAGES[request.param])
    if request.param != "fresh":
        filling.validate()
    if request.param == "wrong":
        filling.adjust({"_find": "q9"})
    return page(filling)


def test_every_id_is_there_once(shown):
    assert len(shown.ids()) == len(set(shown.ids()))


def test_everything_that_describes_an_input_is_there(shown):
    ids = set(shown.ids())
    for one in shown.elements:
        for attribute in ("aria-describedby", "aria-labelledby"):
            said = one.attrs.get(attribute)
            assert said is None or (said.split() and set(said.split()) <= ids), one.attrs


def test_every_input_has_one_label_with_words(shown):
    labels = [one for one in shown.elements if one.tag == "label"]
    assert all(one.text.strip() for one in labels)
    named = [one.attrs["for"] for one in labels]
    for one in shown.inputs():
        if one.attrs.get("type") != "hidden":
            assert named.count(one.attrs["id"]) == 1, one.attrs
    assert set(named) <= set(shown.ids())


def test_every_choice_is_described_by_its_own_hint(shown):
    hinted = [one for one in shown.inputs() if one.attrs.get("value") == "a"]
    assert hinted
    for one in hinted:
        assert shown.by_id(one.attrs["aria-describedby"]).text == "a fruit"


def test_every_group_begins_with_its_question(shown):
    for place, one in enumerate(shown.elements):
        if one.tag == "fieldset":
            assert shown.elements[place + 1].tag == "legend"
            assert shown.elements[place + 1].text.strip()


def test_every_link_of_the_summary_leads_somewhere(shown):
    for one in shown.elements:
        if one.tag == "a":
            assert one.attrs["href"][1:] in shown.ids()


def test_every_error_says_that_it_is_one(shown):
    assert all(one.text.startswith("Error: ") for one in shown.of("yip-error"))


def test_there_is_no_script_no_style_and_no_way_to_send_a_file(shown):
    for one in shown.elements:
        assert one.tag not in ("script", "style", "img", "iframe")
        assert not any(name == "style" or name.startswith("on") for name in one.attrs)
        assert one.attrs.get("type") != "file"


def test_only_inputs_of_ours_have_names_and_every_class_is_ours(shown):
    for one in shown.elements:
        assert all(name.startswith("yip-") for name in one.attrs.get("class", "").split())
        assert one.attrs.get("id", "yip-").startswith("yip-")
        assert "required" not in one.attrs, "the server says what is missing, in words"


def test_what_people_and_authors_write_is_never_markup():
    nasty = "<b onclick=x>&\"'{{ 7 * 7 }}"
    question = Question("q", "one of", nasty, nasty, nasty, choices=(Choice("a", nasty, nasty),))
    filling = fill(
        question,
        Question("t", "long text", nasty, options={"max": "1"}),
        posted=[("t", nasty), ("q", nasty)],
    )
    filling.validate()
    shown = page(filling)
    assert not [one for one in shown.elements if one.tag == "b"]
    assert "".join(shown.text).count(nasty) >= 6
