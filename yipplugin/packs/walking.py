"""Every condition of a policy, with what stands around it: whose it is, and what it may read."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from yipplugin.conditions import Anyone, Condition, CountAtLeast, EveryPupil
from yipplugin.evidence import Point, Records, Settled, Stretch
from yipplugin.form import Form
from yipplugin.policy import Policy

PEOPLE = ("pupil", "person")
"""What ``each`` may name that makes conditions read one person."""


@dataclass(frozen=True)
class Spot:
    """A condition and its surroundings.

    ``owner`` is the duty, question or other thing that it belongs to and ``key`` the key it stands
    under. ``person`` is true where it reads one person. ``form`` is the form whose answers it
    reads, where it reads answers and not the case.
    """

    owner: object
    key: str
    condition: Condition
    person: bool = False
    form: Form | None = None


def spots(policy: Policy) -> Iterator[Spot]:
    """Yield every condition of the policy, those inside ``where`` apart."""
    for spot in _spots(policy):
        yield spot
        yield from _wheres(policy, spot.owner, spot.condition)


def _spots(policy: Policy) -> Iterator[Spot]:
    yield from rule_spots(policy)
    for form in policy.forms.values():
        for question in form.everything():
            if question.when is not None:
                yield Spot(question, "when", question.when, form=form)


def rule_spots(policy: Policy) -> Iterator[Spot]:
    """Yield every condition over the case."""
    for stage in policy.stages:
        yield Spot(stage, "when", stage.when)
    for trigger in policy.triggers:
        yield Spot(trigger, "when", trigger.when)
    for warning in policy.warnings:
        if warning.when is not None:
            yield Spot(warning, "when", warning.when, warning.each in PEOPLE)
    for number in policy.numbers:
        if number.when is not None:
            yield Spot(number, "when", number.when)
    for refusal in policy.refusals:
        yield Spot(refusal, "unless", refusal.unless, refusal.each in PEOPLE)
    for duty in policy.duties:
        person = duty.each in PEOPLE
        for key, condition in (
            ("opens", duty.opens),
            ("where", duty.where),
            ("ends", duty.ends),
            ("paused while", duty.paused),
        ):
            if condition is not None:
                yield Spot(duty, key, condition, person)
        for way in (*duty.met_by, *duty.waived_by):
            if way.condition is not None:
                yield Spot(way, "when", way.condition, person)
            form = policy.forms.get(way.form or "")
            if way.where is not None and form is not None:
                yield Spot(way, "where", way.where, form=form)
    yield from _inspection_spots(policy)


def _inspection_spots(policy: Policy) -> Iterator[Spot]:
    for evidence in (one for question in policy.inspection for one in question.evidence):
        if isinstance(evidence, Settled):
            yield Spot(evidence, "holds", evidence.holds)
        wanted = evidence.wanted if isinstance(evidence, Records | Settled) else None
        if wanted is not None:
            yield Spot(evidence, "wanted when", wanted)
        ends = (evidence.start, *evidence.ends) if isinstance(evidence, Stretch) else ()
        for one in ends if ends else (evidence,):
            if isinstance(one, Records | Point) and one.where is not None:
                yield Spot(one, "where", one.where, form=policy.forms.get(one.form))


def _wheres(policy: Policy, owner: object, condition: Condition) -> Iterator[Spot]:
    """Yield the answers that readings of records ask for."""
    form = policy.forms.get(getattr(condition, "form", None) or "")
    for one, _ in inside(condition, person=False):
        if getattr(condition, "where", None) is one and form is not None:
            yield Spot(owner, "where", one, form=form)
        else:
            yield from _wheres(policy, owner, one)


def inside(condition: Condition, person: bool) -> Iterator[tuple[Condition, bool]]:
    """Yield the conditions directly inside another, and whether each reads one person."""
    person = person or isinstance(condition, Anyone | EveryPupil | CountAtLeast)
    for one in fields(condition):  # type: ignore[arg-type]
        value = getattr(condition, one.name)
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Condition):
                yield inner, person


def readings(condition: Condition, person: bool = False) -> Iterator[tuple[Condition, bool]]:
    """Yield a condition and all inside it that read the case, and whether they read one person."""
    yield condition, person
    for inner, personal in inside(condition, person):
        if getattr(condition, "where", None) is not inner:
            yield from readings(inner, personal)
