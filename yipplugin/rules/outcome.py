"""What ``standing`` says: the stage, duties, refusals and warnings, each with its why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from yipplugin.policy import Length
from yipplugin.values import NOTHING, Person


@dataclass(frozen=True)
class FiredTrigger:
    """A trigger that has fired. ``state`` is ``stands``, ``acted on`` or ``withdrawn``."""

    id: str
    clause: str
    says: str
    emergency: bool
    fired_at: datetime
    causes: tuple[str, ...]
    state: str


@dataclass(frozen=True)
class StandingDuty:
    """A duty that has opened.

    ``status`` is ``open``, ``overdue``, ``paused``, ``met``, ``met late``, ``waived`` or
    ``no longer applies``. ``subject`` is a person's ref, ``record:<id>``, a trigger's id or ``""``.
    ``causes`` are the records that opened it; ``closed_by`` the one that met or waived or ended it.
    ``forms`` are the forms that would meet it, the first being the usual one.
    """

    id: str
    clause: str
    do: str
    subject: str
    who: tuple[str, ...]
    status: str
    opened_at: datetime
    causes: tuple[str, ...]
    forms: tuple[str, ...]
    due_at: datetime | None = None
    length: Length | None = None
    closed_at: datetime | None = None
    closed_by: str | None = None
    binds: tuple[str, ...] = ()
    first: bool = False

    @property
    def outstanding(self) -> bool:
        """Say whether somebody still has to do it."""
        return self.status in ("open", "overdue")


@dataclass(frozen=True)
class StandingRefusal:
    """An act that is refused now, by which clause, because of which records, and what lifts it.

    ``missing`` says in words which parts of the condition are not met yet; ``subject`` is the
    person or the record it is refused for, where it is not refused for the whole case.
    """

    id: str
    act: str
    clause: str
    says: str
    lifted_by: str
    causes: tuple[str, ...]
    missing: tuple[str, ...] = ()
    override: tuple[str, ...] = ()
    subject: str = ""


@dataclass(frozen=True)
class Override:
    """A refusal that named roles together set aside, with their reason; shown on every paper."""

    id: str
    clause: str
    says: str
    reason: str = field(repr=False)
    records: tuple[str, ...]


@dataclass(frozen=True)
class StandingWarning:
    """Something to be told, and answered with a reason, before an act.

    ``subject`` is the person it is told of, where it is not told of the whole case.
    """

    id: str
    act: str
    clause: str
    says: str
    causes: tuple[str, ...]
    subject: str = ""


@dataclass(frozen=True)
class CasePerson:
    """A person of the case with their parts in it and their age on the date of the incident."""

    person: Person
    parts: tuple[str, ...]
    age: int | None
    records: tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """Where a case stands: everything that pages, refusals, reminders and lists read."""

    stage: str
    stage_label: str
    triggers: tuple[FiredTrigger, ...] = ()
    duties: tuple[StandingDuty, ...] = ()
    refusals: tuple[StandingRefusal, ...] = ()
    overrides: tuple[Override, ...] = ()
    warnings: tuple[StandingWarning, ...] = ()
    people: tuple[CasePerson, ...] = ()
    current: tuple[str, ...] = ()
    corrected: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    @property
    def outstanding(self) -> tuple[StandingDuty, ...]:
        """Return what is still to be done, in the order in which to do it."""
        return tuple(duty for duty in self.duties if duty.outstanding)

    def refused(
        self, *acts: str, about: str | None = None, by: str = ""
    ) -> tuple[StandingRefusal, ...]:
        """Return why any of ``acts`` is refused now; nothing where they are allowed.

        :param about: whom or which record the act is about, for what is refused for that one only.
        :param by: the record that does the act, where it is one that is refused on its own.
        """
        subjects = ("", about, by)
        return tuple(one for one in self.refusals if one.act in acts and one.subject in subjects)
