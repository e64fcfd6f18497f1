"""What is kept of a pack is what was read of it: the same tree, and nothing beside it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.packs.keeping import digest_of_kept, kept_texts, written
from yipplugin.packs.problems import PackRefused, Problems
from yipplugin.packs.tree import LONGEST_KEY, UNPRINTED, read_tree

PRINTED = st.text(max_size=40).filter(lambda text: not UNPRINTED.search(text))
KEYS = PRINTED.filter(bool)
TREES = st.recursive(
    PRINTED,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(KEYS, inside, max_size=4),
    max_leaves=20,
)


def tree_of(text):
    problems = Problems()
    tree = read_tree("policy.yaml", text, problems)
    assert problems.found == []
    return tree


@given(TREES)
def test_whatever_a_tree_says_it_says_when_it_was_kept(said):
    text = json.dumps(said, ensure_ascii=False)
    assert written(tree_of(text)) == text


def test_what_is_kept_is_kept_the_same_again(texts):
    kept = kept_texts(texts)
    assert kept_texts(kept) == kept
    assert digest_of_kept(kept_texts(kept)) == digest_of_kept(kept_texts(texts))


def test_comments_are_not_kept(texts):
    kept = kept_texts({**texts, "policy.yaml": f"# a comment\n{texts['policy.yaml']}"})
    assert "a comment" not in str(kept)
    assert kept == kept_texts(texts)


def test_the_lock_is_not_kept(texts):
    assert "published.yaml" not in kept_texts({**texts, "published.yaml": "forms: {}"})


def test_yes_and_numbers_stay_the_words_that_they_were():
    assert kept_texts({"a.yaml": "x: yes\ny: 007\nz: ~\n"}) == {
        "a.yaml": '{"x": "yes", "y": "007", "z": "~"}'
    }


def test_what_is_no_yaml_cannot_be_kept():
    with pytest.raises(PackRefused, match="not valid YAML"):
        kept_texts({"policy.yaml": "a: [\n"})


@pytest.mark.parametrize(
    "escape", [r"\0", r"\x07", r"\x1b", r"\x7f", r"\x85", r"\u2028", r"\uFEFF"]
)
def test_what_cannot_be_printed_is_refused_though_yaml_can_say_it(told, escape):
    found = told(("policy.yaml", "title: A pupil", f'title: "A{escape} pupil"\nmore: x'))
    assert ("policy.yaml", "title", "title", "cannot be printed") in found
    assert ("policy.yaml", "tle", "", "cannot be printed") in told(
        ("policy.yaml", "title: A pupil", f'"ti{escape}tle": A pupil')
    )


def test_a_key_that_is_a_text_is_refused(told):
    key = "k" * (LONGEST_KEY + 1)
    assert ("policy.yaml", key, "", "Shorten it") in told(("policy.yaml", "title:", f"{key}:"))
