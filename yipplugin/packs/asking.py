"""Checks each question by itself: that it asks something, in a way that its kind can answer."""

from yipplugin.fieldtype import NO_FILES, takes_files
from yipplugin.form import Form, Question
from yipplugin.packs.reader import Reader
from yipplugin.policy import Policy


def check_asking(reader: Reader, policy: Policy) -> None:
    """Note every question that cannot be asked as it is written."""
    for form in policy.forms.values():
        check_questions(reader, form)


def check_questions(reader: Reader, form: Form) -> None:
    """Note what cannot be asked in one form."""
    if not any(True for _ in form.everything()):
        reader.later(form, reader.place_of(form, "steps"), "This form asks nothing. Add a step.")
    for question in form.everything():
        _question(reader, form, question)


def _question(reader: Reader, form: Form, question: Question) -> None:
    kind = reader.kinds.get(question.kind)
    if kind is None:
        return

    def wrong(key: str, message: str) -> None:
        reader.later(question, reader.place_of(question, key), message)

    if kind.asks and not question.ask:
        wrong("kind", f"{question.key} asks nothing. Add `ask:` with the question.")
    if not kind.asks and (question.required or question.feeds):
        wrong("required", f"“{kind.name}” asks nothing. Take out `required` and `feeds`.")
    if not kind.asks and not (question.ask or question.note or question.hint):
        wrong("kind", f"{question.key} says nothing. Add `note:` with the words.")
    if kind.offers_choices and not question.choices:
        wrong("kind", f"“{kind.name}” needs `choices`. List what can be answered.")
    if question.choices and not kind.offers_choices:
        wrong("choices", f"“{kind.name}” offers no choices. Use `kind: one of`, or take them out.")
    if question.kind == "table" and not question.questions:
        wrong("kind", "A table needs `questions`: its columns. Add them.")
    if question.questions and question.kind != "table":
        wrong("questions", "Only a table has questions of its own. Use `kind: table`.")
    if question.rows and question.kind != "table":
        wrong("rows", "Only a table has rows. Use `kind: table`, or take `rows` out.")
    if question.joins and question.kind not in ("person", "other person"):
        wrong("joins", "Only a person joins a case. Ask for a person, or take `joins` out.")
    # What the kind itself knows, such as an option that is no number; said last, and only once.
    own = kind.problems(question)
    for sentence in own:
        wrong("kind", f"{sentence}. Correct the question.")
    if not own and takes_files(kind, question):
        wrong("kind", f"“{kind.name}” cannot be asked: {NO_FILES}.")
