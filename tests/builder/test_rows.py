"""Tables: rows that people add, and one row for each pupil."""

from dataclasses import replace

import pytest

from tests.builder.paper import AMY, BEN, KINDS, TESS, fill, form_of, page
from yipplugin.builder.compiled import compiled
from yipplugin.builder.part import ROWS_READ
from yipplugin.conditions import AnswerIs
from yipplugin.form import Choice, Question

COLUMNS = (
    Question("what", "short text", "What?", required=True),
    Question("sure", "yes no", "Sure?"),
    Question("why", "short text", "Why?", required=True, when=AnswerIs("sure", ("no",))),
)
PLAN = Question("plan", "table", "Plan", questions=COLUMNS)
EACH = Question("each", "table", "Each", rows="each pupil", questions=COLUMNS[:1], required=True)


def numbers(filling):
    return [row.number for row in filling.part.tables["plan"].rows]


def test_each_filled_row_is_kept_in_order_and_empty_ones_are_not():
    posted = [("plan-0-what", "one"), ("plan-2-what", ""), ("plan-10-what", "three")]
    filling = fill(PLAN, posted=posted)
    assert filling.validate()
    assert filling.answers() == {"plan": [{"what": "one"}, {"what": "three"}]}


def test_a_table_that_may_stay_empty_begins_with_no_row_and_an_empty_row_is_no_answer():
    assert page(fill(PLAN)).of("yip-row") == []
    assert len(page(fill(replace(PLAN, required=True))).of("yip-row")) == 1
    filling = fill(PLAN, posted=[("plan-0-what", " ")])
    assert filling.validate()
    assert filling.answers() == {}


def test_a_required_table_wants_a_row_and_a_pack_may_want_more():
    filling = fill(Question("plan", "table", "Plan", questions=COLUMNS, required=True), posted=[])
    assert not filling.validate()
    assert filling.summary == [("yip-plan-0-what", "Fill in at least one row of “Plan”")]
    assert "Fill in at least one row" in page(filling).by_id("yip-plan-error").text
    two = Question("plan", "table", "Plan", questions=COLUMNS, options={"rows at least": "2"})
    filling = fill(two, posted=[("plan-0-what", "one")])
    assert not filling.validate()
    assert filling.summary[0][1] == "Fill in at least 2 rows of “Plan”"
    assert len(page(fill(two)).of("yip-row")) == 2


def test_a_fault_in_a_row_names_the_row_and_leads_to_its_input():
    posted = [("plan-0-what", "one"), ("plan-5-sure", "yes")]
    filling = fill(PLAN, posted=posted)
    assert not filling.validate()
    assert filling.summary == [("yip-plan-5-what", "Row 2: Write an answer to “What?”")]
    shown = page(filling)
    assert "Write an answer" in shown.by_id("yip-plan-5-what-error").text
    assert "yip-plan-error" not in shown.ids()
    assert filling.answers() == {}


def test_a_condition_reads_its_own_row_and_then_the_form():
    posted = [("plan-0-what", "a"), ("plan-0-sure", "no"), ("plan-0-why", "x")]
    posted += [("plan-1-what", "b"), ("plan-1-sure", "yes"), ("plan-1-why", "dropped")]
    assert fill(PLAN, posted=posted).answers()["plan"] == [
        {"what": "a", "sure": "no", "why": "x"},
        {"what": "b", "sure": "yes"},
    ]
    column = Question("why", "short text", "Why?", when=AnswerIs("sure", ("no",)))
    outer = Question("sure", "yes no", "Sure of all?")
    table = Question("plan", "table", "Plan", questions=(COLUMNS[0], column))
    posted = [("plan-0-what", "a"), ("plan-0-why", "x"), ("sure", "no")]
    # The table stands before the question that its column reads.
    assert fill(table, outer, posted=posted).answers()["plan"] == [{"what": "a", "why": "x"}]
    posted[-1] = ("sure", "yes")
    assert fill(table, outer, posted=posted).answers()["plan"] == [{"what": "a"}]


def test_adding_a_row_keeps_what_was_typed_and_goes_to_the_new_row():
    posted = [("plan-3-what", "typed"), ("plan-7-what", "x" * 300)]
    filling = fill(PLAN, posted=posted)
    assert filling.adjust({"_add": "plan"})
    assert numbers(filling) == [3, 7, 8]
    assert filling.focus == "yip-plan-8-what"
    shown = page(filling)
    assert "autofocus" in shown.by_id("yip-plan-8-what").attrs
    assert set(posted) <= set(shown.sent())
    assert filling.summary == []


def test_removing_a_row_removes_that_row_only_and_leaves_one_where_one_is_needed():
    filling = fill(
        replace(PLAN, required=True), posted=[("plan-3-what", "a"), ("plan-7-what", "b")]
    )
    assert filling.adjust({"_remove": "plan-3"})
    assert filling.answers() == {"plan": [{"what": "b"}]}
    assert page(filling).of("yip-row-title")[0].text == "Row 1"
    assert filling.adjust({"_remove": "plan-7"})
    assert numbers(filling) == [8]
    assert filling.answers() == {}
    filling = fill(PLAN, posted=[("plan-3-what", "a")])
    assert filling.adjust({"_remove": "plan-3"})
    assert numbers(filling) == []


@pytest.mark.parametrize(
    "posted",
    [
        {"_remove": "plan-9"},
        {"_remove": "plan"},
        {"_remove": "nothing-0"},
        {"_remove": "plan-" + "9" * 5000},
        {"_remove": "plan-²"},
        {"_add": "nothing"},
        {"_find": "nothing"},
    ],
)
def test_a_button_that_no_page_of_ours_has_changes_nothing(posted):
    filling = fill(PLAN, posted=[("plan-3-what", "a")])
    assert filling.adjust(posted)
    assert numbers(filling) == [3]


def test_a_form_that_is_sent_without_such_a_button_is_not_adjusted():
    assert not fill(PLAN, posted=[]).adjust({"_sign": "yes"})


def test_a_table_takes_as_many_rows_as_its_author_says():
    table = Question("plan", "table", "Plan", questions=COLUMNS, options={"rows at most": "2"})
    filling = fill(table, posted=[("plan-0-what", "a"), ("plan-1-what", "b")])
    assert not page(filling).of("yip-button-add")
    filling.adjust({"_add": "plan"})
    assert numbers(filling) == [0, 1]
    assert filling.validate()
    three = fill(table, posted=[(f"plan-{number}-what", "a") for number in range(3)])
    assert not three.validate()
    assert three.summary == [("yip-plan-0-what", "“Plan” takes 2 rows at most. Remove 1")]


def test_a_flood_of_rows_is_read_to_a_limit_and_refused():
    filling = fill(PLAN, posted=[(f"plan-{number}-what", "a") for number in range(5000)])
    assert len(numbers(filling)) == ROWS_READ
    assert not filling.validate()


def test_a_table_does_not_stand_in_a_table():
    inner = Question("inner", "table", "Inner", questions=COLUMNS)
    outer = Question("outer", "table", "Outer", questions=(inner,))
    with pytest.raises(ValueError, match="outer: a table cannot stand inside a table"):
        compiled(form_of(outer), KINDS).bind()


def test_people_are_looked_up_within_a_row():
    table = Question("plan", "table", "Plan", questions=(Question("who", "person", "Who?"),))
    filling = fill(table, posted=[("plan-0-who-find", "Amy")], find=lambda kind, text: [AMY])
    assert filling.adjust({"_find": "plan-0-who"})
    assert filling.focus == "yip-plan-0-who-1"


# One row for each pupil -----------------------------------------------------------------------


def test_there_is_one_row_for_each_pupil_of_the_case_and_for_nobody_else():
    filling = fill(EACH, people=[AMY, TESS, BEN])
    shown = page(filling)
    assert [one.text for one in shown.of("yip-row-title")] == ["Amy Ash", "Ben Moss"]
    assert not shown.of("yip-button")
    posted = [(name, "fine" if name.endswith("what") else value) for name, value in shown.sent()]
    again = fill(EACH, posted=posted, people=[AMY, BEN])
    assert again.validate()
    assert again.answers()["each"] == [
        {"row_for": "pupil:1", "what": "fine"},
        {"row_for": "pupil:2", "what": "fine"},
    ]


def test_an_answer_stays_with_its_pupil_when_the_case_gains_and_loses_pupils():
    posted = [("each-0-row_for", "pupil:1"), ("each-0-what", "of Amy")]
    posted += [("each-1-row_for", "pupil:2"), ("each-1-what", "of Ben")]
    new = type(AMY)("pupil:3", "New")
    filling = fill(EACH, posted=posted, people=[new, BEN])
    assert not filling.validate(), "nothing was said of the new pupil"
    assert filling.answers() == {}
    assert ("yip-each-2-what", "New: Write an answer to “What?”") in filling.summary
    assert ["each-1-what", "of Ben"] in filling.raw()
    alone = fill(EACH, posted=posted, people=[BEN])
    assert alone.validate()
    assert alone.answers()["each"] == [{"row_for": "pupil:2", "what": "of Ben"}]


def test_a_row_is_for_nobody_outside_the_case():
    posted = [("each-0-row_for", "pupil:99"), ("each-0-what", "of a stranger")]
    filling = fill(EACH, posted=posted, people=[AMY])
    assert "of a stranger" not in str(filling.answers())


def test_every_pupil_needs_what_is_required():
    posted = [("each-0-row_for", "pupil:1"), ("each-0-what", "of Amy")]
    filling = fill(EACH, posted=posted, people=[AMY, BEN])
    assert not filling.validate()
    assert filling.summary == [("yip-each-1-what", "Ben Moss: Write an answer to “What?”")]


def test_without_pupils_there_is_nothing_to_fill_in_and_nothing_to_miss():
    filling = fill(EACH, posted=[], people=[TESS])
    assert filling.validate()
    assert "No pupil is named in this case yet" in page(filling).of("yip-told")[0].text


def test_rows_of_pupils_are_neither_added_nor_removed():
    filling = fill(EACH, posted=[], people=[AMY])
    assert filling.adjust({"_add": "each"})
    assert filling.adjust({"_remove": "each-0"})
    assert len(filling.part.tables["each"].rows) == 1


def test_a_correction_opens_with_each_pupils_answers():
    kept = {"each": [{"row_for": "pupil:2", "what": "b"}, {"row_for": "pupil:1", "what": "a"}]}
    filling = fill(EACH, kept=kept, people=[AMY, BEN])
    assert filling.validate()
    assert filling.answers()["each"] == kept["each"][::-1]


def test_a_row_with_choices_comes_back():
    column = Question("part", "several of", "Part?", choices=(Choice("a", "A"), Choice("b", "B")))
    table = Question("plan", "table", "Plan", questions=(column,))
    kept = {"plan": [{"part": ["a", "b"]}, {"part": ["b"]}]}
    assert fill(table, kept=kept).answers() == kept
