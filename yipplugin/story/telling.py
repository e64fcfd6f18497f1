"""Where a case stands, in lines that fit any terminal."""

from collections.abc import Iterator
from datetime import datetime
from textwrap import wrap

from yipplugin.rules.outcome import Standing, StandingDuty
from yipplugin.story.checking import label
from yipplugin.values import LONDON

WIDTH, INDENT = 80, 15


def moment(at: datetime) -> str:
    """Return a moment as people read it: Tue 3 Mar 2026, 13:50."""
    here = at.astimezone(LONDON)
    return f"{here:%a} {here.day} {here:%b %Y, %H:%M}"


def lines(standing: Standing) -> Iterator[str]:
    """Yield where a case stands: stage, triggers, what is to do, and what is refused."""
    names = {one.person.ref: one.person.name for one in standing.people}
    yield from _under("stage", [standing.stage_label])
    fired = [f"{one.id} {one.says} ({one.state})" for one in standing.triggers]
    yield from _under("fired", fired)
    yield from _under("to do", [f"{label(one, names)}: {_by(one)}" for one in standing.outstanding])
    waiting = [one for one in standing.duties if one.status == "paused"]
    yield from _under("paused", [f"{label(one, names)}: {one.do}" for one in waiting])
    yield from _under("set aside", [f"{one.clause}: {one.says}" for one in standing.overrides])
    yield from _under("refused", list(_refused(standing, names)))


def _by(duty: StandingDuty) -> str:
    if duty.due_at is None:
        return duty.do
    late = "overdue since" if duty.status == "overdue" else "by"
    return f"{duty.do}, {late} {moment(duty.due_at)}"


def _refused(standing: Standing, names: dict[str, str]) -> Iterator[str]:
    acts: dict[str, set[str]] = {}
    for one in standing.refusals:
        whom = names.get(one.subject, "")
        acts.setdefault(f"{one.act} {whom}".strip(), set()).add(one.clause)
    for act, clauses in sorted(acts.items()):
        yield f"{act} ({', '.join(sorted(clauses))})"


def _under(heading: str, said: list[str]) -> Iterator[str]:
    for number, one in enumerate(said):
        first = f"    {heading if not number else '':{INDENT - 4}}"
        yield from wrap(
            one, WIDTH, initial_indent=first, subsequent_indent=" " * (INDENT + 2),
            break_on_hyphens=False,
        )  # fmt: skip
