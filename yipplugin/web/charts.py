"""Charts: bars that a page draws as SVG, and what they say to somebody who does not see them."""

from collections.abc import Sequence
from dataclasses import dataclass

from yipplugin.web import words

ROW, HEIGHT, FIRST = 52, 18, 24
"""How far apart bars stand, how high they are, and where the first one begins, in pixels."""

ROOM = 88
"""How much of the width the longest bar takes, in hundredths: its number stands beside it."""

LONGEST = 36
"""How many letters of a label a narrow screen has room for; the table below has all of them."""


@dataclass(frozen=True)
class Bar:
    """One row: its words and how many. ``rest`` says that it is what other rows leave."""

    label: str
    count: int | None
    rest: bool = False


@dataclass(frozen=True)
class Drawn:
    """A bar as it is drawn: where, and how long in hundredths of the width."""

    label: str
    count: int
    rest: bool
    words_at: int
    bar_at: int
    count_at: int
    width: float


@dataclass(frozen=True)
class Chart:
    """A chart: a bar as long as ``of`` cases would fill it."""

    key: str
    title: str
    says: str
    height: int
    bar_height: int
    bars: tuple[Drawn, ...]


def chart(key: str, title: str, bars: Sequence[Bar], of: int) -> Chart:
    """Return a chart of ``bars`` that says how many of ``of`` each is."""
    counted = [(bar, bar.count) for bar in bars if bar.count is not None]
    said = words.listed(f"{bar.label}: {count}" for bar, count in counted)
    drawn = tuple(
        Drawn(
            label=_short(bar.label),
            count=count,
            rest=bar.rest,
            words_at=place * ROW + FIRST - 7,
            bar_at=place * ROW + FIRST,
            count_at=place * ROW + FIRST + HEIGHT - 4,
            width=round(ROOM * count / of, 2) if of else 0,
        )
        for place, (bar, count) in enumerate(counted)
    )
    says = f"Bars. Of {of} {'case' if of == 1 else 'cases'}: {said}."
    return Chart(key, title, says, len(drawn) * ROW, HEIGHT, drawn)


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
