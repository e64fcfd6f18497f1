"""Tables and paragraphs that stay readable in a terminal of eighty columns."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

NARROWEST = 40


def width() -> int:
    """Return how wide the terminal is, and no wider than a page is read with ease."""
    return max(NARROWEST, min(shutil.get_terminal_size((80, 24)).columns, 120))


def table(rows: Iterable[Sequence[str]], heads: Sequence[str], total: int = 0) -> Iterator[str]:
    """Yield the lines of a table; the last column takes what room is left and wraps.

    A cell may hold several lines; each is wrapped by itself.
    """
    cells = [list(heads), *(list(row) for row in rows)]
    wide = [
        max(len(part) for row in cells for part in row[n].split("\n")) for n in range(len(heads))
    ]
    wide[-1] = max(20, (total or width()) - sum(wide[:-1]) - 2 * (len(heads) - 1))
    for number, row in enumerate(cells):
        if number == 1:
            yield "  ".join("-" * one for one in wide).rstrip()
        parts = [_lines(cell, room) for cell, room in zip(row, wide, strict=True)]
        for line in zip_longest(*parts, fillvalue=""):
            yield "  ".join(f"{one:{room}}" for one, room in zip(line, wide, strict=True)).rstrip()


def paragraph(text: str, indent: int = 0) -> str:
    """Return ``text`` wrapped and indented."""
    gap = " " * indent
    return "\n".join(wrap(text, width(), initial_indent=gap, subsequent_indent=gap))


def _lines(cell: str, room: int) -> list[str]:
    return [
        line
        for part in cell.split("\n")
        for line in wrap(part, room, subsequent_indent="  ", break_on_hyphens=False) or [""]
    ]
