"""Whether a condition can hold at all, and whether it can fail to: found by trying worlds out.

A world is a set of limits: which answers a fact may still have, how old a person may be, which
records stand. A condition that no world allows is a mistake in the pack, and so is one that every
world meets. Where trying takes too long the condition is taken to be possible.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    AnswerGiven,
    AnswerIs,
    Any_,
    Anyone,
    Condition,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    FlagIs,
    HasRecord,
    MayBe,
    Not,
    PersonIs,
    TriggerStands,
)
from yipplugin.packs.keys import PERSON_KINDS

Answers = Callable[[Condition], tuple[str, ...] | None]
"""The answers of what a reading reads where it has one answer at a time, else ``None``."""

Goal = tuple[Condition, bool]

NOT_SAID = ""
"""Stands for the answer of a question that was not answered."""

PATIENCE, BRANCHES = 20_000, 100
"""How many steps, and choices within choices, are tried before a condition is let be."""


@dataclass(frozen=True)
class World:
    """What is still possible."""

    latest: Mapping[str, frozenset[str]] = field(default_factory=dict)
    banned: Mapping[str, frozenset[str]] = field(default_factory=dict)
    wanted: tuple[tuple[str, frozenset[str]], ...] = ()
    so: Mapping[Condition, bool] = field(default_factory=dict)
    youngest: int = 0
    oldest: int = 200

    def consistent(self) -> bool:
        """Say whether such a world can be."""
        if self.youngest > self.oldest:
            return False
        for name, values in (*self.latest.items(), *self.wanted):
            if not values - self.banned.get(name, frozenset()):
                return False
        return True


@dataclass
class Search:
    """One search for a world. With ``certain``, «not» asks for a certain no, as standings do."""

    answers: Answers
    certain: bool
    steps: int = 0

    def finds(self, goals: tuple[Goal, ...], world: World | None = None, branch: int = 0) -> bool:
        """Say whether some world meets every goal."""
        world = world or World()
        while goals:
            self.steps += 1
            if self.steps > PATIENCE or branch > BRANCHES:
                return True
            (condition, holds), goals = goals[0], goals[1:]
            match condition:
                case Always():
                    if not holds:
                        return False
                case Not(item):
                    goals = ((item, not holds), *goals)
                case MayBe(item):
                    if not holds:
                        goals = ((item, False), *goals)
                case All(items) | Any_(items) if isinstance(condition, All) == holds:
                    goals = (*((item, holds) for item in items), *goals)
                case All(items) | Any_(items):
                    rest = goals
                    deeper = branch + 1
                    return any(self.finds(((item, holds), *rest), world, deeper) for item in items)
                case _:
                    found = self.limit(world, condition, holds)
                    if found is None or not found.consistent():
                        return False
                    world = found
        return True

    def limit(self, world: World, reading: Condition, holds: bool) -> World | None:
        """Return the world in which a reading also holds, or certainly does not."""
        match reading:
            case FactIs(name, values) | AnswerIs(name, values):
                return self._one_of(world, reading, name, frozenset(values), holds)
            case FactEver(name, values):
                if holds:
                    return replace(world, wanted=(*world.wanted, (name, frozenset(values))))
                banned = world.banned.get(name, frozenset()) | set(values)
                return replace(world, banned={**world.banned, name: banned})
            case FactAnswered(name) | AnswerGiven(name):
                return self._given(world, reading, name, holds)
            case AgeUnder(years):
                if holds:
                    return replace(world, oldest=min(world.oldest, years - 1))
                return replace(world, youngest=max(world.youngest, years))
            case PersonIs(kinds):
                return _narrowed(world, "person", frozenset(PERSON_KINDS), frozenset(kinds), holds)
            case FlagIs(name, values) if holds:
                known = world.latest.get(f"flag {name}", frozenset(values))
                return _narrowed(world, f"flag {name}", known, frozenset(values), True)
        return _settled(world, reading, holds)

    def _one_of(
        self, world: World, reading: Condition, name: str, values: frozenset[str], holds: bool
    ) -> World | None:
        known = self.answers(reading)
        if known is None:
            if holds and isinstance(reading, FactIs):
                world = replace(world, wanted=(*world.wanted, (name, values)))
            return _settled(world, reading, holds)
        every = frozenset(known) | {NOT_SAID}
        if not holds and self.certain:
            values = values | {NOT_SAID, "unknown"}
        return _narrowed(world, name, every, values, holds)

    def _given(self, world: World, reading: Condition, name: str, holds: bool) -> World | None:
        known = self.answers(reading)
        if known is None:
            return _settled(world, reading, holds)
        not_given = {NOT_SAID, "unknown"} if isinstance(reading, FactAnswered) else {NOT_SAID}
        every = frozenset(known) | {NOT_SAID}
        return _narrowed(world, name, every, every - not_given, holds)


def _narrowed(
    world: World, name: str, every: frozenset[str], values: frozenset[str], holds: bool
) -> World:
    left = world.latest.get(name, every)
    left = left & values if holds else left - values
    return replace(world, latest={**world.latest, name: left})


def _settled(world: World, reading: Condition, holds: bool) -> World | None:
    """Return the world in which a reading, and what follows from it, is so or is not."""
    if world.so.get(reading, holds) != holds:
        return None
    known: World | None = replace(world, so={**world.so, reading: holds})
    for one in _implied(reading) if holds else ():
        known = known and _settled(known, one, True)
    return known


def _implied(reading: Condition) -> tuple[Condition, ...]:
    match reading:
        case HasRecord(form, where) if where is not None:
            return (HasRecord(form),)
        case CountAtLeast(_, None, form) if form is not None:
            return (HasRecord(form),)
        case CountAtLeast(_, of, None) if of is not None:
            return (Anyone(of),)
        case EveryPupil(of):
            return (Anyone(of),)
        case TriggerStands(None, True):
            return (TriggerStands(None, False),)
        case TriggerStands(str(name), unmet):
            met = (TriggerStands(name, False), TriggerStands(None, True)) if unmet else ()
            return (*met, TriggerStands(None, False))
    return ()


def can_hold(condition: Condition, answers: Answers) -> bool:
    """Say whether some world certainly meets the condition."""
    return Search(answers, certain=True).finds(((condition, True),))


def can_fail(condition: Condition, answers: Answers) -> bool:
    """Say whether some world does not meet the condition."""
    return Search(answers, certain=False).finds(((condition, False),))
