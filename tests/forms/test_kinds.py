"""What holds for every kind of question."""

import pytest
from wtforms import StringField
from wtforms.validators import Length

from tests.builder.paper import AMY, KINDS, ask, drawn, fill, page
from yipplugin.fieldtype import FieldType
from yipplugin.form import Choice, Question

CHOICES = (Choice("a", "Apple"), Choice("b", "Beet"))
COUSIN = {
    "ref": "other:ab12cd34",
    "name": "C",
    "kind": "other",
    "relation": "",
    "age_band": "unknown",
}
PUPIL = {
    "ref": "pupil:1",
    "name": "Amy Ash",
    "kind": "pupil",
    "born": None,
    "year": "9",
    "group": "9B",
    "flags": {},
}
NOTED = {
    "note": "12",
    "at": "2026-03-03T02:10:00+00:00",
    "trust": "verified",
    "contact": {
        "org": "Front door",
        "role": "duty desk",
        "phone": "0114 496 0001",
        "email": "",
        "form_url": "",
        "url": "",
        "verified_on": "2026-02-20",
        "verified_by": "Duty manager",
    },
}
COLUMNS = (Question("c", "short text", "Column"),)
ANSWERS = {
    "short text": "told",
    "long text": "told\n\nby Amy",
    "yes no unknown": "unknown",
    "yes no": "no",
    "one of": "b",
    "several of": ["a", "b"],
    "date": "2026-03-03",
    "date and time": "2026-03-03T14:05",
    "number": 1234.5,
    "person": PUPIL,
    "other person": COUSIN,
    "contact": NOTED,
    "declaration": "yes",
    "table": [{"c": "one"}, {"c": "two"}],
}

AROUND = {"people": [AMY], "contacts": [NOTED]}


def question(kind, **more):
    made = {"choices": CHOICES} if KINDS[kind].offers_choices else {}
    made |= {"questions": COLUMNS} if KINDS[kind].asks_in_rows else {}
    return Question("q", kind, "What?", **made, **more)


def test_every_kind_of_the_notation_is_there_and_no_other():
    assert set(KINDS) == {*ANSWERS, "signature", "guidance"}


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_kept_answer_opens_typed_in_and_is_kept_again_as_it_was(kind):
    filling = fill(question(kind), kept={"q": ANSWERS[kind]}, **AROUND)
    assert filling.validate(), filling.summary
    assert filling.answers() == {"q": ANSWERS[kind]}
    posted = page(filling).sent()
    again = fill(question(kind), posted=posted, **AROUND)
    assert again.validate(), again.summary
    assert again.answers() == {"q": ANSWERS[kind]}
    draft = fill(question(kind), posted=[tuple(pair) for pair in again.raw()], **AROUND)
    assert draft.answers() == {"q": ANSWERS[kind]}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_shown_in_words(kind):
    words = KINDS[kind].show(question(kind), ANSWERS[kind])
    assert words
    assert "{" not in words


@pytest.mark.parametrize("kind", KINDS)
def test_a_fresh_page_shows_no_errors(kind):
    filling = fill(question(kind, required=True))
    assert filling.summary == []
    assert not page(filling).of("yip-error")


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_required_question_that_is_left_out_is_asked_for_at_a_real_input(kind):
    filling = fill(question(kind, required=True), posted=[], **AROUND)
    assert not filling.validate()
    ((anchor, message),) = filling.summary
    assert "What?" in message
    assert page(filling).by_id(anchor).tag in ("input", "textarea")


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_optional_question_may_be_left_out(kind):
    filling = fill(question(kind), posted=[])
    assert filling.validate()
    assert filling.answers() == {}
    assert "(optional)" in drawn(filling)


@pytest.mark.parametrize("kind", KINDS)
def test_an_option_that_the_kind_does_not_know_is_a_problem(kind):
    assert KINDS[kind].problems(question(kind)) == ()
    (problem,) = KINDS[kind].problems(question(kind, options={"colour": "red"}))
    assert problem == f"“{kind}” has no option “colour”"


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("short text", {"max": "many"}),
        ("date", {"not": "tomorrow"}),
        ("date and time", {"min": "1 March"}),
        ("number", {"min": "few"}),
        ("person", {"of": "parent"}),
        ("several of", {"at most": "all"}),
        ("table", {"rows at most": "-1"}),
    ],
)
def test_an_option_that_cannot_be_read_is_a_problem(kind, options):
    ((name, value),) = options.items()
    assert KINDS[kind].problems(question(kind, options=options)) == (
        f"“{name}” cannot be “{value}”",
    )


@pytest.mark.parametrize("kind", ["one of", "several of"])
def test_choices_are_needed_where_there_is_something_to_choose(kind):
    assert KINDS[kind].problems(Question("q", kind)) == (f"“{kind}” needs choices",)


def test_a_table_needs_questions_and_knows_its_rows():
    assert KINDS["table"].problems(Question("q", "table")) == ("“table” needs questions",)
    (problem,) = KINDS["table"].problems(question("table", rows="each teacher"))
    assert "each pupil" in problem


def test_a_declaration_takes_a_tick_and_nothing_else():
    assert ask("declaration", ("", "yes")) == ("", "yes")
    assert ask("declaration", ("", "no")) == ("Tick to confirm: What?", None)


def test_guidance_asks_nothing_and_shows_every_word():
    words = "Do not look.\n\nTell the lead."
    filling = fill(Question("g", "guidance", words, hint="Now", note="Never copy", required=True))
    assert filling.validate()
    assert filling.answers() == {}
    assert filling.raw() == []
    assert [one.text for one in page(filling).elements if one.tag == "p"] == [
        "Do not look.",
        "Tell the lead.",
        "Now",
        "Never copy",
    ]
    assert KINDS["guidance"].show(Question("g", "guidance"), None) == ""


class Shouted(FieldType):
    """A kind that a host adds with WTForms alone."""

    name = "shouted"

    def field(self, question):
        return StringField(question.ask, [Length(max=5)])

    def keep(self, field):
        return (field.data or "").upper()


def test_a_kind_of_a_host_needs_nothing_but_a_wtforms_field():
    kinds = {**KINDS, "shouted": Shouted()}
    shout = Question("q", "shouted", "Shout?", hint="Loud", required=True)
    filling = fill(shout, posted=[("q", "help")], kinds=kinds)
    assert filling.validate()
    assert filling.answers() == {"q": "HELP"}
    assert page(filling).sent() == [("q", "help")]
    assert fill(shout, kept={"q": "HELP"}, kinds=kinds).answers() == {"q": "HELP"}
    wrong = fill(shout, posted=[("q", "too long")], kinds=kinds)
    assert not wrong.validate()
    assert wrong.summary[0][0] == "yip-q"
    assert page(wrong).by_id("yip-q").attrs["aria-describedby"] == "yip-q-hint yip-q-error"
    assert wrong.raw() == [["q", "too long"]]
    assert not fill(shout, posted=[], kinds=kinds).validate()
