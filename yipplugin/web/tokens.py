"""Our own proof that a form was served by us, to this person, for this case and form.

Most hosts accept a POST without a token, so ours is always on. It needs no session: it is signed
with the host's secret key and names whom the form was served to, what it is a filling of, and the
submission. That is also what lets text be kept for somebody whose session ended while they typed.
"""

from dataclasses import astuple, dataclass
from datetime import timedelta
from hashlib import sha256
from uuid import uuid4

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from yipplugin.errors import SetupRefused
from yipplugin.services.drafts import DraftKey
from yipplugin.values import Actor

KEPT = timedelta(days=7)
"""How long after it was served a form's text can still be kept as a draft."""


@dataclass(frozen=True)
class FormToken:
    """What a token says. ``fresh`` is false once the form has been open for too long."""

    submission: str
    key: DraftKey
    actor: Actor
    fresh: bool

    def is_for(self, actor: Actor, key: DraftKey) -> bool:
        """Say whether this very form was served to ``actor``, however long ago."""
        served_to = (self.actor.ref, self.actor.school)
        return self.key == key and served_to == (actor.ref, actor.school)


def new_submission() -> str:
    """Return a name for one filling of a form, so that sending it twice makes one record."""
    return uuid4().hex


def issue(actor: Actor, key: DraftKey, submission: str) -> str:
    """Return a token for a form that is being served now."""
    return _signer().dumps([submission, *astuple(key), actor.ref, actor.name, actor.school])


def read(token: str) -> FormToken | None:
    """Return what ``token`` says, or ``None`` where we never issued it or it is past keeping.

    Its actor holds no role: it serves to recognise somebody, and to keep a draft for them.
    """
    signer = _signer()
    try:
        submission, form, case, about, supersedes, ref, name, school = signer.loads(
            token, max_age=int(KEPT.total_seconds())
        )
    except BadData:
        return None
    key = DraftKey(form, case, about, supersedes)
    return FormToken(submission, key, Actor(ref, name, school=school), _is_fresh(signer, token))


def _is_fresh(signer: URLSafeTimedSerializer, token: str) -> bool:
    hours = timedelta(hours=current_app.config["YIP_FORM_HOURS"])
    try:
        signer.loads(token, max_age=int(hours.total_seconds()))
    except BadData:
        return False
    return True


def for_button(actor: Actor, what: str) -> str:
    """Return a token for a page with a button and no answers, such as ``confirm``."""
    return _signer(what).dumps([actor.ref, actor.school])


def is_for_button(token: str, actor: Actor, what: str) -> bool:
    """Say whether this very page was served to ``actor``, and not too long ago."""
    hours = timedelta(hours=current_app.config["YIP_FORM_HOURS"])
    try:
        served_to = _signer(what).loads(token, max_age=int(hours.total_seconds()))
    except BadData:
        return False
    return bool(served_to == [actor.ref, actor.school])


def secret_key() -> str | bytes:
    """Return the host's secret key, with which everything is signed that comes back to us."""
    secret = current_app.secret_key
    if not secret:
        raise SetupRefused("Set SECRET_KEY in the host's configuration: no form can be signed.")
    return secret


def _signer(what: str = "form") -> URLSafeTimedSerializer:
    # itsdangerous' own choice is SHA-1, which is on its way out.
    how = {"key_derivation": "hmac", "digest_method": sha256}
    return URLSafeTimedSerializer(secret_key(), salt=f"yipplugin {what}", signer_kwargs=how)
