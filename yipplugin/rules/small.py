"""Small numbers are left out, so that they cannot be found from what is shown beside them.

Somebody who knows of one case could find it in a row of two, and read on in the other tables. So
a row of fewer than five is not shown; nor is another, as far as it takes that the rest of a sum
does not say what was left out; nor a table, where it would say it beside another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yipplugin.rules.counting import Table

LEAST = 5
"""The smallest number that is shown."""

Cases = frozenset[int]


@dataclass(frozen=True)
class Shown:
    """One row that is shown: its words and how many cases."""

    label: str
    count: int


@dataclass(frozen=True)
class Published:
    """A table without its small numbers.

    ``rest`` are the words of the rows that are left out, unless their words tell by themselves that
    there are such cases. ``together`` is how many cases they are, where each case stands in one
    row; ``None`` where it may stand in several. A table that is ``withheld`` shows nothing.
    """

    key: str
    says: str
    rows: tuple[Shown, ...] = ()
    rest: tuple[str, ...] = ()
    left_out: bool = False
    together: int | None = None

    @property
    def withheld(self) -> bool:
        """Say whether nothing of it is shown."""
        return not self.rows


def published(tables: Sequence[Table], whole: int) -> tuple[Published, ...]:
    """Return tables over ``whole`` cases as anybody may see them: the first ones matter most.

    There is nothing at all where the cases themselves are fewer than five.
    """
    if whole < LEAST:
        return ()
    everything = frozenset(range(whole))
    told: list[tuple[Cases, bool]] = []
    found: list[Published] = []
    for table in tables:
        hidden = _hidden(table, whole)
        new = list(_told(table, hidden, everything))
        if len(hidden) == len(table.rows) or any(_gives_away(a, b) for a in new for b in told):
            found.append(Published(table.number.key, table.number.says))
            continue
        told += new
        found.append(_shown(table, hidden))
    return tuple(found)


def _hidden(table: Table, whole: int) -> set[int]:
    """Return which rows are left out.

    Beside those that are small, which ones does not depend on how large they are: rows are taken
    from the end, until those left out are five cases or more together, and not four in each.
    """
    sizes = [len(row.cases) for row in table.rows]
    hidden = {place for place, size in enumerate(sizes) if _is_small(size, table.several, whole)}
    for place in reversed(range(len(sizes))):
        together = sum(sizes[one] for one in hidden)
        if not hidden or (together >= LEAST and together != (LEAST - 1) * len(hidden)):
            break
        hidden.add(place)
    return hidden


def _is_small(size: int, several: bool, whole: int) -> bool:
    """Say whether a row is small; where cases stand in several, also how many are not in it."""
    return size < LEAST or (several and whole - size < LEAST)


def _told(table: Table, hidden: set[int], everything: Cases) -> Iterator[tuple[Cases, bool]]:
    """Yield every set of cases whose size a table tells, and whether it is rows left out."""
    shown = [row.cases for place, row in enumerate(table.rows) if place not in hidden]
    rest = frozenset[int]()
    if hidden and not table.several:
        rest = frozenset().union(*(table.rows[place].cases for place in hidden))
        yield rest, True
        yield everything - rest, False
    for cases in shown:
        yield cases, False
        yield everything - cases, everything - cases == rest


def _gives_away(a: tuple[Cases, bool], b: tuple[Cases, bool]) -> bool:
    """Say whether two sets, known for what they are, tell of a small one: what is in one alone.

    Where they are the same cases, the one says which of the rows left out from the other are empty.
    """
    if a[0] == b[0]:
        return bool(a[0]) and (a[1] or b[1])
    less, more = sorted((a[0], b[0]), key=len)
    return less < more and bool(less) and len(more - less) < LEAST


def _shown(table: Table, hidden: set[int]) -> Published:
    rows = [row for place, row in enumerate(table.rows) if place not in hidden]
    left = [table.rows[place] for place in sorted(hidden)]
    return Published(
        key=table.number.key,
        says=table.number.says,
        rows=tuple(Shown(row.label, len(row.cases)) for row in rows),
        rest=() if table.tells_by_its_rows else tuple(row.label for row in left),
        left_out=bool(left),
        together=None if table.several or not left else sum(len(row.cases) for row in left),
    )
