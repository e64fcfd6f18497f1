"""What a register comes to, as tables: who had what, when last, and what is not covered."""

from collections.abc import Iterator
from dataclasses import dataclass

from yipplugin.form import Choice
from yipplugin.rules.counting import within
from yipplugin.rules.overviews import COVERED, LAPSED, Cell, Grid, Laid
from yipplugin.spoken import small
from yipplugin.web import words

ALL, SOME, NONE = "done", "soon", "late"
"""How a row that is covered wholly, in part or not at all is marked."""


@dataclass(frozen=True)
class ShownCell:
    """One cell: its mark and first words, and what stands under them."""

    says: str
    tone: str
    under: tuple[str, ...]


@dataclass(frozen=True)
class ShownTable:
    """The table of one question: its caption, its columns, and its rows with their headings."""

    key: str
    asks: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[ShownCell, ...]], ...]


@dataclass(frozen=True)
class Sum:
    """How much of one row is covered, and the words of what is not."""

    row: str
    says: str
    tone: str
    gaps: str


@dataclass(frozen=True)
class Shown:
    """An overview on the page. Without any line there is nothing but what to do about that."""

    key: str
    says: str
    within: str
    many: str
    beside: str
    sums: tuple[Sum, ...]
    tables: tuple[ShownTable, ...]


def overview(laid: Laid) -> Shown:
    """Return what the page shows of an overview."""
    about = laid.overview
    asked = {one.key: one for one in laid.form.questions}
    beside = asked.get(about.beside)
    return Shown(
        key=about.key,
        says=about.says,
        within=small(within(about.within)),
        many=about.many,
        beside=beside.ask if beside else "",
        sums=tuple(_sums(laid)) if laid.lines else (),
        tables=tuple(_table(laid, one) for one in laid.grids) if laid.lines else (),
    )


def _sums(laid: Laid) -> Iterator[Sum]:
    for place, row in enumerate(laid.rows):
        cells = [
            (choice, cell)
            for grid in laid.grids
            for choice, cell in zip(grid.question.choices, grid.cells[place], strict=True)
        ]
        gaps = [choice.label for choice, cell in cells if cell.status != COVERED]
        covered = len(cells) - len(gaps)
        says = f"{covered} of {len(cells)} covered" if covered else "Nothing covered"
        tone = SOME if gaps and covered else NONE if gaps else ALL
        yield Sum(row.label, says, tone, "; ".join(gaps) if covered else "")


def _table(laid: Laid, grid: Grid) -> ShownTable:
    rows = zip(laid.rows, grid.cells, strict=True)
    return ShownTable(
        key=f"{laid.overview.key}-{grid.question.key}",
        asks=grid.question.ask,
        columns=tuple(one.label for one in grid.question.choices),
        rows=tuple((row.label, tuple(_cell(laid, one) for one in cells)) for row, cells in rows),
    )


def _cell(laid: Laid, cell: Cell) -> ShownCell:
    if cell.status == COVERED and cell.last:
        about = laid.overview
        counted = f"{cell.amount:,} {about.one if cell.amount == 1 else about.many}"
        where = ", ".join(one.label for one in _beside(laid) if one.key in cell.beside)
        return ShownCell(
            words.brief_date(cell.last), ALL, (counted, where) if where else (counted,)
        )
    if cell.status == LAPSED and cell.last:
        return ShownCell("Not covered", NONE, (f"Last on {words.brief_date(cell.last)}",))
    return ShownCell("Not covered", NONE, ())


def _beside(laid: Laid) -> tuple[Choice, ...]:
    return next((one.choices for one in laid.form.questions if one.key == laid.overview.beside), ())
