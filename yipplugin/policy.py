"""What a policy is: clauses, and the rules that carry them. Data, read by ``yipplugin.rules``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from yipplugin.conditions import Condition
from yipplugin.form import Form
from yipplugin.values import NOTHING


@dataclass(frozen=True)
class Clause:
    """One numbered obligation, permission, prohibition, definition or principle of a policy."""

    id: str
    says: str
    kind: str
    who: str = ""
    lines: str = ""


@dataclass(frozen=True)
class Fact:
    """An answer that rules may read. ``of`` is ``case``, ``person`` or ``record:<form>``."""

    name: str
    of: str
    answers: tuple[str, ...]
    label: str


@dataclass(frozen=True)
class Length:
    """How long something may take: ``amount`` of ``unit``, and where that length comes from.

    ``unit`` is one of ``at once``, ``hours``, ``school hours``, ``working days``, ``school days``,
    ``days``, ``end of school day``. ``source`` is ``law``, ``guidance``, ``authority`` or
    ``school``. ``target`` names the school's own target that it comes from, if it does.
    """

    unit: str
    amount: int = 0
    source: str = "school"
    target: str = ""


@dataclass(frozen=True)
class Trigger:
    """Something that, once so, stands until acted on. ``emergency`` puts 999 first."""

    id: str
    clause: str
    says: str
    when: Condition
    emergency: bool = False


@dataclass(frozen=True)
class MetBy:
    """What meets (or waives) a duty: a record of ``form``, or a ``condition`` on the case.

    ``where`` reads that record's answers. ``since`` is true where only a record signed after the
    duty opened counts. ``exact`` is true where the record must be about the very version that
    stands now, so that a sign-off does not outlive a correction of what was signed off. ``latest``
    is true where only the last record of that form counts, so that it can be taken back.
    """

    form: str | None = None
    where: Condition | None = None
    since: bool = False
    exact: bool = False
    latest: bool = False
    condition: Condition | None = None


@dataclass(frozen=True)
class Duty:
    """Something that the policy asks for.

    ``each`` is what it is asked for: ``""`` (the case), ``"pupil"``, ``"person"``, ``"trigger"``,
    ``"record:<form>"`` or ``"latest:<form>"``. With ``every`` it comes round again after each time
    it is met, until ``ends`` holds. ``binds`` are acts that are refused while it is open. With
    ``newer`` it is asked only for a record that was signed after what opens it.
    """

    id: str
    clause: str
    do: str
    opens: Condition
    met_by: tuple[MetBy, ...]
    who: tuple[str, ...]
    each: str = ""
    where: Condition | None = None
    due: Length | None = None
    every: Length | None = None
    ends: Condition | None = None
    waived_by: tuple[MetBy, ...] = ()
    paused: Condition | None = None
    binds: tuple[str, ...] = ()
    first: bool = False
    newer: bool = False


@dataclass(frozen=True)
class Refusal:
    """Acts that are refused unless a condition holds; with ``each`` ``"pupil"``, for each of them.

    ``override`` are the roles that may together set it aside, with a reason that shows everywhere.
    """

    id: str
    clause: str
    acts: tuple[str, ...]
    says: str
    unless: Condition
    lifted_by: str
    each: str = ""
    override: tuple[str, ...] = ()


@dataclass(frozen=True)
class Warning_:
    """Something to be told before an act; the act goes through with a typed reason, kept."""

    id: str
    clause: str
    acts: tuple[str, ...]
    says: str
    when: Condition


@dataclass(frozen=True)
class TwoPeople:
    """Whoever signs ``form`` must not be whoever signed ``differs_from``."""

    id: str
    clause: str
    form: str
    differs_from: str
    says: str


@dataclass(frozen=True)
class Stage:
    """Where a case stands; the last one whose condition holds."""

    key: str
    label: str
    when: Condition


@dataclass(frozen=True)
class Text:
    """Words at the point of use: ``place`` is a page's panel, ``form`` or ``form.question``."""

    id: str
    clause: str
    place: str
    says: str


@dataclass(frozen=True)
class InspectionQuestion:
    """A question that inspectors ask, and the duties and forms that answer it."""

    id: str
    clause: str
    asks: str
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class Calendar:
    """When the school is open, in Europe/London time.

    ``holidays`` are bank holidays; ``closed`` are further days without school; ``terms`` are first
    and last days, or empty where the host does not say, in which case any weekday that is neither
    is a school day.
    """

    holidays: frozenset[date] = frozenset()
    closed: frozenset[date] = frozenset()
    terms: tuple[tuple[date, date], ...] = ()
    opens: time = time(8, 30)
    closes: time = time(16, 0)


@dataclass(frozen=True)
class Policy:
    """A dated, versioned policy with everything that a standing is worked out from."""

    key: str
    version: int
    title: str
    in_force: date
    review_by: date
    clauses: Mapping[str, Clause]
    forms: Mapping[str, Form]
    facts: Mapping[str, Fact]
    stages: tuple[Stage, ...]
    triggers: tuple[Trigger, ...] = ()
    duties: tuple[Duty, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[Warning_, ...] = ()
    two_people: tuple[TwoPeople, ...] = ()
    texts: tuple[Text, ...] = ()
    inspection: tuple[InspectionQuestion, ...] = ()
    targets: Mapping[str, Length] = field(default_factory=lambda: NOTHING)
    signed_by: tuple[str, ...] = ()
    source: str = ""
    calendar: Calendar = Calendar()
    digest: str = ""
