"""The vault: finds the key that a text is sealed under, and the marks under which people are found.

A school's keys are unwrapped once for each process and kept in memory; a case's key for one session
only, so that nothing opens once it was destroyed.
"""

import hmac
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from threading import Lock

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from yipplugin.errors import SealRefused
from yipplugin.keys import Key, KeyProvider
from yipplugin.store.base import new_id
from yipplugin.store.keys import (
    CASE,
    DATA,
    INDEX,
    OF_SCHOOL,
    SCHOOL,
    KeyRow,
    is_new,
    key_of_case,
    keys_of,
    keys_of_cases,
    new_key,
    opened,
    own_keys,
)
from yipplugin.store.masters import Masters
from yipplugin.store.sealing import Place, Sealed, seal, unseal

MOST_RINGS = 4096
"""How many schools' keys one process keeps in memory; those used last stay."""

MAKING = "makes_keys"
"""What is said in the ``info`` of a session that makes keys of a school."""


@dataclass
class Ring:
    """One school's keys, unwrapped: its own by id, the newest last, and the others by kind."""

    own: dict[str, Key] = field(default_factory=dict)
    others: dict[str, Key] = field(default_factory=dict)

    @property
    def newest(self) -> tuple[str, Key]:
        """Return the key that wraps now, with its id."""
        return list(self.own.items())[-1]

    @property
    def is_whole(self) -> bool:
        """Say whether a key of every kind is there."""
        return all(kind in self.others for kind in OF_SCHOOL)


class Rings:
    """The rings of the schools that were asked for last; threads may share it."""

    def __init__(self) -> None:
        self._held: OrderedDict[str, Ring] = OrderedDict()
        self._lock = Lock()

    def get(self, school: str) -> Ring | None:
        """Return a school's ring where it is held."""
        with self._lock:
            if school in self._held:
                self._held.move_to_end(school)
            return self._held.get(school)

    def put(self, school: str, ring: Ring) -> None:
        """Hold a school's ring, and let go of the one that was not asked for longest."""
        with self._lock:
            self._held[school] = ring
            self._held.move_to_end(school)
            if len(self._held) > MOST_RINGS:
                self._held.popitem(last=False)

    def drop(self, school: str = "") -> None:
        """Let go of a school's ring, or of every one."""
        with self._lock:
            for one in [school] if school else list(self._held):
                self._held.pop(one, None)


class KeyVault:
    """Seals and opens texts. ``ask`` gives the host's key provider, at first use."""

    def __init__(self, ask: Callable[[], KeyProvider]) -> None:
        self.masters = Masters(ask)
        self._rings = Rings()

    def forget(self) -> None:
        """Forget every unwrapped key: they are asked for anew at next use."""
        self._rings.drop()
        self.masters.renew()

    def holds(self, school: str) -> bool:
        """Say whether the school's keys were unwrapped already."""
        return self._rings.get(school) is not None

    def take_up(self, session: Session, school: str) -> bool:
        """Unwrap the school's keys as they are in the database; say whether there are all."""
        return bool(keys_of(session, school)) and self._ring(session, school).is_whole

    def prepare(self, session: Session, school: str, now: datetime) -> None:
        """Make the keys that a school lacks. The session must commit before they are used.

        :raises SealRefused: where something was kept for the school already and its key is gone.
        """
        session.info[MAKING] = True
        rows = keys_of(session, school)
        if not _of_its_own(rows) and not is_new(session, school):
            # Another process may have made them, and begun, between the two questions.
            rows = keys_of(session, school)
            if not _of_its_own(rows):
                raise SealRefused("The keys of the school are gone. Bring them from a backup.")
        if not _of_its_own(rows):
            try:
                with session.begin_nested():
                    self.new_school_key(session, school, now, f"{school}:{SCHOOL}")
            except IntegrityError:
                pass  # another process made it first, and has committed
            rows = keys_of(session, school)
        ring = self._unwrapped(rows)
        for kind in OF_SCHOOL:
            if kind not in ring.others:
                try:
                    with session.begin_nested():
                        new_key(session, school, kind, ring.newest, now)
                except IntegrityError:
                    pass

    def new_school_key(self, session: Session, school: str, now: datetime, unique: str) -> KeyRow:
        """Make a school's key under the current master key, and return its row."""
        session.info[MAKING] = True
        row = KeyRow(id=new_id(), unique=unique, school=school, kind=SCHOOL, made_at=now)
        self.masters.make(row)
        session.add(row)
        return row

    def begin_case(self, session: Session, school: str, case_id: str, now: datetime) -> None:
        """Make the key of a new case."""
        # The school may have got a new key since, and the one in memory been taken away: what
        # wraps the case's key is therefore looked at, and stays until this transaction ends.
        standing = own_keys(session, school)
        if not standing:
            raise SealRefused("The school has no keys yet. Run: flask yip init")
        newest = standing[-1].id
        own = self._ring_with(session, school, newest).own
        if newest not in own:
            raise SealRefused("The key of the school is not there.")
        key = new_key(session, school, CASE, (newest, own[newest]), now, case=case_id)
        _of_session(session)[case_id] = key

    def take_up_cases(self, session: Session, school: str, case_ids: Sequence[str]) -> None:
        """Unwrap the keys of many cases of a school with one question, for this session.

        What is not found here is looked for again where something is opened with it.
        """
        own = self._ring(session, school).own
        known = _of_session(session)
        for row in keys_of_cases(session, case_ids):
            if row.case_id and row.school == school and row.under in own:
                known[row.case_id] = opened(row, own[row.under])

    def seal(self, session: Session, text: str, place: Place) -> Sealed:
        """Return ``text`` as it may be stored at ``place``."""
        return seal(self._key(session, place), text, place)

    def open(self, session: Session, sealed: bytes, place: Place) -> str:
        """Return the text that was sealed at ``place``."""
        return unseal(self._key(session, place), sealed, place)

    def mark(self, session: Session, school: str, kind: str, ref: str) -> str:
        """Return the mark under which somebody is found at a school: their ref, under its key.

        :raises SealRefused: where it cannot be had: a mark that finds nobody would hide who is
            among the people of a case.
        """
        if not self.holds(school) and is_new(session, school):
            return ""
        said = f"{kind}:{ref}".encode()
        return hmac.new(self.school_key(session, school, INDEX), said, sha256).hexdigest()

    def school_key(self, session: Session, school: str, kind: str) -> Key:
        """Return one of the keys of a school that are not of a case."""
        ring = self._ring(session, school)
        if kind not in ring.others:
            raise SealRefused(f"The school has no {kind} key. Run: flask yip init")
        return ring.others[kind]

    def _key(self, session: Session, place: Place) -> Key:
        if not place.case:
            return self.school_key(session, place.school, DATA)
        known = _of_session(session)
        if place.case not in known:
            known[place.case] = self._key_of_case(session, place.school, place.case)
        return known[place.case]

    def _key_of_case(self, session: Session, school: str, case_id: str) -> Key:
        # A second time, because the key may be wrapped anew between the two questions.
        for _ in range(2):
            row = key_of_case(session, case_id)
            if row is None or row.school != school:
                raise SealRefused("The key of the case is not there: nothing of it can be read.")
            own = self._ring_with(session, school, row.under).own
            if row.under in own:
                return opened(row, own[row.under])
        raise SealRefused("The key of the school that wraps the case's key is not there.")

    def _ring_with(self, session: Session, school: str, own: str) -> Ring:
        """Return the school's ring, looked up anew where it does not hold one of its own keys."""
        ring = self._ring(session, school)
        if own in ring.own:
            return ring
        self._rings.drop(school)
        return self._ring(session, school)

    def _ring(self, session: Session, school: str) -> Ring:
        ring = self._rings.get(school)
        if ring is None:
            rows = keys_of(session, school)
            if not rows:
                raise SealRefused("The school has no keys yet. Run: flask yip init")
            ring = self._unwrapped(rows)
            # What this transaction made is gone if it fails: nothing must be sealed with it.
            if ring.is_whole and MAKING not in session.info:
                self._rings.put(school, ring)
        return ring

    def _unwrapped(self, rows: Iterable[KeyRow]) -> Ring:
        ring = Ring()
        for row in rows:
            if row.kind == SCHOOL:
                ring.own[row.id] = self.masters.unwrap(row)
        for row in rows:
            if row.kind != SCHOOL:
                if row.under not in ring.own:
                    raise SealRefused("The key of the school that wraps its others is not there.")
                ring.others[row.kind] = opened(row, ring.own[row.under])
        return ring


def _of_its_own(rows: Iterable[KeyRow]) -> bool:
    return any(row.kind == SCHOOL for row in rows)


def forget_case(session: Session, case_id: str) -> None:
    """Forget a case's key in a session that destroys it."""
    _of_session(session).pop(case_id, None)


def _of_session(session: Session) -> dict[str, Key]:
    known: dict[str, Key] = session.info.setdefault("case_keys", {})
    return known
