"""The chronology of a case, newest first: its records with what they corrected, and referrals."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from flask import url_for

from yipplugin.services.cases import CaseView
from yipplugin.services.permits import may
from yipplugin.values import HEADS, ROLES, STAND_INS, Record
from yipplugin.web import words
from yipplugin.web.explaining import Explanations, record_url
from yipplugin.web.referred import Step, steps


@dataclass(frozen=True)
class Version:
    """An earlier version of a record, and why it was corrected."""

    url: str
    said: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One record that stands now, or a step of a referral; ``did`` is what was done by ``by``."""

    when: str
    entered: str
    title: str
    by: str
    url: str
    correct_url: str
    earlier: tuple[Version, ...]
    did: str = "signed"


def chronology(case: CaseView, without: Collection[str] = ()) -> list[Entry]:
    """Return the records that stand and the steps of referrals, newest first by when they happened.

    :param without: the ids of records and referrals that are left out.
    """
    explain = Explanations(case.policy, case)
    gone = {*case.standing.corrected, *without}
    standing = [record for record in case.records if record.id not in gone]
    # People give the minute in which something happened, and two can fall into one.
    found = [(_minute(one), one.signed_at, _entry(case, explain, one)) for one in standing]
    for step in steps(case):
        if step.referral not in gone:
            found.append((_whole(step.at), step.at, _step(case, step)))
    found.sort(key=lambda one: one[:2], reverse=True)
    return [entry for *_, entry in found]


def may_correct(case: CaseView, record: Record) -> bool:
    """Say whether whoever reads the case may also correct this record of it."""
    return may(case.reader, "record:correct", replace(case.known, author=record.by)).allowed


def signer(record: Record) -> str:
    """Return who signed a record, with the role that says most about why they could."""
    return with_role(record.by_name, record.by_roles)


def with_role(name: str, roles: Collection[str]) -> str:
    """Return a name with the role that says most of those that somebody acts in."""
    # Whoever acts in the place of another is said to be who they are: a head, not the lead.
    first = [*sorted(STAND_INS), *sorted(HEADS), *ROLES]
    held = [role for role in first if role in roles and role != "staff"]
    return ", ".join(filter(None, (name, ROLES[held[0]] if held else "")))


def _minute(record: Record) -> datetime:
    return _whole(record.happened_at or record.signed_at)


def _whole(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _step(case: CaseView, step: Step) -> Entry:
    url = url_for("yipplugin.referral", case_id=case.id, referral_id=step.referral)
    when = words.short_moment(step.at)
    return Entry(when, "", step.says, step.by, url, correct_url="", earlier=(), did=step.did)


def _entry(case: CaseView, explain: Explanations, record: Record) -> Entry:
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
            if may_correct(case, record)
            else ""
        ),
        earlier=tuple(_earlier(case, explain, record)),
    )


def _earlier(case: CaseView, explain: Explanations, record: Record) -> list[Version]:
    found = []
    newer, older = record, explain.records.get(record.supersedes or "")
    while older is not None:
        said = f"{signer(older)}, {words.short_moment(older.signed_at)}"
        if older.about != newer.about:
            said = f"{said}, about {explain.about(older.about)}"
        found.append(Version(record_url(case.id, older.id), said, newer.reason))
        newer, older = older, explain.records.get(older.supersedes or "")
    return found
