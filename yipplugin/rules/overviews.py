"""What the lines of a register come to: for whom it was done, what of it, and what is not covered.

A line counts in a row for as long as no later line takes its place there. In a cell only what is
not longer ago than the policy allows is counted; what is older is told as no longer covered.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from yipplugin.form import Choice, Form, Question
from yipplugin.policy import Overview, Policy
from yipplugin.rules import worktime
from yipplugin.values import LONDON, Record

COVERED, LAPSED, NEVER = "covered", "lapsed", "never"
YES = "yes"


@dataclass(frozen=True)
class Cell:
    """One row in one column: whether it is covered, and when it last was.

    ``amount`` and ``beside`` (keys of choices, in their order) come from the lines that cover it;
    of what is not covered there are none.
    """

    status: str
    last: date | None = None
    amount: int = 0
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grid:
    """The cells of one question, row by row, each a cell for each of its choices."""

    question: Question
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Laid:
    """An overview, worked out. ``lines`` is how many lines of the form there are, of any kind."""

    overview: Overview
    form: Form
    rows: tuple[Choice, ...]
    grids: tuple[Grid, ...]
    lines: int


@dataclass(frozen=True)
class _Line:
    """A line as an overview reads it. ``current`` says that it is not too long ago."""

    day: date
    current: bool
    answers: Mapping[str, Any]


def lay_out(policy: Policy, records: Sequence[Record], now: datetime) -> tuple[Laid, ...]:
    """Return what the lines of the registers come to at ``now`` (aware), overview by overview.

    :param records: the lines of the school's registers in order of signing.
    """
    return tuple(_laid(policy, one, records, now) for one in policy.overviews)


def _laid(policy: Policy, overview: Overview, records: Sequence[Record], now: datetime) -> Laid:
    form = policy.forms[overview.form]
    questions = {one.key: one for one in form.questions}
    signed = [one for one in records if one.form == form.key]
    rows = questions[overview.rows].choices
    lines = {row.key: _standing(policy, overview, row.key, signed, now) for row in rows}
    grids = tuple(
        Grid(
            questions[column],
            tuple(_cells(overview, questions, questions[column], lines[row.key]) for row in rows),
        )
        for column in overview.columns
    )
    return Laid(overview, form, rows, grids, len(signed))


def _standing(
    policy: Policy, overview: Overview, row: str, signed: Iterable[Record], now: datetime
) -> list[_Line]:
    """Return the lines that count in a row: none before one that takes their place."""
    found: list[_Line] = []
    for record in signed:
        if row not in _chosen(record.answers, overview.rows):
            continue
        if overview.replaces and record.answers.get(overview.replaces) == YES:
            found.clear()
        line = _line(policy, overview, record, now)
        # What is meant to be done covers nothing yet.
        if line.day <= now.astimezone(LONDON).date():
            found.append(line)
    return found


def _line(policy: Policy, overview: Overview, record: Record, now: datetime) -> _Line:
    said = record.answers.get(policy.forms[overview.form].happened or "")
    signed_on = record.signed_at.astimezone(LONDON).date()
    day = date.fromisoformat(str(said)[:10]) if said else signed_on
    begun = datetime.combine(day, time(), LONDON)
    until = worktime.due(policy.calendar, begun, overview.within)
    return _Line(day, now <= until, record.answers)


def _cells(
    overview: Overview, questions: Mapping[str, Question], column: Question, lines: Sequence[_Line]
) -> tuple[Cell, ...]:
    """Return the cells of one row, from the lines that count in it."""
    places = questions[overview.beside].choices if overview.beside else ()
    said = {
        choice.key: [one for one in lines if choice.key in _chosen(one.answers, column.key)]
        for choice in column.choices
    }
    return tuple(_cell(overview, places, found) for found in said.values())


def _cell(overview: Overview, places: Sequence[Choice], lines: Sequence[_Line]) -> Cell:
    current = [one for one in lines if one.current]
    if not current:
        last = max((one.day for one in lines), default=None)
        return Cell(LAPSED if last else NEVER, last)
    beside = {key for one in current for key in _chosen(one.answers, overview.beside)}
    return Cell(
        COVERED,
        max(one.day for one in current),
        sum(_amount(overview, one) for one in current),
        tuple(one.key for one in places if one.key in beside),
    )


def _amount(overview: Overview, line: _Line) -> int:
    return int(line.answers.get(overview.counts) or 0) if overview.counts else 1


def _chosen(answers: Mapping[str, Any], question: str) -> Sequence[str]:
    """Return the choices of an answer, whether one could be chosen or several."""
    said = answers.get(question) or ()
    return (said,) if isinstance(said, str) else said
