"""Files for a spreadsheet: text in rows, of which no cell is ever taken for a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from flask import Response

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a cell must not begin with: programs compute what does, and may send it elsewhere."""


def cell(value: object) -> str:
    """Return a value as the text of a cell."""
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield the lines of a file, beginning with what tells a spreadsheet that it is UTF-8."""
    yield "\ufeff"
    yield _line(head)
    for row in rows:
        yield _line([cell(one) for one in row])


def answer(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return a file called ``name``, made whole before any of it is sent.

    One that broke off halfway would look like one that has everything.
    """
    sent = Response("".join(lines(head, rows)), mimetype="text/csv")
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return sent


def _line(row: Sequence[object]) -> str:
    written = StringIO()
    csv.writer(written).writerow(row)
    return written.getvalue()
