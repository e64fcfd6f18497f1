"""Referring a case on an authority's own form: signed, kept as it was sent, and answered once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from yipplugin.builder.showing import shown
from yipplugin.contact import ContactPack, Need, Route
from yipplugin.errors import FormChanged, NotAnswered, NotFound
from yipplugin.hooking import house
from yipplugin.imagery import refuse_images
from yipplugin.packs.contacts.keeping import kept
from yipplugin.referral import SENT_BY_ITSELF, ReferralForm
from yipplugin.rules.contacts import referral_forms
from yipplugin.services import delivering, limits
from yipplugin.services.contacts import packs_near
from yipplugin.services.imagery import hold_imagery
from yipplugin.services.opening import Opened, open_case
from yipplugin.services.permits import not_found, refuse
from yipplugin.services.signing import Filled
from yipplugin.store.base import new_id
from yipplugin.store.drafts import lay_aside
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.referrals import ReferralRow, referrals_of, referred
from yipplugin.store.sessions import store
from yipplugin.values import Actor

SEND, ANSWER = "referral:send", "referral:answer"

NOBODY = "Write down whom you spoke to, or what their page said."
ANSWERED = "Somebody has written this down already. It is below."


@dataclass(frozen=True)
class Offer:
    """A form that serves a need, the route to ring about it, and the pack that both are of."""

    form: ReferralForm
    route: Route
    pack: ContactPack


def offered(school: str, need: Need, ref: str) -> Offer | None:
    """Return the form with this reference, where it serves a need for its own purpose."""
    for pack in packs_near(school, need):
        for form in pack.referrals:
            if form.ref != ref:
                continue
            serves = referral_forms([pack], replace(need, purpose=form.purpose))
            route = next((one for one in pack.routes if one.ref == form.route), None)
            return Offer(form, route, pack) if form in serves and route else None
    return None


def send(actor: Actor, case_id: str, offer: Offer, filled: Filled) -> str:
    """Sign a filled-in form, keep exactly what is to be told or copied, and return its id.

    Sending the same submission again returns what it became at first.

    :raises NotFound: for a case that the actor may not do this to, as for one that there is not.
    :raises FormChanged: where the pack has another version of the form by now.
    """
    with store().reading(actor) as session:
        opened = open_case(session, actor, SEND, case_id)
        first = _first(session, actor, case_id, filled) if opened else None
    if opened is None:
        not_found(actor, SEND, case_id)
    if first:
        return first
    limits.hold(actor, SEND)
    hold_imagery(actor, SEND, f"case:{case_id}", filled)
    if filled.version != offer.form.form.version:
        raise FormChanged(filled.form)
    with store().writing(actor) as session:
        opened = open_case(session, actor, SEND, case_id, lock=True)
        if opened:
            again = _first(session, actor, case_id, filled)
            return again or _write(session, opened, offer, filled)
    not_found(actor, SEND, case_id)


def answer(actor: Actor, case_id: str, referral_id: str, said: Mapping[str, str]) -> None:
    """Write down what came of a referral: ``spoke_to``, their ``reference``, and ``says``.

    :raises NotAnswered: with what is missing, or where it was written down before.
    :raises NotFound: for a case or a referral that the actor may not know of.
    """
    words = {key: said.get(key, "").strip() for key in ("spoke_to", "reference", "says")}
    refuse_images(**words)
    try:
        with store().writing(actor) as session:
            opened = open_case(session, actor, ANSWER, case_id, lock=True)
            if opened:
                return _answer(session, opened, referral_id, words)
    except NotAnswered as refusal:
        refuse(actor, ANSWER, f"case:{case_id}", {"reason": str(refusal)})
        raise
    not_found(actor, ANSWER, case_id)


def _answer(session: Session, opened: Opened, referral_id: str, words: Mapping[str, str]) -> None:
    if not words["spoke_to"]:
        raise NotAnswered(NOBODY)
    rows = {one.id: one for one in referrals_of(session, opened.row.id)}
    row = rows.get(referral_id)
    if row is None:
        raise NotFound
    if row.answered_at is not None:
        raise NotAnswered(ANSWERED)
    now = store().clock()
    row.answered_at, row.answered_by = now, opened.actor.ref
    row.seal(session, receipt=_json({"by_name": opened.actor.name, **words}))
    _write_down(session, opened, ANSWER, row)


def _first(session: Session, actor: Actor, case_id: str, filled: Filled) -> str | None:
    """Return what this very filling became when it was sent before."""
    row = referred(session, actor.school, filled.submission)
    if row is None:
        return None
    if (row.signed_by, row.case_id) != (actor.ref, case_id):
        raise NotFound
    return row.id


def _write(session: Session, opened: Opened, offer: Offer, filled: Filled) -> str:
    case, form, now = opened.row, offer.form, store().clock()
    row = ReferralRow(id=new_id(), school=case.school, case_id=case.id)
    row.seq = len(referrals_of(session, case.id)) + 1
    row.submission, row.form = filled.submission, form.ref
    row.version, row.digest, row.way = offer.pack.version, offer.pack.digest, form.delivery.by
    row.signed_at, row.signed_by = now, opened.actor.ref
    told = {one.question.key: (one.question.ask, str(one.words))
            for one in shown(form.form, filled.answers, house().kinds)}  # fmt: skip
    copied = form.delivery.copy or tuple(told)
    said = {
        "title": form.form.title,
        "owner": offer.pack.owner,
        "by_name": opened.actor.name,
        "about": filled.about or "",
        "text": _text(form, told),
        "copied": [told[key] for key in copied if key in told],
        "address": form.delivery.address,
        "route": kept(offer.route),
        "answers": dict(filled.answers),
    }
    row.seal(session, content=_json(said))
    session.add(row)
    _write_down(session, opened, SEND, row)
    if row.way in SENT_BY_ITSELF:
        delivering.leave(session, row)
    lay_aside(session, opened.actor, filled.submission, now)
    return row.id


def _text(form: ReferralForm, told: Mapping[str, tuple[str, str]]) -> str:
    """Return a filled-in form as the plain text that is told, copied and kept."""
    parts = [form.form.title]
    for step in form.form.steps:
        said = [told[one.key] for one in step.questions if one.key in told]
        if said:
            parts.append("\n\n".join([step.title, *(f"{ask}\n{words}" for ask, words in said)]))
    return "\n\n".join(parts)


def _write_down(session: Session, opened: Opened, act: str, row: ReferralRow) -> None:
    detail = {"form": row.form, "version": row.version, "way": row.way}
    entry = Entry.of(opened.actor, store().clock(), act, f"referral:{row.id}", "done", detail)
    append_to_case(session, opened.row, entry)


def _json(said: Mapping[str, object]) -> str:
    return json.dumps(said, ensure_ascii=False, sort_keys=True)
