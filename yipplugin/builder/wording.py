"""A form's own condition in words, so that a question can say when it applies."""

from collections.abc import Callable

from yipplugin.conditions import All, Always, AnswerGiven, AnswerIs, Any_, Condition, MayBe, Not

Ask = Callable[[str], str]
"""From a question's key to its words."""

Say = Callable[[str, str], str]
"""From a question's key and an answer to the answer's words."""


def lead(condition: Condition, ask: Ask, say: Say) -> str:
    """Return “If …” for a question that is asked under ``condition``; nothing for always."""
    words = _words(condition, ask, say, turned=False)
    return f"If {words}" if words else ""


def _words(condition: Condition, ask: Ask, say: Say, turned: bool) -> str:
    if isinstance(condition, Always):
        return "this never applies" if turned else ""
    if isinstance(condition, Not):
        return _words(condition.item, ask, say, not turned)
    if isinstance(condition, All | Any_):
        every = isinstance(condition, All) is not turned
        parts = [_within(item, every, ask, say, turned) for item in condition.items]
        return (" and " if every else " or ").join(part for part in parts if part)
    if isinstance(condition, MayBe):
        words = _words(condition.item, ask, say, turned)
        return words if turned or not words else f"{words}, or that is not known"
    if isinstance(condition, AnswerGiven):
        verb = "have not answered" if turned else "have answered"
        return f"you {verb} “{ask(condition.question)}”"
    if isinstance(condition, AnswerIs):
        values = " or ".join(f"“{say(condition.question, one)}”" for one in condition.values)
        verb = "is not" if turned else "is"
        return f"the answer to “{ask(condition.question)}” {verb} {values}"
    raise TypeError(f"{type(condition).__name__} cannot be read inside a form")


def _within(item: Condition, every: bool, ask: Ask, say: Say, turned: bool) -> str:
    """Return an item's words, marked as one where it is itself a choice of several."""
    words = _words(item, ask, say, turned)
    while isinstance(item, Not):
        item, turned = item.item, not turned
    if not isinstance(item, All | Any_) or len(item.items) < 2:
        return words
    inner = isinstance(item, All) is not turned
    return words if inner is every else f"{'both' if inner else 'either'} {words}"
