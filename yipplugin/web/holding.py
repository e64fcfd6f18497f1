"""The page on which a case is put on hold, so that nobody disposes of it, and the hold lifted."""

from flask import Blueprint, render_template, url_for

from yipplugin.errors import NotHeld
from yipplugin.services import holding as services
from yipplugin.services.holds import WHY, Hold
from yipplugin.values import Actor
from yipplugin.web import tokens, words
from yipplugin.web.deciding import Deciding, Typed
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer

AT = {
    services.NO_WHY: "yip-why-1",
    services.NO_REASON: "yip-reason",
    services.NO_REASON_LIFTED: "yip-reason",
}
"""Where on the page something is to be put right; anything else is read under the heading."""


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/cases/<case_id>/hold", "hold", hold, methods=["GET", "POST"])


def hold(case_id: str) -> Answer:
    """Show the hold that a case is under, and take down what is decided."""
    actor = signed_in()

    def put_on(typed: Typed) -> Answer:
        services.hold(actor, case_id, typed.get("why", ""), typed.get("reason", ""))
        return go(_url(case_id))

    def lift(typed: Typed) -> Answer:
        services.lift(actor, case_id, typed.get("reason", ""))
        return go(_url(case_id))

    def show(typed: Typed, wrong: str) -> str:
        return _shown(actor, case_id, typed, wrong)

    buttons = {"hold": put_on, "lift": lift}
    return Deciding(actor, _page(case_id), show, buttons, NotHeld).answer()


def _shown(actor: Actor, case_id: str, typed: Typed, wrong: str) -> str:
    case = services.look(actor, case_id)
    return render_template(
        "yipplugin/holding/hold.html",
        case=case,
        stands=in_words(case.stands) if case.stands else "",
        past=[(one, in_words(one), lifted_in_words(one)) for one in case.past],
        offered=WHY,
        typed=typed,
        wrong=wrong,
        at=AT.get(wrong, "yip-decide"),
        token=tokens.for_button(actor, _page(case_id)),
        here=_url(case_id),
        back=url_for("yipplugin.case", case_id=case_id),
    )


def in_words(one: Hold) -> str:
    """Return since when a case is held, by whom and on which ground."""
    return f"On hold since {words.long_moment(one.at)}, by {one.by_name}. {one.why}."


def lifted_in_words(one: Hold) -> str:
    """Return when a hold was lifted, and by whom."""
    return (
        f"Lifted {words.long_moment(one.lifted_at)} by {one.lifted_by_name}."
        if one.lifted_at
        else ""
    )


def _page(case_id: str) -> str:
    # What was shown for one case holds no other.
    return f"hold {case_id}"


def _url(case_id: str) -> str:
    return url_for("yipplugin.hold", case_id=case_id)
