"""A case played record by record, so that what opened, was met or fell away stays in sight."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from yipplugin.conditions import Finding, Truth
from yipplugin.policy import Duty, Length, MetBy, Policy, Trigger
from yipplugin.rules.reading import Reader
from yipplugin.rules.state import State
from yipplugin.rules.touching import TRIGGERS, reads, touches
from yipplugin.rules.worktime import answered, due
from yipplugin.values import Record


@dataclass
class Fired:
    """A trigger that fired at some record, and whether it still stands."""

    trigger: Trigger
    at: datetime
    index: int
    causes: tuple[str, ...]
    withdrawn: bool = False


@dataclass
class Opened:
    """A duty that opened for a subject, and how it has fared since."""

    duty: Duty
    subject: str
    at: datetime
    index: int
    causes: tuple[str, ...]
    since: datetime
    applies: bool = True
    ended_at: datetime | None = None
    ended_by: str | None = None
    met_at: datetime | None = None
    met_by: str | None = None
    waived: bool = False
    paused: bool = False
    last_met: datetime | None = None
    finished: bool = False

    @property
    def acted_on(self) -> bool:
        """Say whether it is met, waived or has fallen away."""
        return self.met_at is not None or not self.applies or self.finished


@dataclass
class Replay:
    """The records of a case taken in one by one, under its policy."""

    policy: Policy
    fired: dict[str, Fired] = field(default_factory=dict)
    opened: dict[tuple[str, str], Opened] = field(default_factory=dict)
    past: list[Opened] = field(default_factory=list)
    state: State = field(init=False)
    started: bool = False

    def __post_init__(self) -> None:
        """Begin with no record."""
        self.state = State(self.policy)

    def add(self, record: Record, *, with_states: bool = True) -> None:
        """Take in the next record, in order of signing."""
        self.state.add(record, with_states=with_states)
        touched = set(self._touched(record))
        if self._fire(record):
            touched.add(TRIGGERS)
        # Duties that act on triggers come first: other conditions ask whether a trigger is met.
        for duty in sorted(self.policy.duties, key=lambda one: one.each != "trigger"):
            if not self.started or reads(duty) & touched:
                self._follow(duty, record)
                if duty.each == "trigger":
                    touched.add(TRIGGERS)
        self.started = True

    def _touched(self, record: Record) -> frozenset[str]:
        if record.supersedes is not None or self.policy.asked(record) is not self.policy:
            return frozenset().union(*map(reads, self.policy.duties))
        if record.form not in self.policy.forms:
            return frozenset()
        return touches(self.policy.forms[record.form])

    def reader(self, subject: str | None = None) -> Reader:
        """Return a reader of the case as it stands now."""
        stands = {key for key, one in self.fired.items() if not one.withdrawn}
        return Reader(
            self.state, subject, fired=stands, unmet={key for key in stands if self.unmet(key)}
        )

    def moment(self, opened: Opened, length: Length, since: datetime) -> datetime | None:
        """Return when a length of time is over that began at ``since``; nothing if none is set."""
        if not length.fact:
            return due(self.policy.calendar, since, length)
        said = self.reader(opened.subject or None).moment(length.fact)
        return answered(self.policy.calendar, said) if said else None

    def asked_from(self, opened: Opened) -> datetime:
        """Return from when on a duty is asked for: as soon as it opens, or some time after."""
        after = opened.duty.after
        begins = self.moment(opened, after, opened.at) if after else None
        return max(opened.at, begins) if begins else opened.at

    def unmet(self, trigger: str) -> bool:
        """Say whether a trigger that stands still waits for what the policy asks."""
        asked = [
            one
            for (duty, subject), one in self.opened.items()
            if subject == trigger and one.duty.each == "trigger"
        ]
        return not self.fired[trigger].withdrawn and not (
            asked and all(one.acted_on for one in asked)
        )

    def _fire(self, record: Record) -> bool:
        """Fire and withdraw triggers; say whether any did."""
        reader = Reader(self.state)
        before = {key: (one.index, one.withdrawn) for key, one in self.fired.items()}
        for trigger in self.policy.triggers:
            finding = reader.read(trigger.when)
            known = self.fired.get(trigger.id)
            if finding.holds and (known is None or known.withdrawn):
                self.fired[trigger.id] = Fired(
                    trigger, record.signed_at, self.state.indexes[record.id], finding.causes
                )
            elif known is not None and not finding.holds:
                known.withdrawn = True
            elif known is not None:
                known.causes = finding.causes
        return before != {key: (one.index, one.withdrawn) for key, one in self.fired.items()}

    def _subjects(self, duty: Duty) -> Iterator[str]:
        if duty.each == "":
            yield ""
        elif duty.each == "pupil":
            yield from self.state.pupils()
        elif duty.each == "person":
            yield from self.state.people
        elif duty.each == "trigger":
            yield from [key for key, one in self.fired.items() if not one.withdrawn]
        elif duty.each != "school":  # what the school owes, no case asks for
            which, _, form = duty.each.partition(":")
            records = self.state.records_of(form)
            for one in records[-1:] if which == "latest" else records:
                yield f"record:{self.state.roots[one.id]}"

    def _follow(self, duty: Duty, record: Record) -> None:
        asked = {subject: self._opens(duty, subject) for subject in self._subjects(duty)}
        for subject, finding in asked.items():
            if finding.holds:
                self._open(duty, subject, finding, record)
        for (key, subject), opened in self.opened.items():
            if key == duty.id:
                still = asked.get(subject)
                self._update(opened, record, applies=still is not None and still.holds)

    def _opens(self, duty: Duty, subject: str) -> Finding:
        reader = self.reader(subject or None)
        finding = reader.read(duty.opens)
        if duty.newer and any(
            self._place(one) > self._place(subject[7:]) for one in finding.causes
        ):
            return Finding(Truth.NO)
        if not finding.holds or duty.where is None:
            return finding
        chosen = reader.read(duty.where)
        return Finding(chosen.truth, tuple(dict.fromkeys((*finding.causes, *chosen.causes))))

    def _place(self, record: str) -> int:
        return self.state.places[self.state.roots[record]]

    def _open(self, duty: Duty, subject: str, finding: Finding, record: Record) -> None:
        known = self.opened.get((duty.id, subject))
        if known is not None and known.applies:
            return
        if known is not None:
            self.past.append(known)
        causes = self.fired[subject].causes if duty.each == "trigger" else finding.causes
        self.opened[duty.id, subject] = Opened(
            duty,
            subject,
            at=record.signed_at,
            index=self.state.indexes[record.id],
            causes=causes or (record.id,),
            since=record.signed_at,
        )

    def _update(self, opened: Opened, record: Record, *, applies: bool) -> None:
        if not applies:
            if opened.applies:
                opened.applies, opened.ended_at, opened.ended_by = (
                    False,
                    record.signed_at,
                    record.id,
                )
            return
        reader = self.reader(opened.subject or None)
        duty = opened.duty
        if duty.ends is not None:
            opened.finished = reader.read(duty.ends).holds
        paused = duty.paused is not None and reader.read(duty.paused).holds
        if opened.paused and not paused:
            opened.since = record.signed_at
        opened.paused = paused
        met = self._met(opened, duty.met_by, reader, record)
        waived = None if met else self._met(opened, duty.waived_by, reader, record)
        if duty.every is not None:
            self._come_round(opened, met)
            return
        closed = met or waived
        opened.waived = waived is not None
        if closed is None and opened.met_at is not None:
            opened.since = opened.at = record.signed_at
        if closed is None:
            opened.met_at, opened.met_by = None, None
        elif opened.met_at is None:
            by_this = self.state.roots.get(closed[1]) == self.state.roots[record.id]
            opened.met_at = record.signed_at if by_this else closed[0]
            opened.met_by = closed[1]
        else:  # A correction of what met it does not make it late.
            opened.met_by = closed[1]

    def _come_round(self, opened: Opened, met: tuple[datetime, str] | None) -> None:
        if met is not None:
            opened.last_met, opened.met_by = met
            opened.since = max(opened.since, met[0])

    def _met(
        self, opened: Opened, ways: tuple[MetBy, ...], reader: Reader, record: Record
    ) -> tuple[datetime, str] | None:
        """Return when and by which record a duty is met: the first, or for a round the last."""
        found: list[tuple[datetime, str]] = []
        for way in ways:
            if way.condition is not None and not reader.read(way.condition).holds:
                continue
            if way.form is not None:
                candidates = _candidates(way, way.form, reader)
                if opened.duty.every is not None:
                    candidates.reverse()
                counting = (one for one in candidates if self._counts(opened, way, one))
                found += [(self.state.first_signed(one), one.id) for one in islice(counting, 1)]
            else:
                found.append((opened.met_at or record.signed_at, opened.met_by or record.id))
        if not found:
            return None
        return max(found) if opened.duty.every is not None else min(found)

    def _counts(self, opened: Opened, way: MetBy, record: Record) -> bool:
        if way.since and self.state.indexes[self.state.roots[record.id]] <= opened.index:
            return False
        if way.since and self.state.first_signed(record) < self.asked_from(opened):
            return False
        if way.exact and record.about != self.state.version_now(opened.subject):
            return False
        return not same_person(self.state, self.policy, record.form, record.about, record.by)


def _candidates(way: MetBy, form: str, reader: Reader) -> list[Record]:
    matching = reader.records(form, way.where)
    if not way.latest:
        return matching
    last = reader.records(form)[-1:]
    return [one for one in last if one in matching]


def same_person(state: State, policy: Policy, form: str, about: str | None, by: str) -> bool:
    """Say whether ``by`` may not sign ``form``, having signed what a second person must look at.

    Where the one form is not about the other, it is enough that somebody else signed one of them
    too: a head who leads gives a view as well, and does not bar themselves from deciding by it.
    """
    for rule in policy.two_people:
        if rule.form != form:
            continue
        others = state.records_of(rule.differs_from)
        if about and about.startswith("record:"):
            root = state.root_of(about)
            named = [one for one in others if f"record:{state.roots[one.id]}" == root]
            others = named if rule.differs_from in policy.forms[form].about_forms else others
        if others and all(one.by == by for one in others):
            return True
    return False
