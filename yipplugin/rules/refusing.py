"""What is refused now, in whose words, what is missing, and what named people set aside."""

from collections.abc import Iterator, Sequence

from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    Any_,
    Anyone,
    Condition,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    HasRecord,
    MayBe,
    Not,
    TriggerStands,
)
from yipplugin.policy import Policy, Refusal
from yipplugin.rules.outcome import Override, StandingDuty, StandingRefusal
from yipplugin.rules.reading import Reader
from yipplugin.rules.replay import Replay
from yipplugin.values import Record

OVERRIDE = "override"
"""The form in which one person asks to set a refusal aside."""

OVERRIDE_AGREED = "override_agreed"
"""The form, about that record, in which another agrees."""


def refusals(replay: Replay, duties: Sequence[StandingDuty]) -> tuple[StandingRefusal, ...]:
    """Return every act that is refused, by a rule or by a duty that binds it."""
    found: list[StandingRefusal] = []
    for rule in replay.policy.refusals:
        if _override_of(replay, rule) is None:
            for subject in _subjects(replay, rule):
                found += _refused(replay, rule, subject)
    for duty in duties:
        if duty.outstanding:
            found += [
                StandingRefusal(
                    duty.id, act, duty.clause, f"This is still to be done: {duty.do}", duty.do,
                    duty.causes,
                )
                for act in duty.binds
            ]  # fmt: skip
    return tuple(found)


def _subjects(replay: Replay, rule: Refusal) -> list[str]:
    """Return what a rule is asked for, each on its own; the case is ``""``."""
    state = replay.state
    if rule.each == "pupil":
        return state.pupils()
    kind, _, forms = rule.each.partition(":")
    if kind != "record":
        return [""]
    return [f"record:{one.id}" for form in forms.split(",") for one in state.records_of(form)]


def _refused(replay: Replay, rule: Refusal, subject: str) -> list[StandingRefusal]:
    reader = replay.reader(subject or None)
    finding = reader.read(rule.unless)
    if finding.holds:
        return []
    causes = finding.causes or _trigger_causes(replay, rule)
    missing = lacking(replay.policy, reader, rule.unless)
    return [
        StandingRefusal(
            rule.id, act, rule.clause, rule.says, rule.lifted_by, causes, missing, rule.override,
            subject,
        )
        for act in rule.acts
    ]  # fmt: skip


def overrides(replay: Replay) -> tuple[Override, ...]:
    """Return the refusals that named roles together have set aside."""
    found = [(rule, _override_of(replay, rule)) for rule in replay.policy.refusals]
    return tuple(
        Override(
            rule.id,
            rule.clause,
            rule.says,
            str(signed[0].answers.get("reason", "")),
            tuple(one.id for one in signed),
        )
        for rule, signed in found
        if signed is not None
    )


def _override_of(replay: Replay, rule: Refusal) -> list[Record] | None:
    """Return the records by which different people of each named role set ``rule`` aside.

    A trigger that fires afterwards is not covered: they could not have weighed it.
    """
    if not rule.override:
        return None
    state = replay.state
    latest = max((one.index for one in replay.fired.values() if not one.withdrawn), default=-1)
    for asked in state.records_of(OVERRIDE):
        if asked.answers.get("refusal") != choice_of(rule.id) or state.indexes[asked.id] <= latest:
            continue
        agreed = [
            one
            for one in state.records_of(OVERRIDE_AGREED)
            if one.about == f"record:{asked.id}" and one.answers.get("agreed") == "yes"
        ]
        signed = [asked, *agreed]
        if _covers(rule.override, signed):
            return signed
    return None


def choice_of(rule_id: str) -> str:
    """Return the key under which the override form offers a refusal: ``REF-1`` as ``ref_1``."""
    return rule_id.lower().replace("-", "_")


def _covers(roles: tuple[str, ...], signed: list[Record]) -> bool:
    """Say whether each role is held by another of the people who signed."""
    if not roles:
        return True
    return any(
        roles[0] in one.by_roles
        and _covers(roles[1:], [other for other in signed if other.by != one.by])
        for one in signed
    )


def _trigger_causes(replay: Replay, rule: Refusal) -> tuple[str, ...]:
    if TriggerStands not in {type(one) for one in _flat(rule.unless)}:
        return ()
    return tuple(dict.fromkeys(c for one in replay.fired.values() for c in one.causes))


def _flat(condition: Condition) -> Iterator[Condition]:
    yield condition
    if isinstance(condition, All | Any_):
        for item in condition.items:
            yield from _flat(item)
    elif isinstance(condition, Not | MayBe):
        yield from _flat(condition.item)


def lacking(policy: Policy, reader: Reader, condition: Condition) -> tuple[str, ...]:
    """Return in words what a condition still waits for; nothing where it holds."""
    return tuple(dict.fromkeys(_missing(policy, reader, condition)))


def _missing(policy: Policy, reader: Reader, condition: Condition) -> Iterator[str]:
    """Yield in words each part of ``condition`` that is not met."""
    if reader.read(condition).holds:
        return
    if isinstance(condition, All):
        for item in condition.items:
            yield from _missing(policy, reader, item)
    elif isinstance(condition, EveryPupil):
        for ref in reader.state.pupils():
            name = reader.state.people[ref].person.name
            for words in _missing(policy, reader.about(ref), condition.of):
                yield f"{name}: {words}"
    elif isinstance(condition, Any_):
        ways = ["; ".join(_missing(policy, reader, item)) for item in condition.items]
        yield " — or ".join(way for way in ways if way)
    elif condition != Not(Always()):
        yield _words(policy, condition)


def _words(policy: Policy, condition: Condition) -> str:
    match condition:
        case FactAnswered(fact):
            return f"answer needed: {_label(policy, fact)}"
        case FactIs(fact, values) | FactEver(fact, values):
            return f"{_label(policy, fact)}: {_either(values)}"
        case HasRecord(form, _):
            title = policy.forms[form].record_title if form in policy.forms else form
            return f"a record is needed: {title}"
        case Not(HasRecord(form, _)):
            title = policy.forms[form].record_title if form in policy.forms else form
            return f"there is a record: {title}"
        case Not(TriggerStands()):
            return "a reason for immediate referral stands"
        case Not(Anyone(of)) | Anyone(of) | MayBe(of):
            return _words(policy, of)
        case AgeUnder(years):
            return f"under {years} on the day of the incident"
        case Not(FactIs(fact, values)) | Not(FactEver(fact, values)):
            return f"{_label(policy, fact)} must not be: {_either(values)}"
    return "what the clause asks for"


def _label(policy: Policy, fact: str) -> str:
    return policy.facts[fact].label if fact in policy.facts else fact


def _either(values: tuple[str, ...]) -> str:
    return " or ".join(value.replace("_", " ") for value in values)
