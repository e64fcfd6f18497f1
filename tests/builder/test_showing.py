"""A signed record, shown as it was asked."""

from tests.builder.paper import AMY, KINDS, form_of
from yipplugin.builder.showing import shown
from yipplugin.form import Choice, Question

FORM = form_of(
    Question("read", "guidance", "Read this"),
    Question("on", "date", "When?"),
    Question("why", "short text", "Why?"),
    Question("next", "one of", "Next?", choices=(Choice("a", "Apple"),)),
    Question("count", "number", "How many?"),
    Question("rows", "table", "Rows", questions=(Question("what", "yes no", "What?"),)),
    Question(
        "each", "table", "Each", rows="each pupil", questions=(Question("ok", "yes no", "OK?"),)
    ),
    Question("sign", "signature", "Sign"),
)


def test_answered_questions_are_shown_in_order_and_in_words():
    answers = {"next": "a", "on": "2026-03-03", "count": 0, "why": ""}
    assert [(question.key, words) for question, words in shown(FORM, answers, KINDS)] == [
        ("on", "Tuesday 3 March 2026"),
        ("next", "Apple"),
        ("count", "0"),
    ]


def test_tables_are_shown_as_rows_with_whose_they_are():
    answers = {
        "rows": [{"what": "yes"}, {}],
        "each": [{"row_for": "pupil:1", "ok": "no"}, {"row_for": "pupil:9", "ok": "yes"}],
    }
    rows, each = shown(FORM, answers, KINDS, [AMY])
    assert [row.title for row in rows.words] == ["Row 1", "Row 2"]
    assert [(row.title, row.cells[0].words) for row in each.words] == [
        ("Amy Ash", "No"),
        ("pupil:9", "Yes"),
    ]


def test_nothing_answered_is_nothing_shown():
    assert list(shown(FORM, {}, KINDS)) == []
