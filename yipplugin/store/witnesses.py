"""Witnesses: what checkpoints say of the chains, and whether the checkpoints themselves hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from yipplugin.checkpoint import Checkpoint, of_body
from yipplugin.store.checkpoints import CheckpointRow, root_of
from yipplugin.store.covered import at_text, chain_of_school
from yipplugin.store.stored import stored
from yipplugin.store.walking import Fault

TABLE = CheckpointRow.__tablename__
_COLUMNS = ("id", "school", "seq", "at", "body", "public_key", "signature")
_KEPT = select(*(CheckpointRow.__table__.c[one] for one in _COLUMNS))


@dataclass(frozen=True)
class Heard:
    """A checkpoint, and where it was heard: a row of ours, or a file that was kept elsewhere."""

    where: str
    said: Checkpoint


@dataclass
class Witnesses:
    """What checkpoints say: hashes of entries by chain and number, and what is wrong with them.

    ``school`` is empty for every school. ``against`` are checkpoints that were kept elsewhere.
    ``pinned`` is the fingerprint of the key that must have signed, where somebody knows it.
    """

    school: str = ""
    against: Sequence[Heard] = ()
    pinned: str = ""
    marks: dict[str, dict[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def hear(self, connection: Connection) -> None:
        """Hear every checkpoint, those in the database first."""
        kept = sorted(self._kept(connection), key=lambda one: (one.said.school, one.said.seq))
        ours: dict[tuple[str, int], Checkpoint] = {}
        for _, rows in groupby(kept, key=lambda one: one.said.school):
            before: Checkpoint | None = None
            for one in rows:
                self._take(one, self._wrong(one.said) or _out_of_order(one.said, before))
                before = ours[one.said.school, one.said.seq] = one.said
        signed_by = {school: said.public_key for (school, _), said in ours.items()}
        for one in self.against:
            if self.school in ("", one.said.school):
                key = signed_by.get(one.said.school, one.said.public_key)
                self._take(one, self._wrong(one.said) or _by_another(one.said, key))
                self._compare(one, ours.get((one.said.school, one.said.seq)))

    def _kept(self, connection: Connection) -> Iterator[Heard]:
        for row in stored(connection, _KEPT):
            values = dict(zip(_COLUMNS, row, strict=True))
            if self.school and values["school"] != self.school:
                continue
            said, column = _read(values)
            if said is None or column:
                what = "a checkpoint was changed"
                chain = chain_of_school(values["school"])
                self.faults.append(Fault(chain, 0, what, TABLE, str(values["id"]), column))
            if said is not None:
                yield Heard(str(values["id"]), said)

    def _take(self, one: Heard, wrong: str) -> None:
        if wrong:
            self._fault(one, wrong)
            return
        for name, seq, hashed in one.said.said["heads"]:
            known = self.marks.setdefault(name, {}).setdefault(seq, hashed)
            if known != hashed:
                what = f"checkpoint {one.said.seq} says otherwise of entry {seq} than another does"
                self.faults.append(Fault(name, seq, what, TABLE, one.where))

    def _wrong(self, said: Checkpoint) -> str:
        if not said.is_signed:
            return "has a signature that does not hold"
        if self.pinned and said.fingerprint != self.pinned:
            return "was signed with another key than the one that was named"
        return "" if _is_sound(said) else "does not come to the root that it names"

    def _compare(self, one: Heard, kept: Checkpoint | None) -> None:
        if kept is None:
            self._fault(one, "was kept elsewhere and is not in the database")
        elif kept.body != one.said.body:
            self._fault(one, "is another one than that in the database")

    def _fault(self, one: Heard, wrong: str) -> None:
        chain, what = chain_of_school(one.said.school), f"checkpoint {one.said.seq} {wrong}"
        self.faults.append(Fault(chain, 0, what, TABLE, one.where))


def _read(values: Mapping[str, Any]) -> tuple[Checkpoint | None, str]:
    """Return the checkpoint in a row, and which of its columns does not repeat what was signed."""
    try:
        said = of_body(values["body"], values["public_key"], values["signature"])
        at = values["at"] if isinstance(values["at"], str) else at_text(values["at"])
    except (AttributeError, TypeError, ValueError):
        return None, "body"
    says = {"school": said.school, "seq": said.seq, "at": at_text(said.at)}
    stands = {"school": values["school"], "seq": values["seq"], "at": at}
    return said, next((name for name in says if says[name] != stands[name]), "")


def _is_sound(said: Checkpoint) -> bool:
    heads: Any = said.said.get("heads")
    sound = isinstance(heads, list) and all(
        isinstance(one, list) and [type(part) for part in one] == [str, int, str] for one in heads
    )
    return sound and root_of(heads) == said.root


def _out_of_order(said: Checkpoint, before: Checkpoint | None) -> str:
    if said.seq != (before.seq + 1 if before else 1):
        return "does not follow the one before it: some are missing"
    if said.said.get("previous") != (before.digest if before else ""):
        return "does not name the one before it"
    return _by_another(said, before.public_key) if before else ""


def _by_another(said: Checkpoint, public_key: str) -> str:
    same = said.public_key == public_key
    return "" if same else "was signed with another key than those in the database"
