"""Checkpoints as they leave us: what they say, how they are signed, and how a file holds one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any

VERSION = 1
"""The version of a checkpoint's body and of its file."""


@dataclass(frozen=True)
class Checkpoint:
    """A signed statement of where every chain of a school's ledger stood at a moment.

    ``body`` is what was signed, byte for byte: JSON with the number and the hash of the last entry
    of each chain, and the digest of the checkpoint before. ``root`` is one hash over all of them.
    ``public_key`` and ``signature`` are Ed25519, in hexadecimal. It says of no case what is in it.
    """

    school: str
    seq: int
    at: datetime
    root: str
    body: bytes
    public_key: str
    signature: str

    @property
    def digest(self) -> str:
        """Return by what the next checkpoint names this one."""
        return sha256(self.body).hexdigest()

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the key that signed it."""
        return fingerprint(self.public_key)

    @cached_property
    def said(self) -> Mapping[str, Any]:
        """Return what the body says."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def is_signed(self) -> bool:
        """Say whether the signature is the key's own over the body."""
        # Loaded when something is first signed or checked: a host's start does not wait for it.
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.body)
        except (InvalidSignature, ValueError):
            return False
        return True


def sign(seed: bytes, body: bytes) -> tuple[str, str]:
    """Return the public key that belongs to ``seed``, and its signature, in hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(seed)
    return key.public_key().public_bytes_raw().hex(), key.sign(body).hex()


def fingerprint(public_key: str) -> str:
    """Return the fingerprint of a public key, by which people compare it."""
    return sha256(public_key.encode()).hexdigest()


def of_body(body: bytes, public_key: str, signature: str) -> Checkpoint:
    """Return a checkpoint from what was signed.

    :raises ValueError: where the body is none of a checkpoint.
    """
    try:
        said = json.loads(body)
        at = datetime.fromisoformat(said["at"])
        school, seq, root = said["school"], said["seq"], said["root"]
    except (AttributeError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise ValueError("This is no checkpoint.") from error
    texts = school, root, public_key, signature
    if not all(isinstance(one, str) for one in texts) or type(seq) is not int:
        raise ValueError("This is no checkpoint.")
    if not isinstance(body, bytes):
        raise ValueError("The body of a checkpoint is bytes.")
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return Checkpoint(school, seq, at, root, body, public_key, signature)


def as_file(checkpoint: Checkpoint) -> bytes:
    """Return the text of the file that holds a checkpoint."""
    said = {
        "yip_checkpoint": VERSION,
        "school": checkpoint.school,
        "seq": checkpoint.seq,
        "at": checkpoint.at.isoformat(),
        "root": checkpoint.root,
        "public_key": checkpoint.public_key,
        "fingerprint": checkpoint.fingerprint,
        "signature": checkpoint.signature,
        "body": checkpoint.body.decode(),
    }
    return json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"


def of_file(content: bytes) -> Checkpoint:
    """Return the checkpoint that a file holds. Only what was signed counts.

    :raises ValueError: where it is no such file.
    """
    try:
        said = json.loads(content)
        if said["yip_checkpoint"] != VERSION:
            raise ValueError("The checkpoint is of a version that is not known here.")
        body, key, signature = said["body"].encode(), said["public_key"], said["signature"]
    except (AttributeError, KeyError, TypeError, UnicodeError, json.JSONDecodeError) as error:
        raise ValueError("This is no file of a checkpoint.") from error
    return of_body(body, key, signature)
