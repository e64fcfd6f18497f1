"""Signed contact packs: one file, of which no byte can change without being seen.

What is signed is the canonical text of the pack, and the file is canonical itself: whatever does
not read back to the very same bytes is refused, a space too many as much as another number.
"""

import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts.reading import Written, canonical_text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LARGEST = 2 * 1024 * 1024
FOR = b"yipplugin contacts 1\n"
"""What comes before the text that is signed, so that no signature for anything else counts."""

CHANGED = (
    "The file was changed after it was signed, or damaged on its way. Get it again from its owner."
)


@dataclass(frozen=True)
class Signed:
    """A signed pack: its canonical text, and the public key and the signature in hexadecimal."""

    text: str
    public: str
    signature: str

    @property
    def content(self) -> bytes:
        """Return the bytes of the file."""
        return _file(self)


def new_key(path: Path) -> str:
    """Make the file of a private key, that this account alone can read; return the public key.

    :raises ContactsRefused: where there is a file already.
    """
    from cryptography.hazmat.primitives import serialization as kinds
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(kinds.Encoding.PEM, kinds.PrivateFormat.PKCS8, kinds.NoEncryption())
    try:
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        words = f"{path} is there already. A key is never written over: name another file."
        raise ContactsRefused(words) from error
    with os.fdopen(opened, "wb") as file:
        file.write(pem)
    return public_of(key)


def read_key(path: Path) -> "Ed25519PrivateKey":
    """Return the private key in a file.

    :raises ContactsRefused: where there is none.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    if not path.is_file():
        raise ContactsRefused(
            f"There is no file {path}. Name the one that `flask yip contacts key` made. Make a new"
            " one only if that is lost: every school must then pin the new one."
        )
    try:
        found: Any = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        words = f"{path} holds no private key. Make one with: flask yip contacts key FILE"
        raise ContactsRefused(words) from error
    if not isinstance(found, Ed25519PrivateKey):
        raise ContactsRefused(f"{path} holds a key of another kind. Contacts take Ed25519 alone.")
    return found


def public_of(key: "Ed25519PrivateKey") -> str:
    """Return the public key, in hexadecimal."""
    return key.public_key().public_bytes_raw().hex()


def fingerprint(public: str) -> str:
    """Return what is compared over the telephone: a public key as six groups of four."""
    short = sha256(bytes.fromhex(public)).hexdigest()[:24]
    return " ".join(short[n : n + 4] for n in range(0, len(short), 4))


def sign(written: Written, key: "Ed25519PrivateKey") -> Signed:
    """Return a pack signed with ``key``."""
    signature = key.sign(FOR + written.text.encode())
    return Signed(written.text, public_of(key), signature.hex())


def opened(content: bytes) -> Signed:
    """Return what a signed file holds, once the signature is found to be that of its own key.

    Whose key that is, is another question.

    :raises ContactsRefused: saying what is wrong with it.
    """
    if len(content) > LARGEST:
        raise ContactsRefused("The file is larger than 2 MiB. It is no contact pack.")
    try:
        said = json.loads(content.decode())
        pack, signature = said["pack"], said["signature"]
        found = Signed(canonical_text(pack), signature["key"], signature["value"])
        same = found.content == content
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        if b'"signature"' not in content:
            words = "The file is not signed, or was cut off. Ask its owner for the signed one."
            raise ContactsRefused(words) from error
        raise ContactsRefused(CHANGED) from error
    if not same or not _is_signed(found):
        raise ContactsRefused(CHANGED)
    return found


def _is_signed(signed: Signed) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    said = (signed.public, signed.signature)
    try:
        # Capitals would be the same bytes in another file.
        if any(bytes.fromhex(one).hex() != one for one in said):
            return False
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(signed.public))
        key.verify(bytes.fromhex(signed.signature), FOR + signed.text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _file(signed: Signed) -> bytes:
    said = {
        "pack": json.loads(signed.text),
        "signature": {"key": signed.public, "value": signed.signature},
    }
    return canonical_text(said).encode() + b"\n"
