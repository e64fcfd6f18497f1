"""Questions bound to what was typed: which are asked, what is wrong, which answers are kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field

from yipplugin.builder.plan import Plan, PlannedQuestion
from yipplugin.conditions import over_answers
from yipplugin.fieldtype import Circumstances
from yipplugin.imagery import WHY
from yipplugin.values import NOTHING, Person

Posted = MultiDict[str, str]
Faults = list[tuple[str, str]]
"""What is wrong: the id of the input to mend, and what to do."""

MOST_ROWS = 50
"""How many rows a table takes where its author does not say."""

ROWS_READ = 200
"""How many rows are ever read from one post; no person types as many."""


@dataclass
class Page:
    """What every part of one filling shares: its circumstances and how the page is shown next.

    ``held`` are the names of inputs from which image data was taken out. ``checked`` is set once
    the answers were checked, so that a fresh page or a draft shows no errors. ``focus`` is the id
    of the input to go to.
    """

    around: Circumstances
    held: frozenset[str] = frozenset()
    checked: bool = False
    focus: str = ""

    def held_image(self, name: str) -> bool:
        """Say whether image data was typed into the field ``name``."""
        return any(one == name or one.startswith(f"{name}-") for one in self.held)


class Part:
    """A plan's questions with what was typed into them."""

    def __init__(self, plan: Plan, posted: Posted | None, page: Page, prefix: str = "") -> None:
        self.plan, self.page, self.prefix = plan, page, prefix
        self.form = plan.form_class(posted, prefix, page.around)
        self.tables = {
            one.question.key: Rows(one, posted, page, prefix)
            for one in plan.questions
            if one.columns is not None
        }
        self.shown: set[str] = set()
        self.answers: dict[str, Any] = {}
        self.faults: dict[str, Faults] = {}

    def settle(self, outer: Mapping[str, Any] = NOTHING) -> None:
        """Work out which questions are asked, their answers, and what is wrong with them.

        ``outer`` are the answers of the form that a row stands in. A question that is not asked
        counts as unanswered for those that depend on it.
        """
        self.shown, self.answers, self.faults = set(), {}, {}
        own = {one.question.key for one in self.plan.questions}
        read = {key: answer for key, answer in outer.items() if key not in own}
        for one in self.plan.order:
            question = one.question
            if question.when is not None and not over_answers(question.when, read).holds:
                continue
            self.shown.add(question.key)
            if not one.kind.asks:
                continue
            answer, faults = self._answer(one, read)
            if faults:
                self.faults[question.key] = faults
            if not empty(answer):
                read[question.key] = answer
                if not faults and one.kind.kept_in_answers:
                    self.answers[question.key] = answer

    def _answer(self, one: PlannedQuestion, read: dict[str, Any]) -> tuple[Any, Faults]:
        if one.question.key in self.tables:
            rows = self.tables[one.question.key]
            kept, faults = rows.settle(read), rows.faults
            # Rows that cannot be kept yet are an answer all the same, for what depends on one.
            return kept or ([{}] if faults and rows.typed else None), faults
        asked = self.form[one.question.key]
        asked.validate(self.form)
        faults = [(anchor(asked), str(error)) for error in asked.errors]
        if self.page.held_image(asked.name):
            faults.insert(0, (anchor(asked), WHY))
        if faults:
            # A bad date is an answer to «did you answer?», though none that can be kept.
            typed = (value for _, value in one.kind.typed(asked) if value.strip())
            return next(typed, None), faults
        answer = one.kind.keep(asked)
        if one.question.required and empty(answer):
            faults.append((anchor(asked), one.kind.missing(one.question)))
        return answer, faults

    def raw(self) -> Iterator[tuple[str, str]]:
        """Yield what was typed, as names and values; never a password."""
        for one in self.plan.questions:
            if one.question.key in self.tables:
                yield from self.tables[one.question.key].raw()
            elif one.kind.asks and one.kind.kept_in_drafts:
                typed = one.kind.typed(self.form[one.question.key])
                yield from ((name, value) for name, value in typed if value)

    @property
    def blank(self) -> bool:
        """Say whether nothing at all was typed."""
        return all(_blank(one, self.form[one.question.key]) for one in self._asked())

    @property
    def first_input(self) -> str:
        """Return the id of the first input."""
        return next((anchor(self.form[one.question.key]) for one in self._asked()), "")

    def _asked(self) -> Iterator[PlannedQuestion]:
        return (one for one in self.plan.questions if one.kind.asks and one.columns is None)


@dataclass
class Row:
    """One row of a table, and the person whose row it is where each pupil has one."""

    number: int
    part: Part
    person: Person | None = None
    place: int = field(default=1)
    noun: str = "row"

    @property
    def title(self) -> str:
        """Return what the row is called."""
        return self.person.name if self.person else f"{self.noun.capitalize()} {self.place}"


class Rows:
    """A table with what was typed into it."""

    def __init__(
        self, planned: PlannedQuestion, posted: Posted | None, page: Page, prefix: str
    ) -> None:
        nested = planned.columns and any(one.columns for one in planned.columns.questions)
        if planned.columns is None or nested:
            raise ValueError(f"{planned.question.key}: a table cannot stand inside a table")
        self.planned, self.page, self.columns = planned, page, planned.columns
        self.key = planned.question.key
        self.each_pupil = planned.question.rows == "each pupil"
        options = planned.question.options
        self.least = int(options.get("rows at least", 1 if planned.question.required else 0))
        self.noun = str(options.get("row", "row"))
        self.most = int(options.get("rows at most", MOST_ROWS))
        self.own_faults: Faults = []
        self.row_faults: Faults = []
        numbers = self._numbers(posted)
        self.rows = self._pupils(posted, numbers) if self.each_pupil else []
        if not self.each_pupil:
            for number in numbers or range(self.least):
                self._append(number, posted)

    def _numbers(self, posted: Posted | None) -> list[int]:
        found = set()
        for name in posted or ():
            if name.startswith(f"{self.key}-"):
                digits, dash, _ = name[len(self.key) + 1 :].partition("-")
                if dash and number_of(digits) >= 0:
                    found.add(number_of(digits))
        return sorted(found)[:ROWS_READ]

    def _pupils(self, posted: Posted | None, numbers: list[int]) -> list[Row]:
        """Return a row for each pupil of the case; what was typed is found by ref, not by place."""
        given = posted or Posted()
        at = {given.get(f"{self.key}-{number}-row_for", ""): number for number in numbers}
        free = count(max(numbers, default=-1) + 1)
        rows: list[Row] = []
        for person in self.page.around.people:
            if person.kind == "pupil":
                number = at[person.ref] if person.ref in at else next(free)
                part = Part(self.columns, posted, self.page, f"{self.key}-{number}-")
                rows.append(Row(number, part, person, len(rows) + 1))
        return rows

    def _append(self, number: int, posted: Posted | None) -> Row:
        part = Part(self.columns, posted, self.page, f"{self.key}-{number}-")
        self.rows.append(Row(number, part, place=len(self.rows) + 1, noun=self.noun))
        return self.rows[-1]

    @property
    def faults(self) -> Faults:
        """Return what is wrong with the table, then with its rows."""
        return self.own_faults + self.row_faults

    @property
    def typed(self) -> bool:
        """Say whether anything at all was typed into a row."""
        return any(not row.part.blank for row in self.rows)

    @property
    def full(self) -> bool:
        """Say whether no further row may be added."""
        return self.each_pupil or len(self.rows) >= self.most

    @property
    def id(self) -> str:
        """Return the id of the table's element."""
        return f"yip-{self.key}"

    @property
    def first_input(self) -> str:
        """Return the id of the first input, else of the table itself."""
        return (self.rows[0].part.first_input if self.rows else "") or self.id

    def add(self) -> str:
        """Add a row where there is room, and return the id of its first input."""
        if self.full:
            return self.rows[-1].part.first_input if self.rows else self.id
        number = max((row.number for row in self.rows), default=-1) + 1
        return self._append(number, None).part.first_input

    def remove(self, number: int) -> str:
        """Take a row away, and return the id of the input to go to."""
        kept = [row for row in self.rows if row.number != number]
        gone = len(kept) < len(self.rows) and not self.each_pupil
        if gone:
            self.rows = kept
            for place, row in enumerate(self.rows, 1):
                row.place = place
            if not kept and self.least:
                self._append(number + 1, None)
        return self.rows[-1].part.first_input if self.rows else self.id

    def settle(self, outer: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Work out every row, and return their answers; an empty row that was added is no row."""
        self.own_faults, self.row_faults = [], []
        kept, filled = [], 0
        for row in self.rows:
            if row.person is None and row.part.blank:
                row.part.faults = {}
                continue
            filled += 1
            row.part.settle(outer)
            for one in self.columns.questions:
                for where, error in row.part.faults.get(one.question.key, ()):
                    self.row_faults.append((where, f"{row.title}: {error}"))
            if row.part.answers:
                whose = {"row_for": row.person.ref} if row.person else {}
                kept.append({**whose, **row.part.answers})
        self._count(filled)
        return kept

    def _count(self, filled: int) -> None:
        ask = self.planned.question.ask
        if not self.each_pupil and filled < self.least:
            rows = "one row" if self.least == 1 else f"{self.least} rows"
            self.own_faults.append((self.first_input, f"Fill in at least {rows} of “{ask}”"))
        if not self.each_pupil and filled > self.most:
            error = f"“{ask}” takes {self.most} rows at most. Remove {filled - self.most}"
            self.own_faults.append((self.first_input, error))

    def raw(self) -> Iterator[tuple[str, str]]:
        """Yield what was typed into every row."""
        for row in self.rows:
            if row.person is not None:
                yield f"{self.key}-{row.number}-row_for", row.person.ref
            yield from row.part.raw()


def number_of(digits: str) -> int:
    """Return the row's number; -1 for what no page of ours has sent."""
    return int(digits) if re.fullmatch("[0-9]{1,4}", digits) else -1


def empty(answer: Any) -> bool:
    """Say whether an answer is none at all; nought is an answer."""
    return answer is None or answer in ("", [], {}, ())


def anchor(asked: Field) -> str:
    """Return the id of the input that an error leads to."""
    return str(getattr(asked, "anchor", asked.id))


def _blank(one: PlannedQuestion, asked: Field) -> bool:
    blank = getattr(asked, "blank", None)
    if blank is None:
        return not any(value.strip() for _, value in one.kind.typed(asked))
    return bool(blank)
