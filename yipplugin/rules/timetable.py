"""Opening hours in words, for people to read."""

from itertools import groupby

from yipplugin.contact import ALL_DAY, ALWAYS, DAY, Hours, Span

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def said(hours: Hours) -> tuple[str, ...]:
    """Return hours as lines: «Monday to Thursday: 8:30am to 5pm», «Bank holidays: closed»."""
    if hours == ALWAYS:
        return ("Every day, all day",)
    lines = []
    for spans, days in groupby(enumerate(hours.weekly), key=lambda pair: pair[1]):
        numbers = [number for number, _ in days]
        lines.append(f"{_days(numbers)}: {_spans(spans)}")
    if hours.bank_holidays is None:
        lines.append("Bank holidays: as on other days")
    else:
        lines.append(f"Bank holidays: {_spans(hours.bank_holidays)}")
    return ("Whenever these are over:", *lines) if hours.outside else tuple(lines)


def in_a_line(hours: Hours) -> str:
    """Return hours as one line: «Monday to Friday: 9am to 5pm; Bank holidays: closed»."""
    first, *lines = said(hours)
    joined = "; ".join(lines)
    if hours.outside:
        return f"{first} {joined}"
    return f"{first}; {joined}" if lines else first


def _days(numbers: list[int]) -> str:
    first, last = DAYS[numbers[0]], DAYS[numbers[-1]]
    if first == last:
        return first
    return "Every day" if len(numbers) == len(DAYS) else f"{first} to {last}"


def _spans(spans: tuple[Span, ...]) -> str:
    if not spans:
        return "closed"
    return "all day" if spans == ALL_DAY else ", ".join(map(_span, spans))


def _span(span: Span) -> str:
    after = " the day after" if span.closes > DAY else ""
    return f"{_minute(span.opens)} to {_minute(span.closes)}{after}"


def _minute(minute: int) -> str:
    hour, past = divmod(minute % DAY, 60)
    if past == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{hour % 12 or 12}{f':{past:02}' if past else ''}{'am' if hour < 12 else 'pm'}"
