"""The chronology of a case: every record, newest first, with what it corrected under it."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from yipplugin.services.cases import CaseView
from yipplugin.services.permits import may
from yipplugin.values import ROLES, Actor, CaseKnown, Record
from yipplugin.web import words
from yipplugin.web.explaining import Explanations, record_url


@dataclass(frozen=True)
class Version:
    """An earlier version of a record, and why it was corrected."""

    url: str
    said: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One record that stands now."""

    when: str
    entered: str
    title: str
    by: str
    url: str
    correct_url: str
    earlier: tuple[Version, ...]


def chronology(case: CaseView, actor: Actor) -> list[Entry]:
    """Return the records that stand, newest first by when they happened."""
    explain = Explanations(case.policy, case)
    standing = [record for record in case.records if record.id not in case.standing.corrected]
    # People give the minute in which something happened, and two can fall into one.
    standing.sort(key=lambda one: (_minute(one), one.signed_at), reverse=True)
    return [_entry(case, explain, record, actor) for record in standing]


def may_correct(actor: Actor, case: CaseView, record: Record) -> bool:
    """Say whether somebody who reads the case may also correct this record of it."""
    known = CaseKnown(case.school, case.opened_by, author=record.by)
    return may(actor, "record:correct", known).allowed


def signer(record: Record) -> str:
    """Return who signed a record, with the role that says most about why they could."""
    held = [role for role in ROLES if role in record.by_roles and role != "staff"]
    return f"{record.by_name}, {ROLES[held[0]]}" if held else record.by_name


def _minute(record: Record) -> datetime:
    return (record.happened_at or record.signed_at).replace(second=0, microsecond=0)


def _entry(case: CaseView, explain: Explanations, record: Record, actor: Actor) -> Entry:
    happened = record.happened_at or record.signed_at
    late = words.short_moment(happened) != words.short_moment(record.signed_at)
    return Entry(
        when=words.short_moment(happened),
        entered=f"Entered {words.short_moment(record.signed_at)}" if late else "",
        title=explain.title(record),
        by=signer(record),
        url=record_url(case.id, record.id),
        correct_url=(
            url_for("yipplugin.correct", case_id=case.id, record_id=record.id)
            if may_correct(actor, case, record)
            else ""
        ),
        earlier=tuple(_earlier(case, explain, record)),
    )


def _earlier(case: CaseView, explain: Explanations, record: Record) -> list[Version]:
    found = []
    newer, older = record, explain.records.get(record.supersedes or "")
    while older is not None:
        said = f"{signer(older)}, {words.short_moment(older.signed_at)}"
        found.append(Version(record_url(case.id, older.id), said, newer.reason))
        newer, older = older, explain.records.get(older.supersedes or "")
    return found
