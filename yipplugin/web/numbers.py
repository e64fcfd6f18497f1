"""Numbers: tables and charts of them, exact or without small ones, on a page and as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, render_template, request, url_for

from yipplugin.rules.counting import NONE, Table, quartiles
from yipplugin.rules.periods import Period
from yipplugin.rules.small import Published
from yipplugin.services import numbers
from yipplugin.services.numbers import Numbers, Public
from yipplugin.services.permits import may
from yipplugin.web import spreadsheet, words
from yipplugin.web.charts import Bar, Chart, chart
from yipplugin.web.frame import signed_in

GOVERNORS = "governors"
"""What the address says where whoever may count exactly wants to see what governors see."""

OFFERED = {
    "year": "This school year",
    "last-year": "Last school year",
    "months": "Last 12 months",
    "term": "This term",
    "last-term": "Last term",
}
HEAD = ("number", "what is counted", "answer", "cases", "first day", "last day")
NOT_SHOWN = "not shown"
FEWER = "fewer than 5"

ENOUGH = 4
"""How many cases it takes for quarters of them to say anything."""


@dataclass(frozen=True)
class Part:
    """One number on the page: its chart, its table, and what else there is to say of it.

    ``rest`` are the answers whose rows are left out.
    """

    key: str
    says: str
    several: bool
    bars: tuple[Bar, ...]
    chart: Chart
    told: str = ""
    rest: tuple[str, ...] = ()


def add_pages(pages: Blueprint) -> None:
    """Add the page and the file."""
    pages.add_url_rule("/numbers", "numbers", page)
    pages.add_url_rule("/numbers.csv", "numbers_file", file)


def page() -> str:
    """Show the numbers of a period."""
    actor = signed_in()
    counts, period = may(actor, numbers.COUNT).allowed, request.args.get("period", "")
    if not counts or request.args.get("show") == GOVERNORS:
        return _public_page(numbers.public(actor, period), counts)
    found = numbers.exact(actor, period)
    return render_template(
        "yipplugin/numbers/exact.html",
        **_around(found.period, found.offered, None),
        whole=found.whole,
        most=numbers.MOST if found.more else 0,
        counted=[_exact(one, found.whole) for one in found.tables],
        governors_url=url_for("yipplugin.numbers", show=GOVERNORS),
    )


def file() -> Response:
    """Give the numbers of a period as a file."""
    actor, period = signed_in(), request.args.get("period", "")
    if not may(actor, numbers.COUNT).allowed or request.args.get("show") == GOVERNORS:
        public = numbers.public(actor, period, as_file="csv")
        name = f"numbers-for-governors-{public.period.first}.csv"
        return spreadsheet.answer(name, HEAD, _dated(public.period, _public_rows(public)))
    found = numbers.exact(actor, period, as_file="csv")
    name = f"numbers-{found.period.first}-to-{found.period.last}.csv"
    return spreadsheet.answer(name, HEAD, _dated(found.period, _exact_rows(found)))


def _public_page(found: Public, counts: bool) -> str:
    return render_template(
        "yipplugin/numbers/public.html",
        **_around(found.period, found.offered, GOVERNORS if counts else None),
        whole=found.whole,
        counted=[_public(one, found.whole or 0) for one in found.tables if not one.withheld],
        withheld=[one.says for one in found.tables if one.withheld],
        exact_url=url_for("yipplugin.numbers") if counts else "",
    )


def _around(period: Period, offered: Sequence[Period], show: str | None) -> dict[str, object]:
    """Return what stands around the numbers: which times to choose from, and where the file is."""
    return {
        "filters": [
            (
                _label(one),
                url_for("yipplugin.numbers", period=one.key, show=show),
                one.key == period.key,
            )
            for one in offered
        ],
        "first": words.long_date(period.first),
        "last": words.long_date(period.last),
        "file_url": url_for("yipplugin.numbers_file", period=period.key, show=show),
    }


def _label(period: Period) -> str:
    return OFFERED.get(period.key, f"School year {period.first.year} to {period.last.year}")


def _exact(table: Table, whole: int) -> Part:
    bars = tuple(Bar(row.label, len(row.cases)) for row in table.rows if row.cases or row.key)
    number = table.number
    return Part(
        number.key,
        number.says,
        number.several,
        bars,
        chart(number.key, number.says, bars, whole),
        _took(table.took),
    )


def _took(took: Sequence[timedelta]) -> str:
    if len(took) < ENOUGH:
        return ""
    quarter, half, three = (words.length(one) for one in quartiles(took))
    return (
        f"Of the {len(took)} in which it was done, a quarter took up to {quarter}, half up to "
        f"{half}, three quarters up to {three}."
    )


def _public(table: Published, whole: int) -> Part:
    bars = tuple(_public_bars(table))
    drawn = [one for one in bars if one.count is not None]
    return Part(
        table.key,
        table.says,
        table.left_out and table.together is None,
        bars,
        chart(table.key, table.says, drawn, whole),
        rest=table.rest,
    )


def _public_bars(table: Published) -> Iterator[Bar]:
    yield from (Bar(row.label, row.count) for row in table.rows)
    if table.left_out and table.together is not None:
        yield Bar("All other answers together", table.together, rest=True)
    elif table.left_out:
        yield Bar("Other answers", None, rest=True)


def _exact_rows(found: Numbers) -> Iterator[tuple[object, ...]]:
    yield ("cases", "Cases", "all", found.whole)
    for table in found.tables:
        for row in table.rows:
            if row.cases or row.key != NONE:
                yield (table.number.key, table.number.says, row.label, len(row.cases))


def _public_rows(found: Public) -> Iterator[tuple[object, ...]]:
    yield ("cases", "Cases", "all", FEWER if found.whole is None else found.whole)
    for table in found.tables:
        bars = [*_public_bars(table)] or [Bar("all answers", None)]
        for bar in bars:
            count = NOT_SHOWN if bar.count is None else bar.count
            yield (table.key, table.says, bar.label, count)


def _dated(period: Period, rows: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    for row in rows:
        yield (*row, period.first, period.last)
