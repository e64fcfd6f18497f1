"""Looks into the database of the writers: is everything there, whole, once, and in order?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from contextlib import nullcontext
from typing import Any

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from tests.crash.journal import Intent, Told
from tests.crash.writer import FORMS
from yipplugin.rules.standing import standing
from yipplugin.services.notices import leave_notice
from yipplugin.services.policies import policy_of
from yipplugin.services.summaries import summarise
from yipplugin.store.base import vault_of
from yipplugin.store.cases import CaseRow, PupilRow
from yipplugin.store.keys import OF_SCHOOL, SCHOOL, KeyRow
from yipplugin.store.ledger import LedgerRow, chain_of_school
from yipplugin.store.numbers import NumberRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.records import RecordRow, records_of
from yipplugin.store.verify import Verifying
from yipplugin.values import Actor, Everything

SUMMARY = ("stage", "next_due_at", "next_duty", "order_at", "urgent", "outstanding", "waits_for")


def faults(app: Flask, told: Told, since: Collection[str] = ()) -> list[str]:
    """Return what is wrong, a line each.

    ``since`` are the submissions that were there when this was asked last: cases that have no other
    are only held to their ledger, as all is.
    """
    with app.app_context(), app.extensions["yipplugin"].store.reading(Everything()) as session:
        every = Verifying(lambda: nullcontext(session.connection()))
        found = [f"the ledger does not verify: {fault}" for fault in every.faults()]
        found += [*_kept(session, told), *_strays(session, told), *_numbers(session)]
        before = Counter(
            case
            for submission, case in session.execute(select(RecordRow.submission, RecordRow.case_id))
            if submission in since
        )
        for case in session.scalars(select(CaseRow).order_by(CaseRow.reference)).all():
            rows = records_of(session, case.id)
            if len(rows) != before[case.id]:
                found += _case(session, case, rows, told)
        found += _school(session, told)
    return found


def _kept(session: Session, told: Told) -> Iterator[str]:
    """Whatever was acknowledged is there, as what it was acknowledged to be."""
    asked = select(RecordRow.submission, RecordRow.id, RecordRow.case_id, CaseRow.reference)
    rows = session.execute(asked.join(CaseRow, CaseRow.id == RecordRow.case_id))
    there = {one.submission: one for one in rows}
    for submission, became in told.done.items():
        if told.intents[submission].act == "refused":
            continue
        one = there.get(submission)
        if one is None:
            yield f"{submission} was acknowledged and is lost"
        elif (one.id, one.case_id) != (became["record"], became["case"]):
            yield f"{submission} is another record than was acknowledged"
        elif one.reference != became.get("reference", one.reference):
            yield f"{submission} has another reference than was acknowledged"


def _strays(session: Session, told: Told) -> Iterator[str]:
    """Nothing is there that nobody wrote, and no row without what it belongs to."""
    submissions = Counter(session.scalars(select(RecordRow.submission)))
    yield from (f"{one} is there twice" for one, times in submissions.items() if times > 1)
    unknown = submissions.keys() - told.intents.keys()
    yield from (f"{one} was written by nobody" for one in unknown)
    records = {f"record:{one}" for one in session.scalars(select(RecordRow.id))}
    notices = session.scalars(select(OutboxRow.dedupe_key))
    yield from (f"the notice {one} is of no record" for one in notices if one not in records)
    keys = Counter((one.kind, one.case_id) for one in session.scalars(select(KeyRow)))
    cases = set(session.scalars(select(CaseRow.id)))
    wanted = {(kind, None) for kind in (SCHOOL, *OF_SCHOOL)} if cases else keys.keys()
    if keys != Counter(wanted | {("case", case) for case in cases}):
        yield "there are not exactly the keys of the school and one of each case"
    if session.bind.dialect.name == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            said = session.execute(text(f"PRAGMA {pragma}")).fetchall()
            if said not in ([("ok",)], []):
                yield f"{pragma}: {said}"


def _numbers(session: Session) -> Iterator[str]:
    """References are given once each and without gaps: a number is given back by a rollback."""
    given = sorted(session.scalars(select(CaseRow.reference)), key=lambda one: (len(one), one))
    counted = defaultdict(list)
    for reference in given:
        _, year, number = reference.split("-")
        counted[year].append(int(number))
    last = {row.series: row.last for row in session.scalars(select(NumberRow))}
    for year, numbers in counted.items():
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"the references of {year} have gaps or doubles"
        if last.get(year) != len(numbers):
            yield f"the next reference of {year} would not be the next one"


def _case(
    session: Session, case: CaseRow, rows: tuple[RecordRow, ...], told: Told
) -> Iterator[str]:
    if not rows or rows[0].form != "report":
        yield f"{case.reference} has no report that opened it"
    for row in rows:
        intent = told.intents.get(row.submission)
        if intent and (row.form, row.said["answers"]) != (FORMS[intent.act], intent.answers):
            yield f"{row.submission} does not say what was written"
        if intent and (row.supersedes, row.by) != (intent.supersedes, _ref(intent)):
            yield f"{row.submission} is somebody else's, or corrects something else"
    yield from _beside(session, case, rows)
    yield from _summary(session, case, rows)


def _beside(session: Session, case: CaseRow, rows: tuple[RecordRow, ...]) -> Iterator[str]:
    """Each record has its row in the ledger, and its notice where there is one to give."""
    asked = select(LedgerRow.subject).where(LedgerRow.chain == case.id)
    subjects = Counter(one for one in session.scalars(asked) if one.startswith("record:"))
    if subjects != Counter(f"record:{row.id}" for row in rows):
        yield f"{case.reference}: the ledger has not exactly a row for each record"
    asked = select(OutboxRow).where(OutboxRow.dedupe_key.in_(f"record:{row.id}" for row in rows))
    notices = {one.dedupe_key: one.payload for one in session.scalars(asked)}
    if notices != _notices(session, case, rows):
        yield f"{case.reference}: the notices are not those of its records"


def _notices(
    session: Session, case: CaseRow, rows: tuple[RecordRow, ...]
) -> dict[str, dict[str, Any]]:
    """Return what there was to tell of each record; the session keeps nothing of it."""
    policy, values = policy_of(session, case), [row.value for row in rows]
    for number, row in enumerate(rows, 1):
        now = standing(policy, values[:number], row.signed_at)
        before = standing(policy, values[: number - 1], row.signed_at) if number > 1 else None
        actor = Actor(row.by, values[number - 1].by_name, frozenset(row.by_roles), row.school)
        leave_notice(session, case, row, actor, before, now)
    left = [one for one in session.new if isinstance(one, OutboxRow)]
    for one in left:
        session.expunge(one)
    return {one.dedupe_key: one.payload for one in left}


def _summary(session: Session, case: CaseRow, rows: tuple[RecordRow, ...]) -> Iterator[str]:
    """The summary is what the records say; the session keeps nothing of what is worked out."""
    kept = {name: getattr(case, name) for name in SUMMARY}
    moment = rows[-1].signed_at if rows else case.opened_at
    after = standing(policy_of(session, case), [row.value for row in rows], moment)
    summarise(case, after, moment)
    if kept != {name: getattr(case, name) for name in SUMMARY}:
        yield f"{case.reference}: the summary is not what its records say"
    session.expire(case)
    pupils = {one.person.ref for one in after.people if one.person.kind == "pupil"}
    marks = {vault_of(session).mark(session, case.school, "pupil", one) for one in pupils}
    asked = select(PupilRow.mark).where(PupilRow.case_id == case.id)
    if set(session.scalars(asked)) != marks:
        yield f"{case.reference}: it is not found by the pupils of its records"


def _school(session: Session, told: Told) -> Iterator[str]:
    chain = chain_of_school("toy")
    refused = [told.intents[one].case for one in told.done if told.intents[one].act == "refused"]
    asked = select(LedgerRow.subject).where(LedgerRow.chain == chain)
    lost = {f"case:{one}" for one in refused} - set(session.scalars(asked))
    yield from (f"the refusal of {one} is lost" for one in lost)


def _ref(intent: Intent) -> str:
    return f"staff:{intent.by.lower()}"


def counts(app: Flask) -> dict[str, int]:
    """Return how many rows there are of what is written."""
    with app.app_context(), app.extensions["yipplugin"].store.reading(Everything()) as session:
        return {
            one.__tablename__: session.scalar(select(func.count()).select_from(one)) or 0
            for one in (CaseRow, RecordRow, LedgerRow, OutboxRow)
        }
