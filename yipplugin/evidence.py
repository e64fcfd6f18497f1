"""What answers a question that inspectors ask: data of a policy, for ``yipplugin.rules`` to read.

Of some evidence a policy also says when it is asked for, and how to word it where it is missing.
"""

from dataclasses import dataclass

from yipplugin.conditions import Always, Condition


@dataclass(frozen=True)
class Records:
    """The records of ``form`` that stand, or those of them whose answers are as ``where`` says.

    While ``wanted`` holds and there is none, ``missing`` is what lacks.
    """

    form: str
    where: Condition | None = None
    wanted: Condition | None = None
    missing: str = ""


@dataclass(frozen=True)
class Kept:
    """What became of a duty, each time that it opened; one that is still to be done lacks."""

    duty: str


@dataclass(frozen=True)
class Point:
    """One end of a stretch of time: such a record, or without a form a trigger that fired."""

    form: str = ""
    where: Condition | None = None


@dataclass(frozen=True)
class Stretch:
    """How long it was from each ``start`` to the first of ``ends`` that came after it.

    It never lacks: whether something is late is for a duty to say.
    """

    says: str
    start: Point
    ends: tuple[Point, ...]


@dataclass(frozen=True)
class Settled:
    """Something that must hold: ``says`` words it, ``missing`` what lacks while it does not.

    It is asked for while ``wanted`` holds. ``key`` tells it apart from others of its question.
    """

    key: str
    holds: Condition
    says: str
    missing: str
    wanted: Condition = Always()


@dataclass(frozen=True)
class Whole:
    """Something of the whole case; ``what`` is one of ``WHOLES``."""

    what: str


EVERY_DUTY, TRIGGERS, OVERRIDES = "every duty", "triggers", "overrides"
CORRECTIONS, ACCESS = "corrections", "who can see it"
WHOLES = (EVERY_DUTY, TRIGGERS, OVERRIDES, CORRECTIONS, ACCESS)

Evidence = Records | Kept | Stretch | Settled | Whole


@dataclass(frozen=True)
class InspectionQuestion:
    """A question that inspectors ask, and what answers it."""

    id: str
    clause: str
    asks: str
    evidence: tuple[Evidence, ...]
