"""When a question is asked, in words: by the questions and answers that it depends on."""

from collections.abc import Mapping

from yipplugin.conditions import All, Always, AnswerGiven, AnswerIs, Any_, Condition, MayBe, Not
from yipplugin.form import Form, Question
from yipplugin.spoken import listed

PLAIN = {"yes": "Yes", "no": "No", "unknown": "Not known"}


def asked_when(form: Form, question: Question) -> str:
    """Return on which answers a question is asked; nothing where it always is."""
    if question.when is None:
        return ""
    known = {one.key: one for one in form.everything()}
    return _words(question.when, known)


def _words(condition: Condition, known: Mapping[str, Question]) -> str:
    match condition:
        case AnswerIs(key, values):
            labels = {one.key: one.label for one in known[key].choices} if key in known else {}
            said = (f"“{labels.get(one, PLAIN.get(one, one))}”" for one in values)
            return f"“{_ask(key, known)}” is {listed(said, 'or')}"
        case AnswerGiven(key):
            return f"“{_ask(key, known)}” is answered"
        case All(items):
            return ", and ".join(_words(one, known) for one in items)
        case Any_(items):
            return ", or ".join(_words(one, known) for one in items)
        case Not(item):
            return f"it is not so that {_words(item, known)}"
        case MayBe(item):
            return f"it may be that {_words(item, known)}"
        case Always():
            return "always"
    return "the case is so far"


def _ask(key: str, known: Mapping[str, Question]) -> str:
    return known[key].ask if key in known else key
