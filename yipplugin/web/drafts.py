"""Drafts: text that a form sends while somebody types, and their list of what is unfinished."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for

from yipplugin.errors import StoreBusy
from yipplugin.services import drafts
from yipplugin.services.policies import policy_now
from yipplugin.values import Actor
from yipplugin.web import posted, tokens, words
from yipplugin.web.explaining import form_url
from yipplugin.web.frame import actor_or_none

ADDITION = "report_addition"
"""The form by which a reporter adds to their own report, on a page of its own."""

Answer = tuple[dict[str, str | int], int]


def add_pages(pages: Blueprint) -> None:
    """Add where forms send what is being typed."""
    pages.add_url_rule("/drafts", "draft_save", draft_save, methods=["POST"])


def draft_save() -> Answer:
    """Keep a form as it stands, and say when that was, or in plain words why not."""
    token = tokens.read(request.form.get("_token", ""))
    actor = actor_or_none()
    if token is None or (
        actor and (actor.ref, actor.school) != (token.actor.ref, token.actor.school)
    ):
        return {"message": "Not saved: this page had been open too long. Press Save."}, 400
    try:
        kept = _keep(actor, token)
    except StoreBusy:
        return {"message": "Not saved yet: the system is busy. Go on typing."}, 503
    if kept.signed or kept.draft is None:
        return {"message": "This was signed already."}, 410
    told: dict[str, str | int] = {
        "saved_at": words.clock(kept.draft.updated_at),
        "revision": kept.draft.revision,
    }
    if kept.conflict:
        told["message"] = "You have newer text of this on another page. Both are kept."
        return told, 409
    if actor is None:
        told["message"] = "You have been signed out. What you typed is kept: sign in again."
        return told, 401
    return told, 200


def keep_for_the_absent() -> bool:
    """Keep the form that somebody sent after their session ended, and say whether that worked."""
    token = tokens.read(request.form.get("_token", ""))
    return token is not None and not _keep(None, token).signed


@dataclass(frozen=True)
class Unfinished:
    """A form that somebody began and has not signed."""

    title: str
    url: str
    saved: str


def unfinished(actor: Actor) -> list[Unfinished]:
    """Return what the actor has begun and not signed, newest first; no line says about whom."""
    forms = policy_now(actor.school).forms
    return [
        Unfinished(
            forms[one.key.form].title if one.key.form in forms else one.key.form,
            _where(one.key),
            words.long_moment(one.updated_at),
        )
        for one in drafts.mine(actor)
    ]


def _where(key: drafts.DraftKey) -> str:
    if key.case_id is None:
        return url_for("yipplugin.report")
    if key.supersedes:
        return url_for("yipplugin.correct", case_id=key.case_id, record_id=key.supersedes)
    if key.form == ADDITION:
        return url_for("yipplugin.report_addition", case_id=key.case_id)
    return form_url(key.case_id, key.form, key.about)


def _keep(actor: Actor | None, token: tokens.FormToken) -> drafts.Kept:
    text = posted.everything()
    if actor is None:
        # The token is our proof of whom the form was served to.
        return drafts.keep_unsigned(token.actor, token.key, token.submission, text, *posted.page())
    return drafts.keep(actor, token.key, token.submission, text, *posted.page())
