"""The ledger as a whole: making checkpoints of it, and verifying it against them."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Connection

from yipplugin.checkpoint import Checkpoint, sign
from yipplugin.errors import NotFound, SealRefused
from yipplugin.store.base import new_id
from yipplugin.store.checkpoints import (
    MESSAGE,
    CheckpointRow,
    Heads,
    body_of,
    latest_checkpoint,
    root_of,
)
from yipplugin.store.covered import chain_of_school
from yipplugin.store.keys import SIGNING
from yipplugin.store.ledger import (
    Entry,
    append_to_school,
    heads_of,
    is_in_ledger,
    lock_school,
    schools_with_chains,
)
from yipplugin.store.outbox import put
from yipplugin.store.sessions import store
from yipplugin.store.verify import Verifying
from yipplugin.store.witnesses import Heard
from yipplugin.values import LONDON, Everything

ACT = "ledger:checkpoint"
log = logging.getLogger("yipplugin")


def schools() -> tuple[str, ...]:
    """Return the schools that have entries in the ledger."""
    with store().reading(Everything()) as session:
        return schools_with_chains(session)


def is_known(school: str) -> bool:
    """Say whether anything of a school is in the ledger, or left of one that was there."""
    with store().reading(Everything()) as session:
        return is_in_ledger(session, school)


def checkpoint(school: str) -> Checkpoint | None:
    """Sign where every chain of a school stands now, and have it kept elsewhere.

    Nothing is signed where nothing was written since the last one.

    :raises NotFound: for a school that has no entry in the ledger.
    """
    if school not in schools():
        raise NotFound
    kept = store()
    with kept.writing(Everything(school)) as session:
        # Two at once would have the same number.
        lock_school(session, school)
        last = latest_checkpoint(session, school)
        heads = heads_of(session, school)
        if last and not _moved(school, last, heads):
            return None
        now, seq = kept.clock(), last.seq + 1 if last else 1
        body = body_of(school, seq, now, last.value.digest if last else "", heads)
        key, signature = sign(kept.vault.school_key(session, school, SIGNING), body)
        row = CheckpointRow(id=new_id(), school=school, seq=seq, at=now, body=body)
        row.public_key, row.signature = key, signature
        session.add(row)
        detail = {"seq": seq, "root": root_of(heads), "fingerprint": row.value.fingerprint}
        entry = Entry.of(Everything(school), now, ACT, f"checkpoint:{seq}", detail=detail)
        append_to_school(session, school, entry)
        put(
            session,
            school=school,
            kind=MESSAGE,
            payload={"checkpoint": row.id},
            due_at=now,
            key=f"checkpoint:{row.id}",
        )
        return row.value


def checkpoints_of_the_day() -> int:
    """Make the checkpoint of each school that has none of today and something new to sign.

    Return for how many schools it could not be made.
    """
    failed = 0
    for school in schools():
        try:
            if not _has_one_of_today(school):
                checkpoint(school)
        except SealRefused as refused:
            # One school without its keys must not keep the others from theirs.
            log.error("No checkpoint of the ledger of %s: %s", school, refused)
            failed += 1
    return failed


def verifying(
    school: str = "",
    against: Sequence[Heard] = (),
    pinned: str = "",
    told: Callable[[int], None] = lambda count: None,
) -> Verifying:
    """Return a verification of what is kept; see :class:`yipplugin.store.verify.Verifying`."""
    return Verifying(_at_one_moment, school, against, pinned, told)


@contextmanager
def _at_one_moment() -> Iterator[Connection]:
    with store().at_one_moment() as session:
        yield session.connection()


def _has_one_of_today(school: str) -> bool:
    with store().reading(Everything(school)) as session:
        last = latest_checkpoint(session, school)
    return last is not None and _day(last.at) == _day(store().clock())


def _day(at: datetime) -> object:
    return at.astimezone(LONDON).date()


def _moved(school: str, last: CheckpointRow, heads: Heads) -> bool:
    """Say whether anything but the last checkpoint's own entry was written since."""
    own = chain_of_school(school)
    before = {chain: seq for chain, seq, _ in json.loads(last.body)["heads"]}
    before[own] = before.get(own, 0) + 1
    return {chain: seq for chain, seq, _ in heads} != before
