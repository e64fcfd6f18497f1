"""Checks that nothing waits for itself: duties, refusals, acts and forms that hold each other up.

A form can be signed once its acts are allowed; an act is allowed once the duties that bind it are
met and the refusals of it lifted; those wait for forms in turn. Whatever cannot be reached from
nothing by such steps can never happen, and the chain that shows why is told in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from yipplugin.conditions import (
    All,
    Always,
    AnswerIs,
    Any_,
    Anyone,
    Condition,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    HasRecord,
    Not,
)
from yipplugin.form import Form
from yipplugin.packs.feeding import Feeding
from yipplugin.packs.reader import Reader
from yipplugin.policy import Duty, Policy, Refusal


class Step(NamedTuple):
    """Something that must become possible; ``form`` is the form that is being signed for it."""

    kind: str
    name: str
    form: str = ""


@dataclass(frozen=True)
class Need:
    """What a step waits for: all, or any, of its parts."""

    every: bool
    parts: tuple["Need | Step", ...] = ()


NOTHING = Need(every=True)
IMPOSSIBLE = Need(every=False)


@dataclass
class Waiting:
    """What every step of a policy waits for, and which steps can happen."""

    policy: Policy
    feeding: Feeding
    needs: dict[Step, Need] = field(default_factory=dict)
    reached: set[Step] = field(default_factory=set)

    def work_out(self) -> None:
        """Find every step and which of them can happen."""
        waiting = [Step("form", key) for key in self.policy.forms]
        waiting += [Step("duty", duty.id) for duty in self.policy.duties]
        while waiting:
            step = waiting.pop()
            if step not in self.needs:
                self.needs[step] = self.need(step)
                waiting += list(_steps(self.needs[step]))
        while new := {
            step for step, need in self.needs.items() if step not in self.reached and self.met(need)
        }:
            self.reached |= new

    def met(self, need: Need | Step) -> bool:
        """Say whether everything that ``need`` asks can happen, as far as is known."""
        if isinstance(need, Step):
            return need in self.reached
        join = all if need.every else any
        return join(self.met(part) for part in need.parts)

    def need(self, step: Step) -> Need:
        """Return what a step waits for."""
        if step.kind == "form":
            form = self.policy.forms[step.name]
            return Need(True, tuple(Step("act", act, form.key) for act in form.acts_of_new))
        if step.kind == "act":
            return self._act(step)
        if step.kind == "refusal":
            refusal = next(one for one in self.policy.refusals if one.id == step.name)
            return self.condition(refusal.unless, step.form)
        duty = next(one for one in self.policy.duties if one.id == step.name)
        return self._duty(duty)

    def _act(self, step: Step) -> Need:
        duties = [Step("duty", one.id) for one in self.policy.duties if step.name in one.binds]
        refusals = [
            Step("refusal", one.id, step.form)
            for one in self.policy.refusals
            if step.name in one.acts and not one.override
        ]
        return Need(True, (*duties, *refusals))

    def _duty(self, duty: Duty) -> Need:
        ways: list[Need] = []
        for way in (*duty.met_by, *duty.waived_by):
            form = self.policy.forms.get(way.form or "")
            asked = [self.record(form, way.where)] if form else []
            if way.condition is not None:
                asked.append(self.condition(way.condition, ""))
            ways.append(Need(True, tuple(asked)) if asked else IMPOSSIBLE)
        return Need(False, tuple(ways))

    def record(self, form: Form, where: Condition | None) -> Need:
        """Return what a record of a form with such answers waits for."""
        chosen = NOTHING if where is None else self.answers(form, where)
        return Need(True, (Step("form", form.key), chosen))

    def answers(self, form: Form, where: Condition) -> Need:
        """Return what giving such answers waits for: some of them do acts."""
        match where:
            case All(items) | Any_(items):
                every = isinstance(where, All)
                return Need(every, tuple(self.answers(form, item) for item in items))
            case AnswerIs(key, values):
                question = next((one for one in form.questions if one.key == key), None)
                acts = {one.key: one.act for one in question.choices} if question else {}
                ways = [acts.get(value) for value in values]
                steps = [Need(True, (Step("act", act, form.key),) if act else ()) for act in ways]
                return Need(False, tuple(steps))
        return NOTHING

    def condition(self, condition: Condition, signing: str) -> Need:
        """Return what a condition waits for; what is being signed may answer it itself."""
        match condition:
            case All(items) | Any_(items):
                every = isinstance(condition, All)
                return Need(every, tuple(self.condition(item, signing) for item in items))
            case Not(Always()):
                return IMPOSSIBLE
            case Anyone(of) | EveryPupil(of):
                return self.condition(of, signing)
            case CountAtLeast(_, of, None) if of is not None:
                return self.condition(of, signing)
            case HasRecord(form, where) if form in self.policy.forms:
                return self.record(self.policy.forms[form], where)
            case CountAtLeast(_, None, str(form)) if form in self.policy.forms:
                return Need(True, (Step("form", form),))
            case FactIs(fact, values) | FactEver(fact, values):
                return self._fact(fact, values, signing)
            case FactAnswered(fact):
                return self._fact(fact, None, signing)
        return NOTHING

    def _fact(self, fact: str, values: tuple[str, ...] | None, signing: str) -> Need:
        forms = self.feeding.forms_giving(fact, values)
        if not forms or signing in self.feeding.asked.get(fact, ()):
            return NOTHING
        return Need(False, tuple(Step("form", form) for form in sorted(forms)))

    def chain(self, start: Step) -> tuple[list[Step], bool]:
        """Return the steps that wait for each other from ``start`` on; whether they go round."""
        path = [start]
        while (found := self._blocked(self.needs[path[-1]])) is not None:
            if found in path:
                return path[path.index(found) :], True
            path.append(found)
        return path, False

    def _blocked(self, need: Need | Step) -> Step | None:
        if isinstance(need, Step):
            return None if need in self.reached else need
        if self.met(need):
            return None
        found = [self._blocked(part) for part in need.parts if not self.met(part)]
        return next((step for step in found if step is not None), None)


def _steps(need: Need | Step) -> Iterator[Step]:
    if isinstance(need, Step):
        yield need
    else:
        for part in need.parts:
            yield from _steps(part)


def check_waiting(reader: Reader, policy: Policy, feeding: Feeding) -> None:
    """Note every chain of steps that wait for each other, and duties that nothing can meet."""
    waiting = Waiting(policy, feeding)
    waiting.work_out()
    told: set[frozenset[tuple[str, str]]] = set()
    for step in sorted(set(waiting.needs) - waiting.reached):
        chain, round_ = waiting.chain(step)
        names = frozenset((one.kind, one.name) for one in chain)
        if (not round_ and step.kind != "duty") or names in told:
            continue
        told.add(names)
        ways = waiting.needs[step].parts
        if round_ or ways:
            _tell(reader, policy, chain, round_)


def _tell(reader: Reader, policy: Policy, chain: list[Step], round_: bool) -> None:
    things: dict[tuple[str, str], Duty | Refusal | Form] = {}
    things |= {("duty", one.id): one for one in policy.duties}
    things |= {("refusal", one.id): one for one in policy.refusals}
    things |= {("form", one.key): one for one in policy.forms.values()}
    for kind in ("duty", "refusal", "form"):
        first = next((at for at, one in enumerate(chain) if one.kind == kind), None)
        if first is not None:
            break
    else:
        return
    if round_:
        chain = [*chain[first:], *chain[:first]]
    thing = things[chain[0].kind, chain[0].name]
    words = _in_words(chain, round_)
    duties = {one.name for one in chain if one.kind == "duty"}
    refusals = [one for one in chain if one.kind == "refusal"]
    if not round_:
        message = f"Nothing can meet this duty: {words}. Let another form meet it."
    elif len(duties) == 1 and not refusals:
        message = f"This duty waits for itself: {words}. Bind another act, or meet it otherwise."
    else:
        message = f"These wait for each other for ever: {words}. Break the chain in one place."
    reader.later(thing, reader.place_of(thing, "binds", "unless", "met by"), message)


def _in_words(chain: list[Step], round_: bool) -> str:
    following = [*chain[1:], *(chain[:1] if round_ else [])]
    said = [
        JOINTS[one.kind, after.kind].format(one.name, after.name)
        for one, after in zip(chain, following, strict=False)
    ]
    if not round_:
        said.append(f"nothing lifts {chain[-1].name}")
    return "; ".join(said)


JOINTS = {
    ("duty", "form"): "the duty {} is met by the form {}",
    ("duty", "act"): "the duty {} is met by an answer that does {}",
    ("form", "act"): "the form {} does {}",
    ("act", "duty"): "{} is refused while the duty {} is open",
    ("act", "refusal"): "{} is refused by {}",
    ("refusal", "form"): "{} waits for the form {}",
    ("refusal", "act"): "{} waits for an answer that does {}",
}
