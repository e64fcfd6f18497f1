"""How long it was from one thing in a case to the next: report to review, decision to sign-off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from yipplugin.evidence import Point, Stretch
from yipplugin.rules.outcome import Standing
from yipplugin.rules.replay import Replay
from yipplugin.values import Record


@dataclass(frozen=True)
class Took:
    """One stretch of time; it goes on while ``ended_at`` is nothing.

    ``started_by`` is the record, or the trigger, that it starts with, and ``ended_by`` the record
    that ended it. The moments are when things happened, where their forms ask for that.
    """

    says: str
    started_by: str
    started_at: datetime
    ended_by: str | None = None
    ended_at: datetime | None = None

    @property
    def length(self) -> timedelta | None:
        """Return how long it was; nothing while it goes on, and no time where the end came first.

        What is recorded late may have happened before what it followed was recorded.
        """
        if self.ended_at is None:
            return None
        return max(self.ended_at - self.started_at, timedelta())


@dataclass(frozen=True)
class _Start:
    """Where a stretch starts, and the place of that in the order of signing."""

    key: str
    at: datetime
    index: int
    record: Record | None = None


def stretches(replay: Replay, stands: Standing, stretch: Stretch) -> Iterator[Took]:
    """Yield a stretch for each time that it started."""
    for start in _starts(replay, stands, stretch.start):
        end = _end(replay, start, stretch)
        if end is None:
            yield Took(stretch.says, start.key, start.at)
        else:
            yield Took(stretch.says, start.key, start.at, end.id, _moment(replay, end))


def _starts(replay: Replay, stands: Standing, point: Point) -> Iterator[_Start]:
    if not point.form:
        for one in stands.triggers:
            # What was withdrawn by a correction asked for nothing.
            if one.state != "withdrawn":
                yield _Start(one.id, one.fired_at, replay.fired[one.id].index)
        return
    for record in replay.reader().records(point.form, point.where):
        yield _Start(record.id, _moment(replay, record), _index(replay, record), record)


def _end(replay: Replay, start: _Start, stretch: Stretch) -> Record | None:
    reader = replay.reader()
    later = [
        record
        for point in stretch.ends
        for record in reader.records(point.form, point.where)
        if _index(replay, record) > start.index and _belongs(replay, start.record, record)
    ]
    return min(later, key=lambda one: _index(replay, one), default=None)


def _belongs(replay: Replay, start: Record | None, end: Record) -> bool:
    """Say whether a record can end what another began: not where it is about something else."""
    if start is None:
        return True
    about = replay.policy.forms[end.form].about
    if about == f"record:{start.form}":
        return replay.state.root_of(end.about) == replay.state.root_of(f"record:{start.id}")
    return not about or about != replay.policy.forms[start.form].about or end.about == start.about


def _index(replay: Replay, record: Record) -> int:
    return replay.state.indexes[replay.state.roots[record.id]]


def _moment(replay: Replay, record: Record) -> datetime:
    return record.happened_at or replay.state.first_signed(record)
