"""What a case answers to each question of inspectors, in words."""

from dataclasses import dataclass
from datetime import datetime

from yipplugin.rules.inspection import Answer, Gap, Inspection
from yipplugin.rules.outcome import FiredTrigger, Override, StandingDuty
from yipplugin.rules.stretches import Took
from yipplugin.values import LONDON, Record
from yipplugin.web import words
from yipplugin.web.casepage import CasePage
from yipplugin.web.chronology import signer
from yipplugin.web.explaining import Cause, record_url

TRIGGER_TONES = {"stands": "late", "acted on": "done", "withdrawn": ""}


@dataclass(frozen=True)
class Line:
    """One thing with what is said of it: a record, a reason to refer, a correction."""

    title: str
    said: str
    url: str = ""
    more: str = ""
    status: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Ended:
    """A duty that is over: how and when it ended, and how long it was open."""

    do: str
    clause: str
    status: str
    tone: str
    by: Cause | None
    took: str


@dataclass(frozen=True)
class Time:
    """How long something took, of what, and from when to when."""

    says: str
    of: str
    took: str
    tone: str
    when: str


@dataclass(frozen=True)
class Missing:
    """Something that is missing: what, by when, and which parts of it."""

    says: str
    clause: str
    status: str
    tone: str
    due: str
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """A question with everything that answers it."""

    clause: str
    asks: str
    says: str
    anchor: str
    settled: tuple[str, ...]
    triggers: tuple[Line, ...]
    records: tuple[Line, ...]
    times: tuple[Time, ...]
    duties: tuple[Ended, ...]
    overrides: tuple[Line, ...]
    corrections: tuple[Line, ...]
    access: bool
    missing: tuple[Missing, ...]

    @property
    def count(self) -> int:
        """Return how many pieces of evidence there are."""
        found = (self.settled, self.triggers, self.records, self.times, self.duties)
        return sum(map(len, (*found, self.overrides, self.corrections))) + self.access


class InspectionPage:
    """The words of an inspection view at one moment."""

    def __init__(self, page: CasePage, found: Inspection) -> None:
        self.page, self.found, self.now = page, found, page.now
        self.explain = page.explain

    @property
    def last_entry(self) -> str:
        """Return when the last record was signed, and how long ago that is."""
        at = self.found.last_entry
        return f"{words.long_moment(at)}: {words.ago(at, self.now)}" if at else "None"

    @property
    def done(self) -> str:
        """Return how many of the things that were asked for are done, and how many of them late."""
        asked, done = len(self.found.asked), len(self.found.done)
        late = sum(one.status == "met late" for one in self.found.done)
        things = "thing that the policy has" if asked == 1 else "things that the policy has"
        said = f"{done} of the {asked} {things} asked for so far"
        return f"{said}; {late} of them late" if late else said

    @property
    def missing(self) -> list[Missing]:
        """Return everything that is missing, each once: what is late first."""
        return [self._missing(one) for one in self.found.missing]

    @property
    def answers(self) -> list[Answered]:
        """Return each question with what answers it."""
        return [self._answered(one) for one in self.found.answers]

    def _answered(self, answer: Answer) -> Answered:
        asked = answer.question
        known = self.page.case.policy.clauses.get(asked.clause)
        return Answered(
            clause=asked.clause,
            asks=asked.asks,
            says=known.says if known else "",
            anchor=f"yip-{asked.id.lower()}",
            settled=answer.settled,
            triggers=tuple(map(_fired, answer.triggers)),
            records=tuple(map(self._record, answer.records)),
            times=tuple(map(self._time, answer.times)),
            duties=tuple(map(self._ended, sorted(answer.duties, key=_end))),
            overrides=tuple(map(_set_aside, answer.overrides)),
            corrections=tuple(map(self._correction, answer.corrections)),
            access=answer.access,
            missing=tuple(map(self._missing, answer.gaps)),
        )

    def _record(self, record_id: str) -> Line:
        record = self.explain.records[record_id]
        happened = words.short_moment(record.happened_at or record.signed_at)
        return Line(self.explain.title(record), f"{happened}, {signer(record)}", self._url(record))

    def _correction(self, record_id: str) -> Line:
        record = self.explain.records[record_id]
        said = f"{words.short_moment(record.signed_at)}, {signer(record)}"
        return Line(self.explain.title(record), said, self._url(record), record.reason)

    def _url(self, record: Record) -> str:
        return record_url(self.page.case.id, record.id)

    def _ended(self, duty: StandingDuty) -> Ended:
        task = self.page.task(duty)
        by = self.explain.cause(duty.closed_by) if duty.closed_by else None
        late = duty.status == "met late"
        tone = "soon" if late else task.tone
        return Ended(task.do, duty.clause, task.status, tone, by, _took(duty))

    def _time(self, took: Took) -> Time:
        fired = {one.id: one.says for one in self.found.standing.triggers}
        start = words.short_moment(took.started_at)
        if took.ended_at is None:
            so_far = f"Not ended: {words.length(self.now - took.started_at)} so far"
            return Time(took.says, fired.get(took.started_by, ""), so_far, "soon", f"since {start}")
        when = f"{start} to {_end_of(took.started_at, took.ended_at)}"
        length = words.length(took.length) if took.length else "no time: it was done before"
        return Time(took.says, fired.get(took.started_by, ""), length, "", when)

    def _missing(self, gap: Gap) -> Missing:
        if gap.duty is None:
            return Missing(gap.says, gap.clause, "Not there", "soon", "", gap.lacking)
        task = self.page.task(gap.duty)
        waits = f"for the {task.waiting_for}" if task.waiting_for else ""
        due = ", ".join(filter(None, (task.due, waits)))
        return Missing(gap.says, gap.clause, task.status, task.tone, due, ())


def _end(duty: StandingDuty) -> datetime:
    return duty.closed_at or duty.opened_at


def _took(duty: StandingDuty) -> str:
    """Return how long a duty was open, and how late it was met."""
    if duty.closed_at is None:
        return ""
    if duty.closed_at < duty.opened_at:
        return "before it was asked for"
    said = f"after {words.length(duty.closed_at - duty.opened_at)}"
    if duty.status != "met late" or duty.due_at is None:
        return said
    if duty.due_at <= duty.opened_at:
        return f"{said}; it was asked for at once"
    return f"{said}, {words.length(duty.closed_at - duty.due_at)} late"


def _end_of(start: datetime, end: datetime) -> str:
    """Return when something ended: the time alone, where that is on the day on which it began."""
    same = start.astimezone(LONDON).date() == end.astimezone(LONDON).date()
    return words.clock(end) if same else words.short_moment(end)


def _fired(trigger: FiredTrigger) -> Line:
    at, state = words.short_moment(trigger.fired_at), trigger.state
    return Line(trigger.says, at, status=words.initial(state), tone=TRIGGER_TONES[state])


def _set_aside(override: Override) -> Line:
    return Line(override.says, f"Reason given: {override.reason}", more=override.clause)
