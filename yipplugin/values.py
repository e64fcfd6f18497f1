"""The plain values that every floor speaks in: people, records, verdicts.

What a value shows of itself may be written into a log, by us or by a host: it is refs and moments,
and nothing that anybody wrote or is called.
"""

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
        "alternate": "whoever stands in for the headteacher",
        "it": "IT staff",
        "case_team": "member of a case's team",
        "viewing_delegate": "member of staff with delegated authority to view",
    }
)
"""The roles that a policy may name, with the words people read."""

AUTHORITY = "authority"
ALL_ROLES: Mapping[str, str] = MappingProxyType(
    {**ROLES, AUTHORITY: "keeper of an authority’s contacts"}
)
"""Those, and that of somebody who works at no school: no policy names it, no case is theirs."""

OURS_TO_GIVE = frozenset({"case_team"})
"""Roles that come of a grant in our own tables and never from a host."""

HEADS = frozenset({"head", "executive_head"})
STAND_INS = frozenset({"chair_of_governors", "alternate"})
"""Who takes the head's place where the head is one of the people in a case (REF-1)."""

DSL_GROUP = frozenset({"dsl", "deputy_dsl"})
"""Who a report goes to (IR-2)."""


@dataclass(frozen=True)
class Actor:
    """Whoever is acting, as the host knows them.

    ``ref`` is the host's own key as text, such as ``"staff:12"``; ``roles`` are keys of ``ROLES``;
    ``origin`` is where they act from, such as an IP address, and is written to the ledger.
    """

    ref: str
    name: str = field(repr=False)
    roles: frozenset[str] = frozenset()
    school: str = "school"
    origin: str = ""


@dataclass(frozen=True)
class Everything:
    """All that there is at a school, or at every school: for the engine's own work, no page's."""

    school: str = ""


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
    name: str = field(repr=False)
    kind: str = "pupil"
    born: date | None = field(default=None, repr=False)
    year: str = field(default="", repr=False)
    group: str = field(default="", repr=False)
    relation: str = field(default="", repr=False)
    age_band: str = field(default="", repr=False)
    flags: Mapping[str, str] = field(default_factory=lambda: NOTHING, repr=False)


@dataclass(frozen=True)
class Record:
    """One signed form in a case. It never changes: a correction is another record.

    ``about`` is the person, or ``"record:<id>"`` for a record, that the form was filled in about.
    ``answers`` hold plain JSON values by question key. ``states`` are the facts that signing this
    form states by itself. ``supersedes`` is the id of the record that this one corrects. ``under``
    is the digest of the policy that it was signed under, where its case was moved to another one.
    """

    id: str
    form: str
    version: int
    by: str
    by_name: str = field(repr=False)
    by_roles: frozenset[str]
    signed_at: datetime
    answers: Mapping[str, Any] = field(repr=False)
    about: str | None = field(default=None, repr=False)
    happened_at: datetime | None = field(default=None, repr=False)
    supersedes: str | None = None
    reason: str = field(default="", repr=False)
    under: str = ""


@dataclass(frozen=True)
class CaseKnown:
    """What must be known of a case to say who may do what with it; no content.

    ``reporter`` and ``named_adults`` are refs: who reported it, and the adults it is about, who
    never learn of it; ``lead_named`` and ``head_named`` say that one of them is the safeguarding
    lead or the head. ``team`` are the refs of those who were let in for a time. ``disposed`` says
    that what was written is gone. Where a record is to be signed, ``asks_for`` are the roles that
    its form names; where one is to be corrected, ``author`` is the ref of who signed it.
    """

    school: str
    reporter: str
    named_adults: frozenset[str] = frozenset()
    lead_named: bool = False
    head_named: bool = False
    team: frozenset[str] = frozenset()
    disposed: bool = False
    asks_for: frozenset[str] = frozenset()
    author: str = ""


@dataclass(frozen=True)
class PageLink:
    """A link that a plugin adds to a page of ours: its words, and a path or a whole address."""

    label: str
    url: str


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

    name: str = field(repr=False)
    role: str
    phone: str = field(default="", repr=False)
