"""The host's master keys, as the vault asks for them: nothing that they do goes unchecked."""

from collections.abc import Callable
from secrets import token_bytes
from threading import Lock
from typing import TypeVar

from yipplugin.errors import SealRefused
from yipplugin.keys import LENGTH, LONGEST_NAME, Key, KeyProvider, as_key
from yipplugin.store.keys import KeyRow

Answer = TypeVar("Answer")

LONGEST_WRAPPED = 16384
"""Bytes of a wrapped key at most; a key service adds a few hundred."""


class Masters:
    """Wraps and unwraps the schools' keys through the host's provider, which ``ask`` gives.

    It is asked for at first use, and anew where a key does not open: a master key may have been
    added since, and the application need not be started again for it.
    """

    def __init__(self, ask: Callable[[], KeyProvider]) -> None:
        self._ask = ask
        self._provider: KeyProvider | None = None
        self._lock = Lock()

    @property
    def current(self) -> str:
        """Return the name of the master key that wraps now."""
        name = _heard(lambda: self._asked().current)
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME:
            raise SealRefused("What gives the master key does not say its name as it must.")
        return name

    def renew(self) -> None:
        """Ask for the provider anew at next use."""
        self._provider = None

    def make(self, row: KeyRow) -> None:
        """Put a fresh key into ``row``."""
        # A process that stands for long must not wrap under a key that was retired since.
        self.renew()
        self.wrap(row, Key(token_bytes(LENGTH)))

    def wrap(self, row: KeyRow, key: Key) -> None:
        """Wrap a school's key under the master key that wraps now; ``row`` keeps it so.

        :raises SealRefused: where it would not open again.
        """
        name = self.current
        wrapped = _heard(lambda: self._asked().wrap(key, row.bound))
        if (
            not isinstance(wrapped, bytes)
            or len(wrapped) > LONGEST_WRAPPED
            or wrapped.find(key) >= 0
        ):
            raise SealRefused("What gives the master key does not wrap a key as it must.")
        if self._unwrapped(wrapped, row.bound, name) != key:
            raise SealRefused(f"What the master key {name} wrapped does not open again.")
        row.under, row.wrapped = name, wrapped

    def unwrap(self, row: KeyRow) -> Key:
        """Return a school's key.

        :raises SealRefused: where its master key is not there, or is not the right one.
        """
        try:
            return self._unwrapped(row.wrapped, row.bound, row.under)
        except SealRefused:
            self.renew()
            return self._unwrapped(row.wrapped, row.bound, row.under)

    def _unwrapped(self, wrapped: bytes, bound: bytes, under: str) -> Key:
        found = _heard(lambda: self._asked().unwrap(wrapped, bound, under))
        return as_key(found, "the key of a school")

    def _asked(self) -> KeyProvider:
        with self._lock:
            if self._provider is None:
                self._provider = self._ask()
            return self._provider


def _heard(ask: Callable[[], Answer]) -> Answer:
    """Return what a host's provider answers; whatever it raises says that there is no key now."""
    try:
        return ask()
    except SealRefused:
        raise
    except Exception as error:
        words = f"What gives the master key could not be asked ({type(error).__name__})."
        raise SealRefused(words) from error
