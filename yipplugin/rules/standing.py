"""Where a case stands: a pure function of its policy, its records and the time."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from yipplugin.policy import Policy, Stage
from yipplugin.rules.outcome import (
    CasePerson,
    FiredTrigger,
    Standing,
    StandingDuty,
    StandingWarning,
)
from yipplugin.rules.refusing import overrides, refusals
from yipplugin.rules.replay import Opened, Replay
from yipplugin.rules.state import PART
from yipplugin.rules.worktime import age_on
from yipplugin.values import Record

_STATUS_ORDER = ("overdue", "open", "paused", "waived", "met late", "met", "no longer applies")


def standing(policy: Policy, records: Sequence[Record], now: datetime) -> Standing:
    """Return where a case stands at ``now`` (aware).

    :param records: every record of the case in order of signing, corrections among them.
    """
    replay = Replay(policy)
    for record in records:
        replay.add(record)
    return outcome(replay, now)


def outcome(replay: Replay, now: datetime) -> Standing:
    """Return what a replayed case comes to at ``now``."""
    stage = _stage(replay)
    every = [one for one in (*replay.past, *replay.opened.values()) if _asked(replay, one, now)]
    duties = tuple(sorted((_duty(replay, one, now) for one in every), key=_order))
    return Standing(
        stage=stage.key,
        stage_label=stage.label,
        triggers=_triggers(replay),
        duties=duties,
        refusals=refusals(replay, duties),
        overrides=overrides(replay),
        warnings=_warnings(replay),
        people=_people(replay),
        current=tuple(one.id for one in replay.state.current.values()),
        corrected=dict(replay.state.corrected),
    )


def _stage(replay: Replay) -> Stage:
    reader = replay.reader()
    stages = [one for one in replay.policy.stages if reader.read(one.when).holds]
    return stages[-1] if stages else replay.policy.stages[0]


def _triggers(replay: Replay) -> tuple[FiredTrigger, ...]:
    found = []
    for key, fired in replay.fired.items():
        state = "withdrawn" if fired.withdrawn else "stands" if replay.unmet(key) else "acted on"
        rule = fired.trigger
        found.append(
            FiredTrigger(key, rule.clause, rule.says, rule.emergency, fired.at, fired.causes, state)
        )
    return tuple(sorted(found, key=lambda one: (one.fired_at, not one.emergency, one.id)))


def _asked(replay: Replay, opened: Opened, now: datetime) -> bool:
    """Say whether anybody was asked: its time had come before it was met or fell away."""
    ended = opened.met_at if opened.applies else opened.ended_at
    return opened.duty.after is None or replay.asked_from(opened) <= (ended or now)


def _duty(replay: Replay, opened: Opened, now: datetime) -> StandingDuty:
    rule = opened.duty
    length = rule.every or rule.due
    begins = max(opened.since, replay.asked_from(opened))
    due_at = replay.moment(opened, length, begins) if length else None
    closed_at, closed_by = opened.met_at, opened.met_by
    if not opened.applies:
        status, closed_at, closed_by = "no longer applies", opened.ended_at, opened.ended_by
    elif rule.every is not None and opened.finished:
        status = "met"
        closed_at = opened.last_met
    elif opened.met_at is not None:
        late = due_at is not None and opened.met_at > due_at and not opened.waived
        status = "waived" if opened.waived else "met late" if late else "met"
    elif opened.paused:
        status = "paused"
    else:
        status = "overdue" if due_at is not None and due_at < now else "open"
    return StandingDuty(
        id=rule.id,
        clause=rule.clause,
        do=_name(replay, rule.do, opened.subject),
        subject=replay.state.version_now(opened.subject),
        who=rule.who,
        status=status,
        opened_at=replay.asked_from(opened),
        causes=opened.causes,
        forms=tuple(way.form for way in (*rule.met_by, *rule.waived_by) if way.form),
        due_at=due_at,
        length=length,
        closed_at=closed_at,
        closed_by=closed_by,
        binds=rule.binds,
        first=rule.first,
    )


def without_names(words: str) -> str:
    """Return what a duty asks for without whom or what for: lists name nobody."""
    return re.sub(r"[:,]? ?{(trigger|record)}", "", words).replace("{person}", "a young person")


def _name(replay: Replay, words: str, subject: str) -> str:
    """Put a name where the pack says «{person}», «{trigger}» or «{record}».

    The person of a record is whom it is about.
    """
    state = replay.state
    fired = replay.fired.get(subject)
    record = state.current.get(state.roots.get(subject.removeprefix("record:"), ""))
    form = replay.policy.forms.get(record.form) if record else None
    names = {
        "{person}": state.name_of(subject),
        "{trigger}": fired.trigger.says if fired else "",
        "{record}": form.name_of(record.answers) if record and form else "",
    }
    return re.sub("|".join(names), lambda found: names[found.group()], words)


def _order(duty: StandingDuty) -> tuple[object, ...]:
    far = datetime.max.replace(tzinfo=UTC)
    group = 0 if duty.outstanding else 1 + _STATUS_ORDER.index(duty.status)
    return (group, not duty.first, duty.due_at or far, duty.opened_at, duty.id, duty.subject)


def _warnings(replay: Replay) -> tuple[StandingWarning, ...]:
    found = []
    for rule in replay.policy.warnings:
        if rule.when is None:
            continue
        for subject in replay.state.pupils() if rule.each == "pupil" else ("",):
            finding = replay.reader(subject or None).read(rule.when)
            if finding.holds:
                found += [
                    StandingWarning(rule.id, act, rule.clause, rule.says, finding.causes, subject)
                    for act in rule.acts
                ]
    return tuple(found)


def _people(replay: Replay) -> tuple[CasePerson, ...]:
    day, _ = replay.state.incident()
    found = []
    for ref, known in replay.state.people.items():
        person = known.person
        parts = [one.value for one in replay.state.facts.get(PART, []) if one.subject == ref]
        age = age_on(person.born, day) if person.born and day else None
        found.append(CasePerson(person, tuple(dict.fromkeys(parts)), age, known.records))
    return tuple(found)
