"""The page on which a closed case is disposed of: proposed by one person, done by another."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotDisposedOf
from yipplugin.services import disposal as services
from yipplugin.services.disposal import GROUNDS
from yipplugin.values import Actor
from yipplugin.web import posted, tokens, words
from yipplugin.web.frame import go, signed_in
from yipplugin.web.holding import in_words
from yipplugin.web.problems import Answer

TOO_OLD = "This page had been open for too long. Nothing was done. Look at it and press again."
DO = "_do"
"""The name of the buttons; their value is what is to be done."""

AT = {
    services.NO_GROUND: "yip-ground-1",
    services.NO_REASON: "yip-reason",
    services.OTHER_CASE: "yip-reference",
}
"""Where on the page something is to be put right; anything else is read under the heading."""


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    both = ["GET", "POST"]
    pages.add_url_rule("/cases/<case_id>/disposal", "disposal", disposal, methods=both)


def disposal(case_id: str) -> Answer:
    """Show how a case stands, and take down what is decided."""
    actor = signed_in()
    if request.method != "POST":
        return _shown(actor, case_id), 200
    typed = posted.form()
    if not tokens.is_for_button(request.form.get("_token", ""), actor, _page(case_id)):
        return _shown(actor, case_id, typed, TOO_OLD), 400
    try:
        return _done(actor, case_id, typed)
    except NotDisposedOf as refusal:
        return _shown(actor, case_id, typed, str(refusal)), 409


def _done(actor: Actor, case_id: str, typed: Mapping[str, str]) -> Answer:
    match request.form.get(DO):
        case "propose":
            ground, reason = typed.get("ground", ""), typed.get("reason", "")
            services.propose(actor, case_id, ground, reason)
        case "withdraw":
            services.withdraw(actor, case_id)
        case "dispose":
            services.dispose(actor, case_id, typed.get("reference", ""))
            return render_template("yipplugin/disposal/done.html"), 200
    return go(_url(case_id))


def _shown(
    actor: Actor, case_id: str, typed: Mapping[str, str] | None = None, wrong: str = ""
) -> str:
    case = services.look(actor, case_id)
    proposal = case.proposal
    return render_template(
        "yipplugin/disposal/disposal.html",
        case=case,
        opened=words.long_date(case.opened_at),
        last_signed=words.long_date(case.last_signed_at),
        proposed=words.long_moment(proposal.at) if proposal else "",
        ground=GROUNDS.get(proposal.ground, "") if proposal else "",
        grounds=GROUNDS,
        held=in_words(case.hold) if case.hold else "",
        hold_url=url_for("yipplugin.hold", case_id=case_id),
        typed=typed or {},
        wrong=wrong,
        at=AT.get(wrong, "yip-decide"),
        token=tokens.for_button(actor, _page(case_id)),
        here=_url(case_id),
        back=url_for("yipplugin.case", case_id=case_id),
    )


def _page(case_id: str) -> str:
    # What was shown for one case destroys no other.
    return f"disposal {case_id}"


def _url(case_id: str) -> str:
    return url_for("yipplugin.disposal", case_id=case_id)
