"""«Confirm that it is you»: asked before a case is opened, and never of whoever reports."""

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import WrongPassword
from yipplugin.hooking import house
from yipplugin.services import confirming
from yipplugin.services.permits import demand
from yipplugin.values import Actor
from yipplugin.web import proof, tokens
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer, Problem, problem
from yipplugin.web.ways import ours

FIELD = "your-password"

NO_MEANS = Problem(
    "Cases cannot be opened yet",
    "Before a case is opened, whoever opens it says once more who they are. The school’s system "
    "has no way yet to check that, so no case can be opened by anybody.",
    "Tell your IT staff: they answer yip_password_is_right or yip_confirmed_at in their plugin, "
    "and `flask yip doctor` says the same. A concern can be reported all the same.",
)
SIGN_IN_AGAIN = Problem(
    "Sign in again to go on",
    "It is some time since you signed in to the school’s system, and before a case is opened it "
    "has to be sure that it is you.",
    "Sign out of the school’s system, sign in again, and open this page again.",
)
TOO_OLD = "This page had been open for too long. Enter your password again."


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/confirm", "confirm", confirm, methods=["GET", "POST"])


def confirm() -> Answer:
    """Ask for the password, or send to the host's own means, and go on from there."""
    actor = signed_in()
    demand(actor, confirming.ACT)
    level = proof.CHANGE if request.args.get("level") == proof.CHANGE else proof.READ
    there = ours(request.args.get("next", ""))
    if request.method == "POST":
        return _taken(actor, there)
    if proof.holds(actor, level):
        return go(there)
    url = _hosts_own_page(there, level)
    if url and "back" not in request.args:
        return go(url)
    if url:
        return _asked(actor, there, link=url), 200
    if not confirming.has_passwords():
        return _without_password()
    return _asked(actor, there), 200


def _taken(actor: Actor, there: str) -> Answer:
    if not tokens.is_for_button(request.form.get("_token", ""), actor, "confirm"):
        return _asked(actor, there, wrong=TOO_OLD), 400
    if not confirming.has_passwords():
        return _without_password()
    password = request.form.get(FIELD, "")
    if not password:
        return _asked(actor, there, wrong="Enter your password"), 422
    try:
        proof.renew(confirming.confirm(actor, password))
    except WrongPassword as wrong:
        return _asked(actor, there, wrong=str(wrong)), 422
    return go(there)


def _asked(actor: Actor, there: str, wrong: str = "", link: str = "") -> str:
    return render_template(
        "yipplugin/confirm/confirm.html",
        name=actor.name,
        here=url_for("yipplugin.confirm", next=there, level=request.args.get("level")),
        token=tokens.for_button(actor, "confirm"),
        field=FIELD,
        wrong=wrong,
        link=link,
    )


def _without_password() -> Answer:
    if confirming.has_means_of_its_own():
        return problem(SIGN_IN_AGAIN, 401)
    return problem(NO_MEANS, 503)


def _hosts_own_page(there: str, level: str) -> str | None:
    """Return where the host confirms people itself; it leads back here, and not in a circle."""
    back = url_for("yipplugin.confirm", next=there, level=level, back="yes")
    found: str | None = house().hooks.yip_confirm_url(back)
    return found
