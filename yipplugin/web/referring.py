"""An authority's own referral form: filled in from the case, signed, and what came of it."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from yipplugin import phones
from yipplugin.errors import NotAnswered, NotFound
from yipplugin.policy import Text
from yipplugin.referral import SENT_BY_ITSELF, WAYS
from yipplugin.services import calling, drafts, referring
from yipplugin.services.cases import CaseView, look
from yipplugin.services.papers import PRINT
from yipplugin.services.permits import may
from yipplugin.services.prefilling import prefilled
from yipplugin.services.signing import Filled
from yipplugin.values import Actor
from yipplugin.web import sheets, tokens, words
from yipplugin.web.casepage import CasePage
from yipplugin.web.deciding import Deciding, Typed
from yipplugin.web.delivered import delivered
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

VIEW = {"view": "referral"}


@dataclass(frozen=True)
class ReferralSheet(sheets.Sheet):
    """A form of a contact pack; its drafts are found by the pack, the form and the person."""

    @property
    def key(self) -> drafts.DraftKey:
        """Return what a draft of this form is found by."""
        about = " ".join(filter(None, (self.form.key, self.about)))
        return drafts.DraftKey(drafts.REFERRAL, self.case_id, about)

    @property
    def texts(self) -> list[Text]:
        """Return nothing: no policy says anything at a form that it does not know."""
        return []


def add_pages(pages: Blueprint) -> None:
    """Add the pages."""
    both = ["GET", "POST"]
    pages.add_url_rule("/cases/<case_id>/refer/<pack>/<key>", "refer", refer, methods=both)
    at = "/cases/<case_id>/referrals/<referral_id>"
    pages.add_url_rule(at, "referral", referral, methods=both)


def refer(case_id: str, pack: str, key: str) -> sheets.Page:
    """Ask an authority's own questions, with what the case knows filled in, and sign them."""
    actor = signed_in()
    case = look(actor, case_id, detail=VIEW)
    about = calling.young_people(case, now())
    wanted = request.args.get("about", "")
    chosen = next((one for one in about if one.person.ref == wanted), about[0] if about else None)
    offer = referring.offered(
        actor.school, calling.need_of(actor.school, now(), chosen, False), f"{pack}/{key}"
    )
    if offer is None:
        raise NotFound
    found, person, way = offer, chosen.person if chosen else None, offer.form.delivery.by

    def sign(filled: Filled) -> str:
        sent = referring.send(actor, case_id, found, filled)
        return url_for("yipplugin.referral", case_id=case_id, referral_id=sent)

    ref = person.ref if person else None
    here = url_for("yipplugin.refer", case_id=case_id, pack=pack, key=key, about=ref)
    return sheets.answer(
        ReferralSheet(
            actor=actor,
            policy=case.policy,
            form=offer.form.form,
            here=here,
            back=url_for("yipplugin.case_contacts", case_id=case_id, about=ref),
            sign=sign,
            case=case,
            case_id=case_id,
            reference=case.reference,
            about=ref,
            about_words=person.name if person else "",
            suggest=prefilled(offer.form, actor, case, person),
            template="yipplugin/referrals/form.html",
            more={"offer": offer, "way": WAYS[way], "by_itself": way in SENT_BY_ITSELF},
        )
    )


def referral(case_id: str, referral_id: str) -> Answer:
    """Show what was sent, exactly, and take down what came of it."""
    actor = signed_in()

    def answered(typed: Typed) -> Answer:
        referring.answer(actor, case_id, referral_id, typed)
        return go(_url(case_id, referral_id))

    def show(typed: Typed, wrong: str) -> str:
        return _shown(actor, case_id, referral_id, typed, wrong)

    page = _page(referral_id)
    return Deciding(actor, page, show, {"answer": answered}, NotAnswered).answer()


def _shown(actor: Actor, case_id: str, referral_id: str, typed: Typed, wrong: str) -> str:
    case = look(actor, case_id, detail=VIEW)
    how = next((one for one in delivered(case) if one.referral.id == referral_id), None)
    if how is None:
        raise NotFound
    found = how.referral
    alarm = CasePage(case, now()).alarm
    return render_template(
        "yipplugin/referrals/referral.html",
        case=case,
        one=found,
        how=how,
        print_url=_print_url(case, referral_id),
        way=WAYS[found.way],
        signed=words.long_moment(found.signed_at),
        answered=words.long_moment(found.answered_at) if found.answered_at else "",
        link=phones.link(found.route.phone),
        ways=[one for one in alarm.ways if not one.refused] if alarm else [],
        typed=typed,
        wrong=wrong,
        missing=wrong == referring.NOBODY,
        token=tokens.for_button(actor, _page(referral_id)),
        here=_url(case_id, referral_id),
    )


def _print_url(case: CaseView, referral_id: str) -> str:
    if not may(case.reader, PRINT, case.known).allowed:
        return ""
    return url_for("yipplugin.referral_print", case_id=case.id, referral_id=referral_id)


def _page(referral_id: str) -> str:
    # What was shown for one referral answers no other.
    return f"referral {referral_id}"


def _url(case_id: str, referral_id: str) -> str:
    return url_for("yipplugin.referral", case_id=case_id, referral_id=referral_id)
