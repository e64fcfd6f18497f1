"""What it costs to count a school's cases, beside opening them one by one and working them out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from flask import Flask
from sqlalchemy import select

from benchmarks.pairs import Ratio, compare
from yipplugin.rules.standing import standing
from yipplugin.services.cases import CaseView
from yipplugin.services.numbers import exact
from yipplugin.store.base import new_id
from yipplugin.store.cases import CaseRow
from yipplugin.store.ledger import BEGINNING, Entry, append_to_case
from yipplugin.store.records import Signing, add_record, records_of
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything, Record

CASES = 300
KEPT = ("school", "policy_key", "policy_version", "policy_digest", "opened_by", "stage", "order_at")


def counting(app: Flask, actor: Actor, case: CaseView) -> Iterator[Ratio]:
    """Yield what numbers cost where a school has hundreds of cases like ``case``."""
    app.config["YIP_LIMITS"] = {**app.config["YIP_LIMITS"], "numbers:count": (10**6, 1)}
    ids = [_one_more(actor, case, number) for number in range(CASES)]
    now = case.records[-1].signed_at

    def count() -> object:
        return exact(actor)

    def one_by_one() -> object:
        with store().reading(actor) as session:
            return [[row.value for row in records_of(session, one)] for one in ids]

    def worked_out() -> object:
        return [standing(case.policy, case.records, now) for _ in ids]

    name = f"numbers of {CASES} cases of {len(case.records)} records / "
    yield compare(f"{name}opening each", count, one_by_one, pairs=7, times=1)
    yield compare(f"{name}their standing", count, worked_out, pairs=7, times=1)


def _one_more(actor: Actor, case: CaseView, number: int) -> str:
    """Keep another case with the same records, and return its id."""
    kept, now = store(), store().clock()
    with kept.writing(Everything(actor.school)) as session:
        like = session.scalars(select(CaseRow).where(CaseRow.id == case.id)).one()
        row = CaseRow(
            **{one: getattr(like, one) for one in KEPT},
            id=new_id(),
            reference=f"BENCH-{number:04}",
            opened_at=now,
            urgent=False,
            outstanding=0,
            waits_for="",
            lead_named=False,
            head_named=False,
            updated_at=now,
            chain_seq=0,
            chain_head=BEGINNING,
        )
        kept.vault.begin_case(session, row.school, row.id, now)
        session.add(row)
        session.flush()
        for seq, record in enumerate(_anew(case.records), 1):
            add_record(
                session,
                school=row.school,
                case_id=row.id,
                seq=seq,
                submission=new_id(),
                record=record,
                signing=Signing("account", now, {}),
            )
        session.flush()
        append_to_case(session, row, Entry(now, actor.ref, "report:make", f"case:{row.id}"))
    return row.id


def _anew(records: Sequence[Record]) -> Iterator[Record]:
    """Yield records under ids of their own, which still correct each other."""
    ids = {one.id: new_id() for one in records}
    for one in records:
        yield replace(one, id=ids[one.id], supersedes=ids.get(one.supersedes or ""))
