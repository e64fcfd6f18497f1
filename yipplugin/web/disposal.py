"""The page on which a closed case is disposed of: proposed by one person, done by another."""

from flask import Blueprint, render_template, url_for

from yipplugin.errors import NotDisposedOf
from yipplugin.services import disposal as services
from yipplugin.services.disposal import GROUNDS
from yipplugin.values import Actor
from yipplugin.web import tokens, words
from yipplugin.web.deciding import Deciding, Typed
from yipplugin.web.frame import go, signed_in
from yipplugin.web.holding import in_words
from yipplugin.web.problems import Answer

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

    def propose(typed: Typed) -> Answer:
        services.propose(actor, case_id, typed.get("ground", ""), typed.get("reason", ""))
        return go(_url(case_id))

    def withdraw(_typed: Typed) -> Answer:
        services.withdraw(actor, case_id)
        return go(_url(case_id))

    def dispose(typed: Typed) -> Answer:
        services.dispose(actor, case_id, typed.get("reference", ""))
        return render_template("yipplugin/disposal/done.html"), 200

    def show(typed: Typed, wrong: str) -> str:
        return _shown(actor, case_id, typed, wrong)

    buttons = {"propose": propose, "withdraw": withdraw, "dispose": dispose}
    return Deciding(actor, _page(case_id), show, buttons, NotDisposedOf).answer()


def _shown(actor: Actor, case_id: str, typed: Typed, wrong: str) -> str:
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
        typed=typed,
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
