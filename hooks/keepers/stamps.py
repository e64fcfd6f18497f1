"""Having checkpoints stamped by a time-stamp authority (RFC 3161), which says when each was there.

Needs the package's extra ``anchor``. The authority sees a hash and nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from yipplugin.checkpoint import Checkpoint, as_file
from yipplugin.marks import hookimpl

from .files import name_of, write_once

LARGEST = 64 * 1024
"""Bytes of the largest answer that is read."""


@dataclass(frozen=True)
class StampKeeper:
    """Has each checkpoint stamped, and keeps the stamp beside the checkpoint's file in a folder.

    ``authority`` is the address to ask. ``roots`` are files with the certificates (PEM) under which
    its answers must be signed. ``timeout`` is in seconds.
    """

    folder: str | Path
    authority: str
    roots: Sequence[str | Path]
    timeout: float = 20

    def __post_init__(self) -> None:
        """Refuse an address that is none of a web server, and a missing root."""
        if not self.authority.startswith(("https://", "http://")):
            raise ValueError("authority is the https address of a time-stamp authority")
        if isinstance(self.roots, (str, Path)) or not self.roots:
            raise TypeError("roots is a list of files with certificates")

    @hookimpl
    def yip_keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Have the checkpoint stamped, and keep both."""
        path = Path(self.folder) / name_of(checkpoint)
        content = as_file(checkpoint)
        write_once(path.with_suffix(".json"), content)
        stamp = path.with_suffix(".tsr")
        # A checkpoint comes again where another keeper failed; one stamp is enough.
        if not stamp.exists():
            write_once(stamp, self._stamped(content))

    def _stamped(self, content: bytes) -> bytes:
        """Return the authority's answer, once it was verified."""
        from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response

        request = TimestampRequestBuilder().data(content).build()
        answer = self._ask(request.as_bytes())
        verifier = self._verifier().nonce(request.nonce).build()
        verifier.verify_message(decode_timestamp_response(answer), content)
        return answer

    def _ask(self, query: bytes) -> bytes:
        kind = {"Content-Type": "application/timestamp-query"}
        request = Request(self.authority, query, kind)  # noqa: S310 -- http and https alone
        with build_opener(_NoRedirect).open(request, timeout=self.timeout) as answer:
            found: bytes = answer.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise ValueError("The answer of the time-stamp authority is too long to be a stamp.")
        return found

    def _verifier(self) -> Any:
        from cryptography.x509 import load_pem_x509_certificates
        from rfc3161_client import VerifierBuilder

        builder = VerifierBuilder()
        for path in self.roots:
            for certificate in load_pem_x509_certificates(Path(path).read_bytes()):
                builder = builder.add_root_certificate(certificate)
        return builder


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *asked: Any, **named: Any) -> None:
        """Follow nobody elsewhere: only the authority that was named is asked."""
