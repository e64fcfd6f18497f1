"""The proof that it is really whoever is signed in: when they gave it, and when they were seen.

It is kept in a cookie of our own, signed with the host's secret key and made for one person, so it
is worth nothing to anybody else and nothing is written to the database. The host's own answer to
``yip_confirmed_at`` is as good. Where the cookie is gone, nobody knows that somebody was here since
they proved who they are, and so the idle time counts from the proof itself.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from flask import Response, current_app, g, request, session, url_for
from itsdangerous import BadData, URLSafeSerializer

from yipplugin.services.confirming import confirmed_by_host
from yipplugin.values import Actor
from yipplugin.web.frame import now
from yipplugin.web.tokens import secret_key

PROOF, HIDDEN = "yip_proof", "yip_hidden"
"""Our cookies: the proof, and when a page was last hidden in a hurry."""

READ, CHANGE = "read", "change"
LASTS = {READ: "YIP_READ_MINUTES", CHANGE: "YIP_CONFIRM_MINUTES"}
"""How long a proof is good for what it is asked for: the setting, by the level."""


@dataclass(frozen=True)
class Proof:
    """When somebody proved who they are, and when they last did something here."""

    confirmed_at: datetime
    seen_at: datetime


def holds(actor: Actor, level: str) -> bool:
    """Say whether the actor's proof is recent enough for ``level``, and they were not idle."""
    proof = _proof_of(actor)
    if proof is None:
        return False
    return _recent(proof.confirmed_at, LASTS[level]) and _recent(proof.seen_at, "YIP_IDLE_MINUTES")


def renew(at: datetime) -> None:
    """Take down that whoever is signed in has just proved who they are."""
    g.yip_proof, g.yip_shown_again = Proof(at, at), True


def hide() -> None:
    """Let no proof count that was given until now."""
    g.yip_proof, g.yip_hidden = None, True


def keep(response: Response) -> Response:
    """Put the proof into the answer: seen now where it holds, dropped where it is not theirs.

    Nobody is asked who is signed in where the page did not ask: that may be what has just failed.
    """
    if not current_app.secret_key:
        return response
    if g.get("yip_hidden"):
        _set(response, HIDDEN, [_number(now())])
        _drop(response, PROOF)
        return response
    if "yip_actor" not in g:
        return response
    actor: Actor | None = g.yip_actor
    if actor is not None and holds(actor, READ):
        proof = replace(_proof_of(actor) or Proof(now(), now()), seen_at=now())
        _set(response, PROOF, [_mark(actor), _number(proof.confirmed_at), _number(proof.seen_at)])
    elif PROOF in request.cookies and (actor is None or _from_cookie(actor) is None):
        _drop(response, PROOF)
    if g.get("yip_shown_again") and HIDDEN in request.cookies:
        _drop(response, HIDDEN)
    return response


def _proof_of(actor: Actor) -> Proof | None:
    """Return the actor's latest proof that still counts, asked once for each request."""
    if "yip_proof" not in g:
        g.yip_proof = _found(actor)
    found: Proof | None = g.yip_proof
    return found


def _found(actor: Actor) -> Proof | None:
    own, at = _from_cookie(actor), confirmed_by_host(actor)
    if at is not None and (own is None or at > own.confirmed_at):
        own = Proof(at, max(at, own.seen_at) if own else at)
    hidden_at = _hidden_at()
    return own if own and (hidden_at is None or own.confirmed_at > hidden_at) else None


def _from_cookie(actor: Actor) -> Proof | None:
    match _read(PROOF):
        case [str(mark), int(confirmed), int(seen)] if mark == _mark(actor):
            return Proof(_moment(confirmed), _moment(seen))
    return None


def _hidden_at() -> datetime | None:
    match _read(HIDDEN):
        case [int(at)]:
            return _moment(at)
    return None


def _recent(at: datetime, setting: str) -> bool:
    lasts = timedelta(minutes=current_app.config[setting])
    return timedelta(0) <= now() - at <= lasts


def _mark(actor: Actor) -> str:
    """Return what stands for one person in one session of the host, as far as it can be told.

    A host that keeps its sessions by an id gives a new one at sign-in, and so the proof ends with
    the session; elsewhere it ends as soon as nobody or somebody else is signed in.
    """
    kept = [getattr(session, "sid", None), session.get("_id")]
    return sha256(repr([actor.ref, actor.school, *kept]).encode()).hexdigest()[:32]


def _number(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _moment(number: int) -> datetime:
    return datetime.fromtimestamp(number / 1000, UTC)


def _signer(cookie: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key(), salt=f"yipplugin {cookie}")


def _read(cookie: str) -> Any:
    try:
        return _signer(cookie).loads(request.cookies.get(cookie, ""))
    except BadData:
        return None


def _set(response: Response, cookie: str, value: list[Any]) -> None:
    signed = _signer(cookie).dumps(value)
    # Lax and not Strict: coming back from a host's sign-in elsewhere must find it.
    response.set_cookie(cookie, str(signed), **_where(), httponly=True, samesite="Lax")


def _drop(response: Response, cookie: str) -> None:
    response.delete_cookie(cookie, **_where(), httponly=True, samesite="Lax")


def _where() -> dict[str, Any]:
    path = url_for("yipplugin.home").rstrip("/") or "/"
    secure = request.is_secure or bool(current_app.config.get("SESSION_COOKIE_SECURE"))
    return {"path": path, "secure": secure}
