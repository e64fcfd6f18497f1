"""Reads opening hours: days and times as people write them on a door."""

import re
from collections.abc import Mapping

from yipplugin.contact import ALL_DAY, ALWAYS, DAY, Hours, Span
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.tree import Items, Node, Pairs, Word

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
GROUPS: Mapping[str, range] = {
    "every day": range(7),
    "weekdays": range(5),
    "weekends": range(5, 7),
}
BANK_HOLIDAYS = "bank holidays"
OUTSIDE = "outside"

TIME = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])")
HOW = (
    "Write `always`, `{outside: another route}`, or days and times: `Monday to Friday: 08:30 to "
    "17:00`."
)
TIMES = "Write `08:30 to 17:00`, several of them with commas, `all day` or `closed`."


def read_hours(node: Node | None, problems: Problems) -> Hours | str | None:
    """Return hours, the key of the route outside whose hours these are, or nothing.

    Why there is nothing is among the problems.
    """
    if isinstance(node, Word) and node.text.strip() == "always":
        return ALWAYS
    if not isinstance(node, Pairs):
        if node is not None:
            problems.add(node.place, f"This is not hours. {HOW}")
        return None
    if OUTSIDE in node.entries:
        return _outside(node, problems)
    weekly: dict[int, tuple[Span, ...]] = {}
    holidays: tuple[Span, ...] | None = ()
    for name, one in node.entries.items():
        place = node.keys[name]
        if name == BANK_HOLIDAYS:
            holidays = None if _says(one, "as on other days") else _spans(one, problems)
            continue
        for day in _days(name, place, problems):
            if day in weekly:
                problems.add(place, f"{DAYS[day]} stands here twice. Keep one of the two.")
            weekly.setdefault(day, _spans(one, problems))
    if BANK_HOLIDAYS not in node.entries:
        message = "Say what happens on bank holidays: `bank holidays: closed`, times, or "
        problems.add(node.place, f"{message}`as on other days`.")
    return Hours(tuple(weekly.get(day, ()) for day in range(7)), holidays)


def _outside(node: Pairs, problems: Problems) -> str | None:
    for name, place in node.keys.items():
        if name != OUTSIDE:
            problems.add(place, f"“{OUTSIDE}” says it all. Take out “{name}”.")
    of = node.entries[OUTSIDE]
    if isinstance(of, Word) and of.text.strip():
        return of.text.strip()
    problems.add(of.place, "Name the route outside whose hours somebody is there.")
    return None


def _says(node: Node, word: str) -> bool:
    return isinstance(node, Word) and node.text.strip() == word


def _days(name: str, place: Place, problems: Problems) -> range:
    first, _, last = (part.strip() for part in name.partition(" to "))
    if name in GROUPS:
        return GROUPS[name]
    if first in DAYS and not last:
        return range(DAYS.index(first), DAYS.index(first) + 1)
    if first in DAYS and last in DAYS and DAYS.index(first) < DAYS.index(last):
        return range(DAYS.index(first), DAYS.index(last) + 1)
    problems.unknown(place, name, "a day or days", (*DAYS, *GROUPS, BANK_HOLIDAYS))
    return range(0)


def _spans(node: Node, problems: Problems) -> tuple[Span, ...]:
    parts = node.items if isinstance(node, Items) else (node,)
    if not all(isinstance(one, Word) for one in parts):
        problems.add(node.place, f"This is not times. {TIMES}")
        return ()
    said = [text.strip() for one in parts if isinstance(one, Word) for text in one.text.split(",")]
    if said == ["closed"]:
        return ()
    if said == ["all day"]:
        return ALL_DAY
    found = [one for one in (_span(text, node.place, problems) for text in said) if one]
    found.sort(key=lambda one: one.opens)
    for one, following in zip(found, found[1:], strict=False):
        if one.closes > following.opens:
            problems.add(node.place, "These times overlap. Put them together, or mend one.")
            break
    return tuple(found)


def _span(text: str, place: Place, problems: Problems) -> Span | None:
    first, _, last = (part.strip() for part in text.partition(" to "))
    opens, closes = _minute(first), _minute(last)
    if opens is None or closes is None or opens == DAY:
        problems.add(place, f"“{text}” is not times. {TIMES}")
        return None
    # An end at or before its beginning is that of the day after.
    return Span(opens, closes if closes > opens else closes + DAY)


def _minute(text: str) -> int | None:
    found = TIME.fullmatch(text)
    minute = int(found[1]) * 60 + int(found[2]) if found else DAY + 1
    return minute if minute <= DAY else None
