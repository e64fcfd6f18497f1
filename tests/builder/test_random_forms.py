"""Whatever a form asks and whatever is posted to it: nothing raises, nothing hidden is kept."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builder.paper import AMY, BEN, KINDS, drawn, fill, form_of, page
from yipplugin.builder.showing import shown
from yipplugin.conditions import (
    All,
    AnswerGiven,
    AnswerIs,
    Any_,
    Not,
    Truth,
    evaluate,
    over_answers,
)
from yipplugin.form import Choice, Question
from yipplugin.values import Person

EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True)
"""A page is drawn for each example, so a slow machine may take its time."""

KEYS = ("a", "b", "c", "d", "e", "f")
WORDS = ("yes", "no", "unknown", "x", "y", "3")
PEOPLE = (AMY, BEN, Person("other:ab12cd34", "C", kind="other"))
ENDINGS = ("", "-day", "-month", "-year", "-time", "-find", "-name", "-relation", "-age_band")
ENDINGS += ("-ref", "-password", "-0-a", "-0-b", "-1-a", "-1-a-day", "-0-row_for", "-1-row_for")
TYPED = st.sampled_from((*WORDS, "", " ", "pupil:1", "2026", "14:05", "18_over")) | st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30
)


def conditions():
    leaves = st.builds(
        AnswerIs,
        st.sampled_from(KEYS),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(tuple),
    ) | st.builds(AnswerGiven, st.sampled_from(KEYS))
    return st.recursive(
        leaves,
        lambda inner: (
            st.builds(Not, inner)
            | st.builds(All, st.lists(inner, max_size=3).map(tuple))
            | st.builds(Any_, st.lists(inner, max_size=3).map(tuple))
        ),
        max_leaves=4,
    )


@st.composite
def questions(draw, kinds=tuple(KINDS), keys=KEYS):
    made = []
    for key in draw(st.lists(st.sampled_from(keys), unique=True, min_size=1)):
        kind = draw(st.sampled_from(kinds))
        table = kind == "table"
        plain = tuple(name for name in KINDS if name not in ("table", "signature"))
        made.append(
            Question(
                key,
                kind,
                f"Question {key}?",
                hint=draw(st.sampled_from(("", "A hint"))),
                required=draw(st.booleans()),
                when=draw(st.none() | conditions()),
                choices=(Choice("x", "X"), Choice("y", "Y"), Choice("unknown", "Not known"))
                if KINDS[kind].offers_choices
                else (),
                questions=tuple(draw(questions(plain, ("a", "b")))) if table else (),
                rows=draw(st.sampled_from(("", "each pupil"))) if table else "",
            )
        )
    return made


POSTS = st.lists(
    st.tuples(st.tuples(st.sampled_from(KEYS), st.sampled_from(ENDINGS)).map("".join), TYPED),
    max_size=25,
)


def find(kind, text):
    return [one for one in PEOPLE if one.kind == kind]


def get(kind, ref):
    return next((one for one in PEOPLE if one.ref == ref and one.kind == kind), None)


def filled(made, posted):
    return fill(*made, posted=posted, people=PEOPLE[:2], find=find, get=get)


@EXAMPLES
@given(questions(), POSTS)
def test_nothing_that_is_posted_to_any_form_raises(made, posted):
    filling = filled(made, posted)
    valid = filling.validate()
    assert valid is (filling.summary == [])
    answers = json.loads(json.dumps(filling.answers()))
    list(shown(form_of(*made), answers, KINDS, PEOPLE))
    result = page(filling)
    assert len(result.ids()) == len(set(result.ids()))
    assert {anchor for anchor, _ in filling.summary} <= set(result.ids())


@EXAMPLES
@given(questions(), POSTS)
def test_a_hidden_answer_is_never_kept_and_never_missed(made, posted):
    filling = filled(made, posted)
    filling.validate()
    kept = filling.answers()
    for question in made:
        if question.when is None or question.key not in kept:
            continue
        # Only a fault elsewhere may stand for an answer that is not among those kept.
        faulty = [key for key in filling.part.faults if key != question.key]
        held = over_answers(question.when, kept).truth
        assert held is Truth.YES or faulty, question
    wrong = {anchor.split("-")[1] for anchor, _ in filling.summary}
    hidden = {question.key for question in made} - filling.part.shown
    assert not wrong & hidden
    assert not set(kept) & hidden


@EXAMPLES
@given(questions(), POSTS)
def test_what_was_typed_always_comes_back(made, posted):
    filling = filled(made, posted)
    filling.validate()
    draft = [tuple(pair) for pair in filling.raw()]
    known = {name for name, _ in draft}
    visible = page(filling).sent()
    for name, value in draft:
        if not name.endswith(("-ref", "-row_for")):
            assert (name, value) in posted
    text = [one for one in made if one.kind in ("short text", "long text", "number")]
    for question in text:
        first = next((value for name, value in posted if name == question.key), "")
        assert (question.key, first) in visible
        assert not first or question.key in known
    again = filled(made, draft)
    again.validate()
    assert again.raw() == filling.raw()
    assert again.answers() == filling.answers()
    if not any(one.kind == "signature" for one in made):
        # A password is in no draft, so it is asked for once more.
        assert again.summary == filling.summary


@EXAMPLES
@given(questions(), POSTS)
def test_kept_answers_open_typed_in_and_are_kept_again(made, posted):
    first = filled(made, posted)
    first.validate()
    kept = first.answers()
    again = fill(*made, kept=kept, people=PEOPLE[:2], find=find, get=get)
    again.validate()
    if first.summary == []:
        assert again.answers() == kept


@EXAMPLES
@given(questions(), POSTS, st.sampled_from(("_add", "_remove", "_find", "_enter")), TYPED)
def test_no_button_loses_what_was_typed(made, posted, button, value):
    filling = filled(made, posted)
    before = filling.raw()
    pressed = {button: value}
    filling.adjust(pressed)
    if button != "_remove":
        assert filling.raw() == before
    drawn(filling)


@EXAMPLES
@given(conditions(), st.dictionaries(st.sampled_from(KEYS), st.sampled_from(WORDS)))
def test_a_condition_and_its_opposite_never_both_hold(condition, answers):
    held = over_answers(condition, answers)
    turned = over_answers(Not(condition), answers)
    assert not (held.holds and turned.holds)
    assert (held.truth is Truth.UNKNOWN) is (turned.truth is Truth.UNKNOWN)
    assert evaluate(Not(Not(condition)), lambda one: over_answers(one, answers)).truth is held.truth
