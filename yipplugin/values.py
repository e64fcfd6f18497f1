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
