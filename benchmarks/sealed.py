"""What sealing costs: the same rows read with it and with it taken out, in one run."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from benchmarks.pairs import Ratio, compare
from yipplugin.keys import LocalKeys
from yipplugin.store.base import new_id
from yipplugin.store.cases import LAST, CaseRow
from yipplugin.store.engine import engine_on
from yipplugin.store.ledger import BEGINNING, Entry, append_to_case, append_to_school
from yipplugin.store.lists import lines
from yipplugin.store.migrate import upgrade
from yipplugin.store.policies import keep_policy
from yipplugin.store.records import Signing, add_record, records_of
from yipplugin.store.rewrapping import begin_rotation, end_rotation, unwrapped, wrap_some
from yipplugin.store.sealing import Place, Sealed
from yipplugin.store.sessions import Store
from yipplugin.store.vault import KeyVault
from yipplugin.values import Actor, Everything, Record

CASES, RECORDS = 50, 48
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEAD = Actor("staff:1", "Amara Obi", frozenset({"dsl"}), "bench")
SCHOOL = Everything(LEAD.school)
WORDS = "A friend of theirs told me that a picture goes round. " * 19
"""About a kilobyte."""


class Plain(KeyVault):
    """A vault with the sealing taken out: what is put in is what comes out."""

    def seal(self, session: Session, text: str, place: Place) -> Sealed:
        """Return ``text`` as it is."""
        return Sealed(text.encode())

    def open(self, session: Session, sealed: bytes, place: Place) -> str:
        """Return what was put in."""
        return sealed.decode()


def sealing(folder: Path) -> Iterator[Ratio]:
    """Yield what a list and a case cost sealed, beside the same in the clear."""
    kept = {kind: _school(folder / f"{kind.__name__}.sqlite", kind) for kind in (KeyVault, Plain)}
    (sealed, case), (plain, same) = kept[KeyVault], kept[Plain]
    name = f"list of {CASES} cases, sealed / in the clear"
    yield compare(name, _list(sealed), _list(plain), times=20)
    name = f"case of {RECORDS} records, sealed / in the clear"
    yield compare(name, _case(sealed, case), _case(plain, same), times=20)
    rotated, after = _school(folder / "rotated.sqlite", KeyVault)
    _rotate(rotated)
    name = f"case of {RECORDS} records, after its school's new key / before"
    yield compare(name, _case(rotated, after), _case(sealed, case), times=20)


def _list(store: Store) -> Callable[[], object]:
    def listed() -> object:
        with store.reading(LEAD) as session:
            return lines(session, LEAD, size=CASES)

    return listed


def _case(store: Store, case_id: str) -> Callable[[], object]:
    def read() -> object:
        with store.reading(LEAD) as session:
            return [row.value for row in records_of(session, case_id)]

    return read


def _school(path: Path, kind: type[KeyVault]) -> tuple[Store, str]:
    """Return a store with many cases, and the id of the one with many records."""
    engine = engine_on(make_url(f"sqlite:///{path}"))
    upgrade(engine)
    keys = LocalKeys({"bench": b"k" * 32})
    store = Store(lambda: engine, lambda: keys, clock=lambda: NOW)
    store.vault = kind(lambda: keys)
    with store.writing(SCHOOL) as session:
        keep_policy(session, school=SCHOOL.school, digest="d" * 64, key="b", version=1, files={})
        append_to_school(session, SCHOOL.school, Entry(NOW, LEAD.ref, "report:make", ""))
    ids = [_begin(store, number) for number in range(CASES)]
    _sign(store, ids[0])
    return store, ids[0]


def _begin(store: Store, number: int) -> str:
    with store.writing(SCHOOL) as session:
        row = CaseRow(
            id=new_id(),
            school=SCHOOL.school,
            reference=f"YIP-2026-{number:04}",
            policy_key="b",
            policy_version=1,
            policy_digest="d" * 64,
            opened_at=NOW,
            opened_by="staff:2",
            stage="reported",
            order_at=LAST,
            urgent=False,
            outstanding=1,
            waits_for=" dsl ",
            lead_named=False,
            head_named=False,
            updated_at=NOW,
            chain_seq=0,
            chain_head=BEGINNING,
        )
        store.vault.begin_case(session, row.school, row.id, NOW)
        row.seal(session, opened_by_name="Tess Archer")
        session.add(row)
        session.flush()
        append_to_case(session, row, Entry(NOW, "staff:2", "report:make", f"case:{row.id}"))
    return row.id


def _sign(store: Store, case_id: str) -> None:
    with store.writing(SCHOOL) as session:
        row = session.get(CaseRow, case_id)
        for seq in range(1, RECORDS + 1):
            by = (LEAD.ref, LEAD.name, LEAD.roles)
            add_record(
                session,
                school=row.school,
                case_id=row.id,
                seq=seq,
                submission=new_id(),
                record=Record(new_id(), "look", 1, *by, NOW, {"said": WORDS}),
                signing=Signing("account", NOW, {}),
            )
        session.flush()
        append_to_case(session, row, Entry(NOW, LEAD.ref, "record:sign", f"case:{row.id}"))


def _rotate(store: Store) -> None:
    with store.writing(Everything()) as session:
        begin_rotation(session, store.vault, SCHOOL.school, NOW)
        session.flush()
        wrap_some(session, SCHOOL.school, unwrapped(session, store.vault, SCHOOL.school), "")
        end_rotation(session, SCHOOL.school)
    store.vault.forget()
