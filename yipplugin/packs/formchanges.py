"""What changes from one version of a form to another, question by question, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from yipplugin.form import Form, Question
from yipplugin.packs.conditionwords import asked_when
from yipplugin.packs.locks import SHOWS, Lock
from yipplugin.spoken import listed

NOTHING_HELD: Mapping[str, tuple[Lock, ...]] = {}


@dataclass(frozen=True)
class Change:
    """One thing that changes. ``weakens`` are the clauses of which it takes something away."""

    says: str
    weakens: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.weakens:
            return self.says
        return f"{self.says} That takes something from {listed(self.weakens, 'and')}."


def form_changes(
    before: Form, after: Form, held: Mapping[str, tuple[Lock, ...]] = NOTHING_HELD
) -> Iterator[Change]:
    """Yield what changes from ``before`` to ``after``, whatever their versions.

    :param held: what holds the questions of ``before``, by key.
    """
    if before.title != after.title:
        yield Change(f"The title: “{before.title}” → “{after.title}”.")
    if set(before.who) != set(after.who):
        yield Change("Who may sign it.")
    if before.intro != after.intro:
        yield Change("The words at its beginning.")
    old = {one.key: one for one in before.everything()}
    new = {one.key: one for one in after.everything()}
    for key, question in new.items():
        if key not in old:
            needed = ", required" if question.required else ""
            yield Change(f"New: “{_ask(question)}” ({question.kind}{needed}).")
        else:
            yield from _of_question(before, after, old[key], question, _clauses(held, key))
    for key, question in old.items():
        if key not in new:
            yield Change(f"Gone: “{_ask(question)}”.", _clauses(held, key))
    if _order(before, new) != _order(after, old):
        yield Change("The order of the questions.")


def _of_question(
    before: Form, after: Form, old: Question, new: Question, clauses: tuple[str, ...]
) -> Iterator[Change]:
    called = f"“{_ask(old)}”"
    if _ask(old) != _ask(new):
        yield Change(f"{called} is now “{_ask(new)}”.")
    if old.hint != new.hint:
        yield Change(f"{called}: the hint is now “{new.hint}”.")
    if old.kind != new.kind:
        yield Change(f"{called}: the kind is now {new.kind}, not {old.kind}.", clauses)
    if old.required and not new.required:
        yield Change(f"{called} need not be answered any more.", clauses)
    if new.required and not old.required:
        yield Change(f"{called} must be answered now.")
    if old.feeds != new.feeds:
        words = "Rules read the answer otherwise" if new.feeds else "No rule reads the answer"
        yield Change(f"{called}: {words} now.", clauses if old.feeds else ())
    if gone := [one for one in old.clauses if one not in new.clauses]:
        yield Change(f"{called} carries less.", tuple(gone))
    if old.when != new.when:
        when = asked_when(after, new)
        yield Change(
            f"{called} is asked {f'only if {when}' if when else 'always'} now.",
            clauses if new.when is not None else (),
        )
    yield from _of_choices(called, old, new, clauses)


def _of_choices(
    called: str, old: Question, new: Question, clauses: tuple[str, ...]
) -> Iterator[Change]:
    was = {one.key: one for one in old.choices}
    now = {one.key: one for one in new.choices}
    for key, choice in now.items():
        if key not in was:
            yield Change(f"{called}: new answer “{choice.label}”.")
        elif was[key].label != choice.label:
            yield Change(f"{called}: “{was[key].label}” is now “{choice.label}”.")
    for key, choice in was.items():
        if key not in now:
            yield Change(f"{called}: the answer “{choice.label}” is gone.", clauses)


def _clauses(held: Mapping[str, tuple[Lock, ...]], key: str) -> tuple[str, ...]:
    locks = (one for one in held.get(key, ()) if one.kind != SHOWS)
    return tuple(dict.fromkeys(one.clause for one in locks if one.clause))


def _order(form: Form, beside: Mapping[str, Question]) -> list[str]:
    return [one.key for one in form.everything() if one.key in beside]


def _ask(question: Question) -> str:
    return question.ask or question.note or question.key
