"""What the numbers of a policy come to over some cases: each row of a table is a set of cases.

Every number counts cases, never people: a case with three young people of one year group is one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from yipplugin.conditions import Condition, Truth
from yipplugin.policy import Length, Number, Policy
from yipplugin.rules.periods import Period
from yipplugin.rules.reading import Reader
from yipplugin.rules.state import State
from yipplugin.rules.worktime import due

NONE = ""
"""The key of the row of cases that stand in no other: what is asked was not answered, or was
answered with something that has no row."""

LATER, NOT_YET = "later", "not yet"
"""The keys of the rows of what took longer than the longest length, and of what is not done."""

FOUND = {Truth.YES: "yes", Truth.NO: "no", Truth.UNKNOWN: "unknown"}
LATE = {"yes": "Late", "no": "Not late"}
WHETHER = {"yes": "Yes", "no": "No", "unknown": "Not known"}

UNANSWERED = {NONE: "Not answered"}
UNNAMED = {NONE: "Another answer, or none"}
NO_YEAR = {NONE: "Not known"}
NO_TERM = {NONE: "Outside these terms"}
NO_STAGE = {NONE: "Elsewhere"}
NO_OTHERS: Mapping[str, str] = {}

Keys = Iterable[str]
"""The rows that a case stands in."""


@dataclass(frozen=True)
class Counted:
    """A case as it is counted. ``late`` says that something in it is overdue."""

    opened_at: datetime
    stage: str
    late: bool
    state: State


@dataclass(frozen=True)
class Row:
    """One row of a table: its words, and the places of its cases among all that were counted."""

    key: str
    label: str
    cases: frozenset[int]


@dataclass(frozen=True)
class Table:
    """What one number comes to. ``took`` is how long each case took, the shortest first."""

    number: Number
    rows: tuple[Row, ...]
    took: tuple[timedelta, ...] = ()

    @property
    def several(self) -> bool:
        """Say whether a case may stand in several rows."""
        return self.number.several

    @property
    def tells_by_its_rows(self) -> bool:
        """Say whether the rows themselves come of the cases, and not of the policy."""
        return self.number.by == "year group"


def tables(policy: Policy, cases: Sequence[Counted], among: Sequence[Period]) -> tuple[Table, ...]:
    """Return a table for each number of a policy. ``among`` are the terms that are told apart."""
    found = (_table(policy, number, cases, among) for number in policy.numbers)
    return tuple(one for one in found if one.rows)


def _table(
    policy: Policy, number: Number, cases: Sequence[Counted], among: Sequence[Period]
) -> Table:
    if number.fact:
        labels = _answers(policy, number)
        fact = policy.facts.get(number.fact)
        rest = UNNAMED if fact and {*fact.answers} - labels.keys() else UNANSWERED
        return _sorted(number, cases, labels, partial(_given, number), rest)
    if number.when is not None:
        found = partial(_found, number.when)
        return _sorted(number, cases, WHETHER, found, NO_OTHERS)
    if number.by == "stage":
        labels = {one.key: one.label for one in policy.stages}
        return _sorted(number, cases, labels, lambda case: [case.stage], NO_STAGE)
    if number.by == "late":
        late = {True: ["yes"], False: ["no"]}
        return _sorted(number, cases, LATE, lambda case: late[case.late], NO_OTHERS)
    if number.by == "term":
        labels = {one.key: _dates(one) for one in among}
        return _sorted(number, cases, labels, partial(_terms, among), NO_TERM)
    if number.by == "year group":
        return _sorted(number, cases, _year_groups(cases), _years, NO_YEAR)
    return _times(policy, number, cases)


def _given(number: Number, case: Counted) -> Keys:
    return Reader(case.state).values(number.fact)


def _found(condition: Condition, case: Counted) -> Keys:
    return [FOUND[Reader(case.state).read(condition).truth]]


def _terms(among: Sequence[Period], case: Counted) -> Keys:
    return [one.key for one in among if one.holds(case.opened_at)]


def _sorted(
    number: Number,
    cases: Sequence[Counted],
    labels: Mapping[str, str],
    keys_of: Callable[[Counted], Keys],
    rest: Mapping[str, str],
    took: Iterable[timedelta] = (),
) -> Table:
    """Return a table whose rows are ``labels``, and one for the cases that stand in none of them.

    Without anything to tell apart there are no rows, such as where the host lists no terms.
    """
    found: dict[str, set[int]] = {key: set() for key in [*labels, *rest]}
    for place, case in enumerate(cases):
        keys = {key for key in keys_of(case) if key in labels}
        for key in keys or rest:
            found[key].add(place)
    words = {**labels, **rest}
    rows = tuple(Row(key, words[key], frozenset(places)) for key, places in found.items())
    return Table(number, rows if labels else (), tuple(sorted(took)))


def _answers(policy: Policy, number: Number) -> Mapping[str, str]:
    """Return the answers that have rows, with the words of the number, or of the forms."""
    if number.answers:
        return number.answers
    fact = policy.facts.get(number.fact)
    said = {
        choice.key: choice.label
        for form in reversed(list(policy.forms.values()))
        for question in form.everything()
        if question.feeds == number.fact
        for choice in question.choices
    }
    plain = {
        answer: answer.replace("_", " ").capitalize() for answer in (fact.answers if fact else ())
    }
    return {answer: said.get(answer, words) for answer, words in plain.items()}


def _years(case: Counted) -> Keys:
    people = (known.person for known in case.state.people.values())
    return {one.year for one in people if one.kind == "pupil" and one.year}


def _year_groups(cases: Sequence[Counted]) -> Mapping[str, str]:
    found = {year for case in cases for year in _years(case)}
    numbered = sorted((one for one in found if one.isdecimal()), key=int)
    return {
        **{one: f"Year {one}" for one in numbered},
        **{one: one for one in sorted(found - {*numbered})},
    }


def _times(policy: Policy, number: Number, cases: Sequence[Counted]) -> Table:
    labels = {str(place): within(one) for place, one in enumerate(number.within)}
    labels |= {LATER: "Later than that", NOT_YET: "Not done"}
    bucket = partial(_bucket, policy, number)
    spans = [_span(number, case) for case in cases]
    took = [max(end - start, timedelta()) for start, end in spans if start and end]
    return _sorted(number, cases, labels, bucket, NO_OTHERS, took)


def _span(number: Number, case: Counted) -> tuple[datetime | None, datetime | None]:
    """Return when the first record of each of two forms was signed."""
    begins, ends = (
        min((case.state.first_signed(one) for one in case.state.records_of(form)), default=None)
        for form in (number.begins, number.ends)
    )
    return begins, ends


def _bucket(policy: Policy, number: Number, case: Counted) -> Keys:
    start, end = _span(number, case)
    if start is None or end is None:
        return [NOT_YET]
    soon = (n for n, one in enumerate(number.within) if end <= due(policy.calendar, start, one))
    return [str(next(soon, LATER))]


def within(length: Length) -> str:
    """Return how long something may have taken: «Within 2 school days»."""
    if length.unit == "at once":
        return "At once"
    if length.unit == "end of school day":
        return "By the end of the school day"
    unit = length.unit.removesuffix("s") if length.amount == 1 else length.unit
    return f"Within {length.amount} {unit}"


def _dates(term: Period) -> str:
    first, last = term.first, term.last
    return f"{first.day} {first:%B} to {last.day} {last:%B %Y}"


def quartiles(took: Sequence[timedelta]) -> Iterator[timedelta]:
    """Yield how long a quarter of the cases, half of them, and three quarters took at most."""
    for quarter in (1, 2, 3):
        yield took[-(-len(took) * quarter // 4) - 1]
