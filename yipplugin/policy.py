"""What a policy is: clauses, and the rules that carry them. Data, read by ``yipplugin.rules``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time

from yipplugin.conditions import Condition
from yipplugin.evidence import InspectionQuestion
from yipplugin.form import Form
from yipplugin.values import NOTHING, Record


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
    ``days``, ``end of school day``, ``answered``. ``source`` is ``law``, ``guidance``,
    ``authority`` or ``school``. ``target`` names the school's own target that it comes from, if it
    does. ``fact`` is what holds the moment where the records of the case themselves set it.
    """

    unit: str
    amount: int = 0
    source: str = "school"
    target: str = ""
    fact: str = ""


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
    is true where only the last record of that form counts, so that it can be taken back. With a
    form and a ``condition`` the record counts only while the condition holds.
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
    ``"record:<form>"``, ``"latest:<form>"``, or ``"school"`` for what no case asks for. With
    ``every`` it comes round again after each time it is met, until ``ends`` holds. ``binds`` are
    acts that are refused while it is open. With ``newer`` it is asked only for a record that was
    signed after what opens it. With ``after`` nothing is asked before that time has passed, and
    nothing at all if it is met by then.
    """

    id: str
    clause: str
    do: str
    opens: Condition
    met_by: tuple[MetBy, ...]
    who: tuple[str, ...]
    each: str = ""
    where: Condition | None = None
    after: Length | None = None
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
    """Acts that are refused unless a condition holds.

    With ``each`` ``"pupil"`` or ``"record:<form>"`` they are refused for each of those on its own.
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
    """Something to be told before an act; the act goes through with a typed reason, kept.

    With ``each`` ``"pupil"`` it is told of each of them on their own. Instead of ``acts`` and
    ``when`` it may have ``forms`` and ``later_than``: it is then told where one of those is first
    signed so long after the thing happened.
    """

    id: str
    clause: str
    acts: tuple[str, ...]
    says: str
    when: Condition | None = None
    each: str = ""
    forms: tuple[str, ...] = ()
    later_than: Length | None = None


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
class Number:
    """Something that is counted over the cases of a school. It reads one of these, and no more.

    ``fact``: the latest answers, under the words of ``answers``, or the forms' own. ``by``:
    ``stage``, ``term``, ``year group`` or ``late``. ``begins`` and ``ends``: how long it took from
    the first record of one form to that of another, told apart by ``within``. ``when``: whether a
    condition holds. ``several`` says that one case may be counted under more than one answer.
    """

    key: str
    says: str
    fact: str = ""
    answers: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    by: str = ""
    begins: str = ""
    ends: str = ""
    within: tuple[Length, ...] = ()
    when: Condition | None = None
    several: bool = False


@dataclass(frozen=True)
class Overview:
    """What the lines of a register say, laid out: who had what, and when last.

    ``rows``, ``columns`` and ``beside`` are keys of questions of ``form`` that offer choices. Each
    choice of ``rows`` is a row, each of ``columns`` a column, and the answers to ``beside`` are
    told in the cell. ``counts`` is a question for a whole number, which is added up; without it
    the lines are counted. ``one`` and ``many`` are what is counted. A line that answers the
    question ``replaces`` with yes takes the place of those before it, for its rows. What is longer
    ago than ``within`` is covered no more.
    """

    key: str
    says: str
    form: str
    rows: str
    columns: tuple[str, ...]
    within: Length
    beside: str = ""
    counts: str = ""
    one: str = ""
    many: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class Blank:
    """A place in a paper's words that is filled in from the case: which, and of what."""

    name: str
    of: str = ""


@dataclass(frozen=True)
class Piece:
    """One piece of a paper, in order.

    ``kind`` is ``heading``, ``text``, ``lines``, ``show`` or ``sign``. ``words`` are its paragraphs
    or lines, each of plain words and blanks; for ``show``, the one thing that is shown. With
    ``answered`` it is left out unless each of these questions was answered.
    """

    kind: str
    words: tuple[tuple[str | Blank, ...], ...]
    answered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A letter, summary or receipt that is made from a case.

    ``reader`` says for whom it is. ``about`` is ``""`` for the case, ``"pupil"``, or
    ``"record:<form>"``. With ``subject_only`` nobody is named but the young person it is about and
    whoever prints it. ``acts`` are what giving it out does: while one is refused, so is the paper.
    """

    key: str
    title: str
    reader: str
    pieces: tuple[Piece, ...]
    about: str = ""
    subject_only: bool = False
    acts: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A law or a piece of guidance that a clause rests on, and whether it still holds.

    ``checked_on`` is when somebody last looked; ``replaced_by`` is what has taken its place since.
    """

    clause: str
    says: str
    checked_on: date | None = None
    replaced_by: str = ""


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
    """A dated, versioned policy with everything that a standing is worked out from.

    With ``two_to_move`` a case goes to it or from it only by two people. ``earlier`` are, by their
    digests, the other policies that a case was under before it was moved to this one.
    """

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
    numbers: tuple[Number, ...] = ()
    overviews: tuple[Overview, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=lambda: NOTHING)
    citations: tuple[Citation, ...] = ()
    targets: Mapping[str, Length] = field(default_factory=lambda: NOTHING)
    signed_by: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    reviewed_with: str = ""
    source: str = ""
    calendar: Calendar = Calendar()
    digest: str = ""
    two_to_move: bool = True
    earlier: Mapping[str, "Policy"] = field(default_factory=lambda: NOTHING)

    def asked(self, record: Record) -> "Policy":
        """Return the policy whose form a record of the case was signed on."""
        return self.earlier.get(record.under, self)

    def __repr__(self) -> str:
        """Name it: all of it is some hundred thousand characters, in any report of a fault."""
        return f"<Policy {self.key} {self.version}>"
