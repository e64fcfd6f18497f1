"""Verifying: whether every chain of the ledger, and every row that it covers, is as written.

No key is needed: what is sealed is bound as it is stored. Cases are read some at a time, each lot
at one moment, so that others go on writing meanwhile and little is held in memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.orm import Session

from yipplugin.store.cases import CaseRow
from yipplugin.store.comparing import Rows, compare, keys_of_cases, of_cases, of_school
from yipplugin.store.covered import COVERED, chain_of_school
from yipplugin.store.ledger import ChainRow
from yipplugin.store.orphans import orphans, schools
from yipplugin.store.stored import CHUNK, as_stored, is_text, stored
from yipplugin.store.walking import ALONG, ALONG_EACH, NO_MARKS, Fault, Head, Walk
from yipplugin.store.witnesses import Heard, Witnesses

Reading = Callable[[], AbstractContextManager[Connection]]
"""Opens a connection that sees the database at one moment."""

BATCH = 100
"""How many cases are read at a time."""

_CASE, _CHAIN = CaseRow.__table__.c, ChainRow.__table__.c
_IDS = select(_CASE.id).order_by(_CASE.id)
_CASES = select(*_CASE).where(_CASE.id.in_(bindparam("ids", expanding=True))).order_by(_CASE.id)
_HEAD = select(_CHAIN.seq, _CHAIN.head, _CHAIN.school).where(_CHAIN.chain == bindparam("chain"))


@dataclass
class Verifying:
    """One verification: of what, against what, and who is told how far it has come.

    ``school`` is empty for every school. ``against`` are checkpoints that were kept elsewhere, and
    ``pinned`` the fingerprint of the key that must have signed, where it is known. ``told`` is
    called with how many entries were read since.
    """

    reading: Reading
    school: str = ""
    against: Sequence[Heard] = ()
    pinned: str = ""
    told: Callable[[int], None] = lambda count: None

    def __post_init__(self) -> None:
        """Begin with nothing heard and no chain walked."""
        self._marks: Mapping[str, Mapping[int, str]] = {}
        self._walked: set[str] = set()

    def faults(self) -> Iterator[Fault]:
        """Yield every fault, those of a chain one after another and by its entries."""
        witnesses = Witnesses(self.school, self.against, self.pinned)
        with self._looking() as connection:
            names = schools(connection, self.school)
            witnesses.hear(connection)
        self._marks = witnesses.marks
        yield from witnesses.faults
        for school in names:
            with self._looking() as connection:
                found = self.of_school(connection, school)
            yield from found
        for rows in self._lots():
            yield from rows
        with self._looking() as connection:
            found = orphans(connection, self.school)
        yield from found
        for chain in sorted(self._marks.keys() - self._walked):
            last = max(self._marks[chain])
            what = f"the chain is lost, of which a checkpoint knows {last} entries"
            table = "yip_chain" if chain.startswith("school:") else "yip_case"
            yield Fault(chain, last, what, table, chain)

    def of_school(self, connection: Connection, school: str) -> list[Fault]:
        """Return the faults of a school's own chain, and of the rows that it binds."""
        chain = chain_of_school(school)
        heads = list(stored(connection, _HEAD, {"chain": chain}))
        seq, head, named = heads[0] if heads else (None, None, school)
        walk = self._walk(chain, Head(seq, head, "yip_chain", chain, ("seq", "head")))
        self._along(connection, {chain: walk}, stored(connection, ALONG, {"chain": chain}))
        if not heads:
            walk.faults = [Fault(chain, 0, "the head of the chain is missing", "yip_chain", chain)]
        elif named != school or not seq:
            what = "the head of the chain was changed"
            column = "seq" if named == school else "school"
            walk.faults.append(Fault(chain, 0, what, "yip_chain", chain, column))
        return compare({chain: walk}, of_school(connection, school))

    def of_cases(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> list[Fault]:
        """Return the faults of the chains of some cases, and of the rows that they bind."""
        walks = {}
        for row in rows:
            place = "yip_case", row["id"], ("chain_seq", "chain_head")
            walks[row["id"]] = self._walk(
                row["id"], Head(row["chain_seq"], row["chain_head"], *place)
            )
        chains = list(walks)
        found = self._along(connection, walks, stored(connection, ALONG_EACH, {"chains": chains}))
        found += compare(walks, of_cases(connection, rows))
        return found + keys_of_cases(connection, walks, rows)

    def _lots(self) -> Iterator[list[Fault]]:
        of_school = [_CASE.school == self.school] if self.school else []
        with self._looking() as connection:
            found = [one for (one,) in stored(connection, _IDS.where(*of_school))]
        what = "a case has an id that none can have"
        odd = [one for one in found if not is_text(one)]
        yield [Fault(str(one), 0, what, "yip_case", str(one), "id") for one in odd]
        ids = [one for one in found if is_text(one)]
        for first in range(0, len(ids), BATCH):
            with self._looking() as connection:
                given = {"ids": ids[first : first + BATCH]}
                yield self.of_cases(connection, _named(stored(connection, _CASES, given)))

    @contextmanager
    def _looking(self) -> Iterator[Connection]:
        with self.reading() as connection, as_stored(connection):
            yield connection

    def _walk(self, chain: str, head: Head) -> Walk:
        self._walked.add(chain)
        return Walk(chain, head, self._marks.get(chain, NO_MARKS))

    def _along(
        self, connection: Connection, walks: Mapping[str, Walk], entries: Iterator[Rows]
    ) -> list[Fault]:
        """Read entries, each on its chain, and return the faults of those that are on none."""
        astray, count = [], 0
        for entry in entries:
            count += 1
            if count % CHUNK == 0:
                self.told(CHUNK)
            walk = walks.get(entry[1])
            if walk is None:
                what = "an entry is of a chain that there is not"
                astray.append(Fault(str(entry[1]), 0, what, row=str(entry[2]), column="chain"))
            else:
                walk.step(entry)
        for walk in walks.values():
            walk.end()
        self.told(count % CHUNK)
        return astray


def verify(session: Session, chain: str) -> Fault | None:
    """Return the first fault of one chain (a case's id, or ``school:<school>``), or nothing."""
    connection = session.connection()
    one = Verifying(lambda: nullcontext(connection))
    with as_stored(connection):
        kind, _, school = chain.partition(":")
        if kind == "school" and school:
            found = one.of_school(connection, school)
        else:
            rows = _named(stored(connection, _CASES, {"ids": [chain]}))
            missing = Fault(chain, 0, "the head of the chain is missing", "yip_case", chain)
            found = one.of_cases(connection, rows) if rows else [missing]
    return next(iter(found), None)


def _named(rows: Iterator[Rows]) -> list[dict[str, Any]]:
    columns = COVERED[CaseRow.__tablename__].columns
    return [dict(zip(columns, row, strict=True)) for row in rows]
