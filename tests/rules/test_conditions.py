"""Conditions answer yes, no or unknown; unknown never satisfies a trigger or a gate."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.conditions import (
    All,
    Always,
    AnswerGiven,
    AnswerIs,
    Any_,
    FactIs,
    MayBe,
    Not,
    Truth,
    as_json,
    evaluate,
    over_answers,
    parts,
)

QUESTIONS = ["a", "b", "c"]
readings = st.one_of(
    st.builds(
        AnswerIs, st.sampled_from(QUESTIONS), st.sampled_from([("yes",), ("no",), ("x", "y")])
    ),
    st.builds(AnswerGiven, st.sampled_from(QUESTIONS)),
    st.just(Always()),
)
conditions = st.recursive(
    readings,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Any_, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(MayBe, inner),
    ),
    max_leaves=8,
)
answers = st.dictionaries(
    st.sampled_from(QUESTIONS), st.sampled_from(["yes", "no", "unknown", "", ["x", "z"], []])
)


@given(conditions, answers)
def test_not_turns_round_twice_to_the_same_and_unknown_stays_unknown(condition, given_answers):
    once = over_answers(condition, given_answers).truth
    assert over_answers(Not(Not(condition)), given_answers).truth is once
    turned = over_answers(Not(condition), given_answers).truth
    assert (turned is Truth.UNKNOWN) == (once is Truth.UNKNOWN)


@given(st.lists(conditions, min_size=1, max_size=4), answers)
def test_all_and_any_are_each_others_mirror(items, given_answers):
    both = over_answers(All(tuple(items)), given_answers).truth
    mirror = over_answers(Not(Any_(tuple(Not(one) for one in items))), given_answers).truth
    assert both is mirror


@given(conditions, answers)
def test_may_be_holds_unless_it_is_certainly_not_so(condition, given_answers):
    maybe = over_answers(MayBe(condition), given_answers).truth
    plain = over_answers(condition, given_answers).truth
    assert maybe is (Truth.NO if plain is Truth.NO else Truth.YES)


@pytest.mark.parametrize(
    ("answer", "truth"),
    [
        ("yes", Truth.YES),
        ("no", Truth.NO),
        ("unknown", Truth.UNKNOWN),
        ("", Truth.UNKNOWN),
        (None, Truth.UNKNOWN),
        ([], Truth.UNKNOWN),
        (["yes", "unknown"], Truth.YES),
        (["no", "unknown"], Truth.UNKNOWN),
        (["no"], Truth.NO),
        (True, Truth.YES),
        (False, Truth.NO),
    ],
)
def test_an_answer_of_not_known_is_neither_yes_nor_no(answer, truth):
    assert over_answers(AnswerIs("a", ("yes",)), {"a": answer}).truth is truth
    refused = over_answers(Not(AnswerIs("a", ("yes",))), {"a": answer})
    assert refused.holds == (truth is Truth.NO)


def test_not_known_can_be_asked_for_by_name():
    assert over_answers(AnswerIs("a", ("unknown",)), {"a": "unknown"}).holds


@given(conditions)
def test_every_condition_of_a_form_can_be_sent_to_the_browser(condition):
    assert isinstance(as_json(condition), dict)
    assert next(parts(condition)) == condition


def test_a_form_cannot_read_the_case():
    with pytest.raises(TypeError, match="FactIs"):
        over_answers(FactIs("adult", ("yes",)), {})
    with pytest.raises(TypeError, match="FactIs"):
        as_json(FactIs("adult", ("yes",)))


def test_parts_reach_into_every_kind_of_nesting():
    inner = AnswerGiven("a")
    nested = All((Any_((Not(MayBe(inner)),)), Always()))
    assert inner in set(parts(nested))


def test_reading_stops_at_the_leaf_that_knows():
    asked = []
    evaluate(Any_((Not(AnswerGiven("a")),)), lambda one: asked.append(one) or over_answers(one, {}))
    assert asked == [AnswerGiven("a")]
