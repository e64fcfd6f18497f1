"""Drafts: text that a form sends while somebody types, and their list of what is unfinished."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, request, url_for

from yipplugin.errors import StoreBusy, YipError
from yipplugin.form import Form
from yipplugin.services import drafts, reports
from yipplugin.services.policies import REPORT, policy_now
from yipplugin.values import Actor
from yipplugin.web import posted, tokens, words
from yipplugin.web.explaining import form_url
from yipplugin.web.frame import actor_or_none

ADDITION = "report_addition"
"""The form by which a reporter adds to their own report, on a page of its own."""

FULL = "Not saved: you have very many unfinished forms. Sign some, then save this one."
"""What somebody is told for whom no further draft is kept."""

Answer = tuple[dict[str, str | int], int]


def add_pages(pages: Blueprint) -> None:
    """Add where forms send what is being typed."""
    pages.add_url_rule("/drafts", "draft_save", draft_save, methods=["POST"])


def draft_save() -> Answer:
    """Keep a form as it stands, and say when that was, or in plain words why not."""
    token = tokens.read(request.form.get("_token", ""))
    actor = actor_or_none()
    if token is None or (actor and not _same(actor, token.actor)):
        return {"message": "Not saved: this page had been open too long. Press Save."}, 400
    try:
        kept = _keep(actor, token)
    except StoreBusy:
        return {"message": "Not saved yet: the system is busy. Go on typing."}, 503
    if kept.full:
        return {"message": FULL}, 409
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


def keep_what_was_sent() -> bool:
    """Keep the form that was sent where it cannot be taken now, and say whether that worked.

    Where nobody is signed in any more, it is kept for whoever it was served to.
    """
    token = tokens.read(request.form.get("_token", ""))
    try:
        actor = actor_or_none()
        if token is None or (actor and not _same(actor, token.actor)):
            return False
        return _keep(actor, token).draft is not None
    except YipError:
        # Whatever is in the way of a draft, the page that says so gives the text back.
        return False


@dataclass(frozen=True)
class Unfinished:
    """A form that somebody began and has not signed."""

    title: str
    url: str
    saved: str


def unfinished(actor: Actor) -> list[Unfinished]:
    """Return what the actor has begun and not signed, newest first; no line says about whom."""
    forms, found = policy_now(actor.school).forms, drafts.mine(actor)
    by_receipt = any(one.key.form in forms and forms[one.key.form].by_receipt for one in found)
    receipts = {one.case_id for one in reports.own_reports(actor)} if by_receipt else set()
    return [
        Unfinished(
            _title(forms, one.key),
            _where(one.key, one.key.case_id in receipts and bool(forms[one.key.form].by_receipt)),
            words.long_moment(one.updated_at),
        )
        for one in found
    ]


def apart(draft: drafts.Draft, form: Form) -> list[list[tuple[str, str]]]:
    """Return texts that came from pages older than the draft, so that nothing typed is lost.

    So do answers to questions that the form asks no more, since its case was moved.
    """
    asked = tuple(one.key for one in form.questions)
    left = [one for one in draft.raw if not one[0].startswith((*asked, "_"))]
    pages = [
        [(name, value) for name, value in raw if value.strip()] for raw in (*draft.apart, left)
    ]
    return [one for one in pages if one]


def referral_url(case_id: str, about: str) -> str:
    """Return where an authority's form is filled in; ``about`` is its ref, and the person's."""
    ref, _, person = about.partition(" ")
    pack, _, key = ref.partition("/")
    return url_for("yipplugin.refer", case_id=case_id, pack=pack, key=key, about=person or None)


def addition_url(case_id: str, form: str) -> str:
    """Return where a form is filled in from a receipt."""
    named = None if form == ADDITION else form
    return url_for("yipplugin.report_addition", case_id=case_id, form=named)


def _title(forms: Mapping[str, Form], key: drafts.DraftKey) -> str:
    if key.form == drafts.REFERRAL:
        return "Their referral form"
    return forms[key.form].title if key.form in forms else key.form


def _where(key: drafts.DraftKey, by_receipt: bool) -> str:
    if key.form == drafts.REFERRAL:
        return referral_url(key.case_id or "", key.about or "")
    if key.case_id is None and key.form != REPORT:
        return url_for("yipplugin.register_form", form=key.form)
    if key.case_id is None:
        return url_for("yipplugin.report")
    if key.supersedes:
        return url_for("yipplugin.correct", case_id=key.case_id, record_id=key.supersedes)
    if by_receipt:
        return addition_url(key.case_id, key.form)
    return form_url(key.case_id, key.form, key.about)


def _keep(actor: Actor | None, token: tokens.FormToken) -> drafts.Kept:
    text = posted.everything()
    if actor is None:
        # The token is our proof of whom the form was served to.
        return drafts.keep_unsigned(token.actor, token.key, token.submission, text, *posted.page())
    return drafts.keep(actor, token.key, token.submission, text, *posted.page())


def _same(one: Actor, other: Actor) -> bool:
    return (one.ref, one.school) == (other.ref, other.school)
