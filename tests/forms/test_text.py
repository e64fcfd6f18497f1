"""Short and long text."""

import pytest

from tests.builder.paper import ask, fill, page
from yipplugin.form import Question


def test_a_short_answer_is_kept_without_the_blanks_around_it():
    assert ask("short text", ("", "  Amy told me \t")) == ("", "Amy told me")


@pytest.mark.parametrize("kind", ["short text", "long text"])
def test_blanks_alone_are_no_answer(kind):
    assert ask(kind, ("", " \r\n\t ")) == ("", None)


@pytest.mark.parametrize("kind", ["short text", "long text"])
def test_a_required_answer_is_asked_for_in_words_that_name_the_question(kind):
    error, answer = ask(kind, ("", " "), required=True)
    assert error == "Write an answer to “What?”"
    assert answer is None


def test_control_characters_are_taken_out_of_what_is_kept():
    assert ask("short text", ("", "a\x00b\x07c\x85d\x1be")) == ("", "abc d" + "e")
    assert ask("long text", ("", "a\x00b\r\nc\rd\te")) == ("", "ab\nc\nd\te")


def test_half_a_character_is_taken_out_too_because_no_database_takes_it():
    assert ask("long text", ("", "a\ud800b")) == ("", "ab")


def test_a_line_break_in_short_text_becomes_a_blank():
    assert ask("short text", ("", "one\r\ntwo")) == ("", "one two")


@pytest.mark.parametrize(("kind", "most"), [("short text", 200), ("long text", 20_000)])
def test_the_longest_answer_is_kept_and_one_character_more_is_refused(kind, most):
    fitting = "ab " * (most // 3) + "é" * (most % 3 or 1)
    fitting = fitting[: most - 1] + "x"
    assert ask(kind, ("", fitting)) == ("", fitting)
    error, answer = ask(kind, ("", f"{fitting}y"))
    assert answer is None
    assert error == f"“What?” takes {most:,} characters. Shorten it by 1 character"


def test_an_author_sets_another_limit():
    assert ask("short text", ("", "abc"), options={"max": "2"})[0].endswith("by 1 character")
    assert ask("long text", ("", "abcd"), options={"max": "2"})[0].endswith("by 2 characters")


def test_a_line_counts_as_one_character_however_the_browser_sends_it():
    assert ask("long text", ("", "a\r\nb"), options={"max": "3"}) == ("", "a\nb")


@pytest.mark.parametrize("kind", ["short text", "long text"])
@pytest.mark.parametrize("typed", ["  <b>&amp; \" ' </textarea>", "\n\nafter two lines", "“é”"])
def test_what_was_typed_comes_back_exactly_when_it_is_refused(kind, typed):
    filling = fill(Question("q", kind, "What?", options={"max": "2"}), posted=[("q", typed)])
    assert not filling.validate()
    assert page(filling).sent() == [("q", typed)]
    assert filling.raw() == [["q", typed]]


def test_a_long_answer_says_how_long_it_may_be_where_its_author_set_that():
    limited = page(fill(Question("q", "long text", "What?", options={"max": "500"})))
    assert limited.by_id("yip-q-count").text == "Up to 500 characters"
    assert page(fill(Question("q", "long text", "What?"))).by_id("yip-q-count").text == ""


LINKS = ["https://example.com/p/1", "www.example.com", "on example.com/p/1 since", "ftp://a"]
NAMES = ["example.com", "Snapchat, and his phone", "and/or", "10.30/11.00", "e.g. his tablet"]


@pytest.mark.parametrize("kind", ["short text", "long text"])
@pytest.mark.parametrize("typed", LINKS)
def test_where_an_author_wants_no_link_an_address_is_refused(kind, typed):
    error, answer = ask(kind, ("", typed), options={"not": "link"})
    assert error == "“What?” takes a name and no link. Name it in words"
    assert answer is None
    assert ask(kind, ("", typed)) == ("", typed)


@pytest.mark.parametrize("typed", NAMES)
def test_a_name_is_no_link(typed):
    assert ask("short text", ("", typed), options={"not": "link"}) == ("", typed)
