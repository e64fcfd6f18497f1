"""Handing a signed referral to an authority's own system, so that it knows whom it is from."""

import hashlib
import hmac
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException, HTTPSConnection
from typing import Literal
from urllib.parse import urlsplit

from yipplugin.marks import hookimpl
from yipplugin.referral import WEBHOOK, Receipt, Sending

LONGEST = 10_000
"""Bytes of an answer that are read."""


@dataclass(frozen=True)
class WebhookSender:
    """Posts referrals to systems with which a secret was agreed.

    ``secrets`` are by the key of the pack that the form comes with. What is posted is JSON. The
    header ``Yip-Signature`` is ``t=<seconds since 1970>,v1=<HMAC-SHA256>`` over the seconds, a full
    stop and the body; ``Idempotency-Key`` is always the same for the same referral. Redirections
    are not followed. ``context`` is for a certificate that no public authority has signed;
    ``timeout`` is in seconds.
    """

    secrets: Mapping[str, str] = field(repr=False)
    timeout: float = 20
    context: ssl.SSLContext | None = None

    @hookimpl
    def yip_send_referral(self, sending: Sending) -> Receipt | None:
        """Post the referral, and say whether their system took it."""
        secret = self.secrets.get(sending.pack)
        if sending.way != WEBHOOK or secret is None:
            return None
        place = urlsplit(sending.address)
        if place.scheme != "https" or not place.hostname:
            raise ValueError("a referral goes to an address that begins with https://")
        body = said(sending)
        secure = self.context or ssl.create_default_context()
        there = HTTPSConnection(
            place.hostname, place.port or 443, timeout=self.timeout, context=secure
        )
        path = (place.path or "/") + (f"?{place.query}" if place.query else "")
        outcome: Literal["not taken", "not known"] = "not taken"
        try:
            there.connect()
            outcome = "not known"
            there.request("POST", path, body, self._headers(sending, secret, body))
            answer = there.getresponse()
            content = answer.read(LONGEST)
        except (OSError, HTTPException) as error:
            return Receipt(outcome, type(error).__name__)
        finally:
            there.close()
        if 200 <= answer.status < 300:
            return Receipt("taken", str(answer.status), _reference(content))
        return Receipt("not taken", str(answer.status))

    def _headers(self, sending: Sending, secret: str, body: bytes) -> dict[str, str]:
        at = str(int(datetime.now(UTC).timestamp()))
        return {
            "Content-Type": "application/json",
            "Idempotency-Key": sending.key,
            "Yip-Signature": f"t={at},v1={signature(secret, at, body)}",
        }


def signature(secret: str, at: str, body: bytes) -> str:
    """Return what shows that whoever sent ``body`` at a moment knows the secret."""
    return hmac.new(secret.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def said(sending: Sending) -> bytes:
    """Return what is posted: always the same bytes for the same referral."""
    whole = {
        "key": sending.key,
        "form": sending.form,
        "version": sending.version,
        "digest": sending.digest,
        "title": sending.title,
        "school": sending.school,
        "reference": sending.reference,
        "signed_at": sending.signed_at.isoformat(),
        "signed_by": sending.signed_by,
        "answers": json.loads(sending.answers),
        "text": sending.text,
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _reference(content: bytes) -> str:
    try:
        found = json.loads(content)
    except ValueError:
        return ""
    reference = found.get("reference") if isinstance(found, Mapping) else None
    return reference[:100] if isinstance(reference, str) else ""
