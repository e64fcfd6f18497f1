"""The plain values that every floor speaks in: people, records, verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""Every time that people read or type is a time in England."""

NOTHING: Mapping[str, Any] = MappingProxyType({})

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "staff": "member of staff",
        "dsl": "designated safeguarding lead",
        "deputy_dsl": "deputy designated safeguarding lead",
        "safeguarding_team": "member of the safeguarding team",
        "head": "headteacher",
        "executive_head": "executive headteacher",
        "chair_of_governors": "chair of governors",
        "it": "IT staff",
    }
)
"""The roles that a policy may name, with the words people read."""

DSL_GROUP = frozenset({"dsl", "deputy_dsl"})
"""Who a report goes to (IR-2)."""


@dataclass(frozen=True)
class Actor:
    """Whoever is acting, as the host knows them.

    ``ref`` is the host's own key as text, such as ``"staff:12"``; ``roles`` are keys of ``ROLES``.
    """

    ref: str
    name: str
    roles: frozenset[str] = frozenset()
    school: str = "school"


@dataclass(frozen=True)
class Verdict:
    """An answer to «may they?», never without its reason."""

    allowed: bool
    reason: str


@dataclass(frozen=True)
class Person:
    """A person as the host described them at one moment; a record keeps this snapshot.

    ``kind`` is ``pupil``, ``staff`` or ``other``. ``flags`` are what the host knows that bears on
    safeguarding, such as ``{"social_care": "current", "sen": "yes"}``; a flag that the host cannot
    answer is left out, which rules read as unknown and never as no.
    """

    ref: str
    name: str
    kind: str = "pupil"
    born: date | None = None
    year: str = ""
    group: str = ""
    relation: str = ""
    age_band: str = ""
    flags: Mapping[str, str] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Record:
    """One signed form in a case. It never changes: a correction is another record.

    ``about`` is the person, or ``"record:<id>"`` for a record, that the form was filled in about.
    ``answers`` hold plain JSON values by question key. ``states`` are the facts that signing this
    form states by itself. ``supersedes`` is the id of the record that this one corrects.
    """

    id: str
    form: str
    version: int
    by: str
    by_name: str
    by_roles: frozenset[str]
    signed_at: datetime
    answers: Mapping[str, Any]
    about: str | None = None
    happened_at: datetime | None = None
    supersedes: str | None = None
    reason: str = ""


@dataclass(frozen=True)
class CaseKnown:
    """What must be known of a case to say who may do what with it; no content.

    ``reporter`` and ``named_adults`` are refs: who reported it, and the adults it is about, who
    never learn of it. Where a record is to be signed, ``asks_for`` are the roles that its form
    names; where one is to be corrected, ``author`` is the ref of who signed it.
    """

    school: str
    reporter: str
    named_adults: frozenset[str] = frozenset()
    asks_for: frozenset[str] = frozenset()
    author: str = ""


@dataclass(frozen=True)
class Event:
    """Something that has happened to a case, told after it was saved: references, never content."""

    school: str
    case_id: str
    reference: str
    form: str
    record_id: str
    actor_ref: str


@dataclass(frozen=True)
class Notice:
    """Word for somebody that there is something to look at: a subject and a link, never content.

    It is for everybody who holds one of ``to_roles`` at ``school``, and for ``to_ref`` where that
    is set. Whoever is in ``not_to`` must not get it, whatever their roles: they are in the case.
    """

    school: str
    to_roles: frozenset[str]
    to_ref: str
    reference: str
    subject: str
    url: str
    not_to: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OnDuty:
    """Whoever leads on safeguarding at a moment, and how to reach them."""

    name: str
    role: str
    phone: str = ""
