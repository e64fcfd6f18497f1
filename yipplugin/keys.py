"""Master keys: what wraps a school's keys, and the way in which a host may keep them elsewhere."""

import os
import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol, runtime_checkable

from yipplugin.errors import SealRefused

LENGTH = 32
"""Bytes of every key: AES-256."""

NONCE = 12
LONGEST_NAME = 64


class Key(bytes):
    """A key in memory. A log or an error page that would show it shows that it is one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Key(...)"

    __str__ = __repr__


def as_key(found: object, name: str) -> Key:
    """Return ``found`` as a key; ``name`` says in a refusal which one it was to be.

    :raises SealRefused: where it is not as long as a key.
    """
    if not isinstance(found, bytes) or len(found) != LENGTH:
        raise SealRefused(f"What was found in place of {name} is no key of {LENGTH} bytes.")
    return Key(found)


@runtime_checkable
class KeyProvider(Protocol):
    """Wraps and unwraps a school's keys. A key service can do so without giving its key away.

    ``bound`` is what the wrapped key belongs to; it must be asked for with the same bytes again.
    Whatever a method raises is taken to mean that the key cannot be had now.
    """

    @property
    def current(self) -> str:
        """Return the name of the master key that wraps now, at most 64 characters."""

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Return ``key`` wrapped under the current master key."""

    def unwrap(self, wrapped: bytes, bound: bytes, under: str) -> bytes:
        """Return the key that was wrapped under the master key ``under``.

        :raises SealRefused: where that key is not there, or is not the right one.
        """


class LocalKeys:
    """Master keys that this process holds: by name, the one that wraps now first."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise SealRefused("There is no master key. Run: flask yip init")
        self._keys = {name: as_key(key, f"the master key {name}") for name, key in keys.items()}

    def __repr__(self) -> str:
        """Return the names of the keys and no key."""
        return f"LocalKeys({', '.join(self._keys)})"

    @property
    def current(self) -> str:
        """Return the name of the master key that wraps now."""
        return next(iter(self._keys))

    def wrap(self, key: bytes, bound: bytes) -> bytes:
        """Return ``key`` wrapped under the current master key."""
        return encrypt(self._keys[self.current], key, bound)

    def unwrap(self, wrapped: bytes, bound: bytes, under: str) -> bytes:
        """Return the key that was wrapped under the master key ``under``."""
        if under not in self._keys:
            raise SealRefused(f"The master key {under} is not here. See: flask yip doctor")
        return decrypt(self._keys[under], wrapped, bound, f"the master key {under}")


def read_keys(text: str) -> dict[str, Key]:
    """Return the keys of a text with one ``name: 64 hexadecimal digits`` a line, in order.

    A comma ends a line too: a variable of the environment is often one line.

    :raises SealRefused: for a line that is no key; the line is not quoted.
    """
    keys: dict[str, Key] = {}
    for number, line in enumerate(re.split(r"[\r\n,]+", text.lstrip("\ufeff")), 1):
        if not line.strip():
            continue
        name, _, digits = (part.strip() for part in line.partition(":"))
        try:
            key = as_key(bytes.fromhex(digits), "a master key")
        except (ValueError, SealRefused) as error:
            words = f"Line {number} of the master keys is no name and key of 64 digits."
            raise SealRefused(words) from error
        if not name or len(name) > LONGEST_NAME or name in keys:
            words = f"The name in line {number} of the master keys is missing, too long, or double."
            raise SealRefused(words)
        keys[name] = key
    return keys


def bound_to(*parts: str) -> bytes:
    """Return what something is bound to: its parts so that no two lists of parts read the same."""
    return "".join([f"{len(one)}:{one}" for one in parts]).encode()


def encrypt(key: bytes, text: bytes, bound: bytes) -> bytes:
    """Return ``text`` under ``key`` (AES-256-GCM), which opens with the same ``bound`` only.

    The nonce is drawn at random. Fewer than 2**32 texts may be encrypted under one key, which is
    far beyond what is written of a case, or typed into the drafts of a school.
    """
    cipher, _ = _aead()
    nonce = os.urandom(NONCE)
    return nonce + bytes(cipher(key).encrypt(nonce, text, bound))


def decrypt(key: bytes, sealed: bytes, bound: bytes, name: str) -> bytes:
    """Return what was encrypted; ``name`` says in a refusal which key did not open it.

    :raises SealRefused: where the key is another one, the place another, or a byte was changed.
    """
    cipher, other = _aead()
    try:
        return bytes(cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound))
    except (other, ValueError) as error:
        raise SealRefused(f"What is kept does not open with {name}.") from error


@cache
def _aead() -> tuple[Any, type[Exception]]:
    """Return AES-GCM, and what it raises where something does not open.

    It is loaded when something is first sealed: a host's start does not wait for it.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM, InvalidTag
