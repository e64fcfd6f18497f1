"""What the case page says, in words: the alarm, what to do next, people, and who can see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from flask import url_for

from yipplugin.form import Form
from yipplugin.policy import Text
from yipplugin.rules import worktime
from yipplugin.rules.access import could, turned_to
from yipplugin.rules.acts import Offering
from yipplugin.rules.carrying import place_in
from yipplugin.rules.closing import CLOSE, is_closed
from yipplugin.rules.outcome import FiredTrigger, StandingDuty
from yipplugin.services.cases import CaseView
from yipplugin.services.policies import REPORT
from yipplugin.values import ROLES
from yipplugin.web import words
from yipplugin.web.drafts import ADDITION
from yipplugin.web.explaining import Explanations, Refused, Why, form_url
from yipplugin.web.people import Somebody, somebody


@dataclass(frozen=True)
class Way:
    """A form that may be begun now, or why it may not."""

    label: str
    url: str
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Task:
    """One thing that the policy asks for, with its button or what stands in its place."""

    do: str
    due: str
    status: str
    tone: str
    waiting_for: str
    ways: tuple[Way, ...]
    why: Why
    closed: str = ""


@dataclass(frozen=True)
class Fired:
    """A trigger that stands unmet, with how long it has waited to be acted on."""

    says: str
    since: str
    why: Why


@dataclass(frozen=True)
class Alarm:
    """The panel that comes before everything else: why, what to do, and the buttons for it."""

    emergency: bool
    fired: tuple[Fired, ...]
    tasks: tuple[Task, ...]
    ways: tuple[Way, ...]
    waiting_for: str
    in_danger: tuple[Text, ...]
    texts: tuple[Text, ...]


REPORTERS = (REPORT, ADDITION)
"""The forms of whoever reports, which have pages of their own."""


class CasePage:
    """The words of one case for one reader at one moment."""

    def __init__(self, case: CaseView, now: datetime) -> None:
        self.case = case
        self.actor = case.reader
        self.now = now
        self.explain = Explanations(case.policy, case)
        self.standing = case.standing
        self._school_day = partial(worktime.is_school_day, case.policy.calendar)
        self._offering = Offering(case.policy, case.records, case.standing, case.reader)

    @cached_property
    def alarm(self) -> Alarm | None:
        """Return the refer-now panel where a trigger stands unmet."""
        fired = [one for one in self.standing.triggers if one.state == "stands"]
        if not fired:
            return None
        emergency = any(one.emergency for one in fired)
        ids = {one.id for one in fired}
        first = [(self.task(duty), duty.subject) for duty in self._alarmed()]
        ways = {way.url: way for task, _ in first for way in task.ways}
        return Alarm(
            emergency=emergency,
            fired=tuple(self._fired(one) for one in fired),
            # What is asked for because of a trigger is said by the trigger itself.
            tasks=tuple(task for task, subject in first if subject not in ids),
            ways=tuple(ways.values()),
            waiting_for=next((task.waiting_for for task, _ in first if task.waiting_for), ""),
            in_danger=self.texts("emergency panel") if emergency else (),
            texts=self.texts("refer panel"),
        )

    @cached_property
    def todo(self) -> list[Task]:
        """Return what to do next in order, apart from what the alarm already says."""
        alarmed = self._alarmed()
        return [
            self.task(duty)
            for duty in self.standing.duties
            if (duty.outstanding or duty.status == "paused") and duty not in alarmed
        ]

    @cached_property
    def done(self) -> list[Task]:
        """Return the duties that were met, waived or fell away, latest first."""
        ended = [
            duty for duty in self.standing.duties
            if not duty.outstanding and duty.status != "paused"
        ]  # fmt: skip
        ended.sort(key=lambda duty: duty.closed_at or duty.opened_at, reverse=True)
        return [self.task(duty) for duty in ended]

    @cached_property
    def people(self) -> list[Somebody]:
        """Return the case's people with their parts, year and age."""
        return [somebody(self.case, one, self.now) for one in self.standing.people]

    @cached_property
    def addable(self) -> list[Way]:
        """Return every form that this reader may sign; refused ones last, with their reason."""
        ways = [
            way
            for form in self.case.policy.forms.values()
            if self.actor.roles & set(form.who) and form.key not in REPORTERS
            for about in self._abouts(form, "")
            for way in self._way(form, about, self._label(form, about))
        ]
        return sorted(ways, key=lambda way: bool(way.refused))

    @cached_property
    def closing(self) -> Way | None:
        """Return the way to close the case once nothing stands in the way of it."""
        for form in self.case.policy.forms.values():
            if CLOSE in form.acts and self.actor.roles & set(form.who):
                ways = [way for way in self._way(form, None, form.title) if not way.refused]
                return ways[0] if ways else None
        return None

    @property
    def disposal_url(self) -> str:
        """Return where a closed case is disposed of; nothing for whoever has no part in that."""
        case = self.case
        if not could(self.actor.roles, "disposal:read"):
            return ""
        closed = is_closed(case.policy, case.records, self.standing.current)
        return url_for("yipplugin.disposal", case_id=case.id) if closed else ""

    @property
    def hold_url(self) -> str:
        """Return where the case is put on hold; nothing for whoever does not answer for it."""
        if not could(self.actor.roles, "hold:read"):
            return ""
        return url_for("yipplugin.hold", case_id=self.case.id)

    @property
    def move_url(self) -> str:
        """Return where the case is moved to another policy; nothing where it is not open."""
        case = self.case
        if not could(self.actor.roles, "move:read"):
            return ""
        closed = is_closed(case.policy, case.records, self.standing.current)
        return "" if closed else url_for("yipplugin.move", case_id=case.id)

    @property
    def overrides(self) -> list[tuple[str, str, Why]]:
        """Return what was set aside, with the reason that was given."""
        return [
            (one.says, one.reason, self.explain.why(one.clause, one.records))
            for one in self.standing.overrides
        ]

    def texts(self, place: str) -> tuple[Text, ...]:
        """Return the policy's texts for a place on the page."""
        return tuple(one for one in self.case.policy.texts if one.place == place)

    def task(self, duty: StandingDuty) -> Task:
        """Return a duty as a line of the page."""
        mine = bool(self.actor.roles & set(duty.who))
        status, tone = self._status(duty)
        return Task(
            do=duty.do,
            due=self._due(duty),
            status=status,
            tone=tone,
            waiting_for="" if mine else words.listed(self._turned_to(duty), "or"),
            # What comes first may be done by anybody who may sign it: nobody waits to refer.
            ways=tuple(self._ways(duty)) if duty.outstanding and (mine or duty.first) else (),
            why=self.explain.why(duty.clause, duty.causes, self._changes(duty), self._note(duty)),
            closed=words.short_moment(duty.closed_at) if duty.closed_at else "",
        )

    def _turned_to(self, duty: StandingDuty) -> list[str]:
        known = self.case.known
        roles = turned_to(duty.who, lead_named=known.lead_named, head_named=known.head_named)
        return [name for role, name in ROLES.items() if role in roles]

    def _alarmed(self) -> list[StandingDuty]:
        standing = any(one.state == "stands" for one in self.standing.triggers)
        return [duty for duty in self.standing.outstanding if duty.first] if standing else []

    def _status(self, duty: StandingDuty) -> tuple[str, str]:
        if duty.status == "open":
            soon = duty.due_at is not None and (duty.due_at - self.now).total_seconds() < 3600
            return ("Due soon", "soon") if soon else ("To do", "")
        if duty.status == "overdue":
            return ("Now", "late") if _at_once(duty) else ("Late", "late")
        tone = "waiting" if duty.status == "paused" else "done"
        return words.initial(duty.status), tone if duty.status != "no longer applies" else ""

    def _due(self, duty: StandingDuty) -> str:
        if duty.due_at is None or not duty.outstanding:
            return ""
        if _at_once(duty):
            return f"at once: asked for {words.ago(duty.due_at, self.now)}"
        # The status beside it says already that it is late.
        return words.due(duty.due_at, self.now, self._school_day).removeprefix("late: ")

    def _ways(self, duty: StandingDuty) -> Iterator[Way]:
        for number, key in enumerate(dict.fromkeys(duty.forms)):
            form = self.case.policy.forms[key]
            if not self.actor.roles & set(form.who):
                continue
            abouts = self._abouts(form, duty.subject)
            usual = number == 0 and len(abouts) == 1
            for about in abouts:
                label = f"Record: {form.record_title}" if usual else self._label(form, about)
                yield from self._way(form, about, label)

    def _way(self, form: Form, about: str | None, label: str) -> Iterator[Way]:
        refused = self._offering.refusals(form.key, about)
        yield Way(
            label=label,
            url=form_url(self.case.id, form.key, about),
            refused=tuple(
                self.explain.refused(one, self._label(form, about)) for one in refused
            ),
        )  # fmt: skip

    def _abouts(self, form: Form, subject: str) -> list[str | None]:
        """Return what a form can be about: the duty's own subject, else each that there is."""
        if not form.about:
            return [None]
        if form.about == "pupil":
            refs = [one.person.ref for one in self.standing.people if one.person.kind == "pupil"]
        else:
            refs = [
                f"record:{one.id}" for one in self.case.records
                if one.id in self.standing.current and one.form in form.about_forms
                and place_in(self.case.policy, one)
            ]  # fmt: skip
        return [subject] if subject in refs else list(refs)

    def _label(self, form: Form, about: str | None) -> str:
        named = self.explain.about(about)
        return f"{form.title}: {named}" if named else form.title

    def _changes(self, duty: StandingDuty) -> str:
        if not duty.outstanding:
            return ""
        titles = [f"«{self.explain.form_title(key)}»" for key in dict.fromkeys(duty.forms)]
        return f"Signing {words.listed(titles, 'or')} closes this." if titles else ""

    def _note(self, duty: StandingDuty) -> str:
        ended = self.explain.records.get(duty.closed_by or "")
        if duty.status != "no longer applies" or ended is None:
            return self._target(duty)
        because = f" It corrects an earlier one, because: {ended.reason}" if ended.reason else ""
        return f"This fell away with {self.explain.cause(ended.id).label}.{because}"

    def _target(self, duty: StandingDuty) -> str:
        if duty.length is None:
            return ""
        if duty.length.fact:
            return "The time was set in a record of this case."
        source = {
            "law": "The time comes from the law.",
            "guidance": "The time comes from national guidance.",
            "authority": "The time comes from the local authority.",
        }
        return source.get(duty.length.source, "The time is the school's own target, not the law.")

    def _fired(self, one: FiredTrigger) -> Fired:
        changes = (
            "Recording the referral acts on it. Only a correction of the record that caused it, "
            "with a reason, withdraws it."
        )
        return Fired(
            says=one.says,
            since=words.ago(one.fired_at, self.now),
            why=self.explain.why(one.clause, one.causes, changes),
        )


def _at_once(duty: StandingDuty) -> bool:
    return duty.length is not None and duty.length.unit == "at once"
