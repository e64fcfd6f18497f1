"""What is wrong with what a school has stored, read back as rules and pages would read it."""

import json

from sqlalchemy import func, select

from tests.matrix.host import PUPIL
from yipplugin.builder.compiled import compiled
from yipplugin.hooking import house
from yipplugin.rules.standing import standing
from yipplugin.services.policies import policy_of
from yipplugin.store.cases import CaseRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.records import records_of
from yipplugin.store.tables import TABLES
from yipplugin.store.verify import Verifying
from yipplugin.values import Everything, Person


def counts(site):
    """Return how many rows each table has."""
    with site.store.engine.connect() as connection:
        return {
            one.__tablename__: connection.scalar(select(func.count()).select_from(one.__table__))
            for one in TABLES
        }


def draft_text(site, submission):
    """Return everything that is kept as a draft of one filling of a form."""
    with site.app.app_context(), site.store.reading(Everything()) as session:
        rows = session.scalars(select(DraftRow).where(DraftRow.submission == submission)).all()
        return json.loads(
            f"[{','.join(row.opened('raw') + ',' + row.opened('apart') for row in rows)}]"
        )


def faults(site):
    """Return every fault of the ledger and of any record, in words."""
    found = [str(one) for one in Verifying(site.store.engine.connect).faults()]
    with site.app.app_context(), site.store.reading(Everything()) as session:
        for case in session.scalars(select(CaseRow)).all():
            policy = policy_of(session, case)
            values = [row.value for row in records_of(session, case.id)]
            people = [one.person for one in standing(policy, values, case.updated_at).people]
            for record in values:
                found += list(_faults_of(policy, record, people))
        found += [f"draft {row.id}" for row in session.scalars(select(DraftRow)) if not _opens(row)]
    return found


def _faults_of(policy, record, people):
    """Yield what is wrong with a record: typed in anew, its answers must come out as they are."""
    form = policy.forms.get(record.form)
    if form is None or record.version != form.version:
        yield f"{record.id}: form {record.form} {record.version}"
        return
    unknown = set(record.answers) - {one.key for one in form.questions}
    if unknown:
        yield f"{record.id}: no questions {sorted(unknown)}"
    filling = compiled(form, house().kinds).bind(
        None, kept=record.answers, people=people, get=_get, now=record.signed_at
    )
    if filling.answers() != record.answers:
        yield f"{record.form} {record.id}: {record.answers} reads back as {filling.answers()}"


def _get(kind, ref):
    return PUPIL if ref == PUPIL.ref else Person(ref, ref, "staff") if kind == "staff" else None


def _opens(row):
    raw = json.loads(row.opened("raw"))
    return all(isinstance(name, str) and isinstance(value, str) for name, value in raw)
