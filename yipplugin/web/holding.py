"""The page on which a case is put on hold, so that nobody disposes of it, and the hold lifted."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotHeld
from yipplugin.services import holding as services
from yipplugin.services.holds import WHY, Hold
from yipplugin.values import Actor
from yipplugin.web import posted, tokens, words
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer

TOO_OLD = "This page had been open for too long. Nothing was done. Look at it and press again."
DO = "_do"
"""The name of the buttons; their value is what is to be done."""

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
    if request.method != "POST":
        return _shown(actor, case_id), 200
    typed = posted.form()
    if not tokens.is_for_button(request.form.get("_token", ""), actor, _page(case_id)):
        return _shown(actor, case_id, typed, TOO_OLD), 400
    try:
        return _done(actor, case_id, typed)
    except NotHeld as refusal:
        return _shown(actor, case_id, typed, str(refusal)), 409


def _done(actor: Actor, case_id: str, typed: Mapping[str, str]) -> Answer:
    reason = typed.get("reason", "")
    match request.form.get(DO):
        case "hold":
            services.hold(actor, case_id, typed.get("why", ""), reason)
        case "lift":
            services.lift(actor, case_id, reason)
    return go(_url(case_id))


def _shown(
    actor: Actor, case_id: str, typed: Mapping[str, str] | None = None, wrong: str = ""
) -> str:
    case = services.look(actor, case_id)
    return render_template(
        "yipplugin/holding/hold.html",
        case=case,
        stands=in_words(case.stands) if case.stands else "",
        past=[(one, in_words(one), lifted_in_words(one)) for one in case.past],
        offered=WHY,
        typed=typed or {},
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
