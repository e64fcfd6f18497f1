"""The rules of conduct: read on one page and acknowledged with one button, once a year."""

from flask import Blueprint, render_template, request, url_for

from yipplugin.services import conduct as services
from yipplugin.services.permits import demand
from yipplugin.values import Actor
from yipplugin.web import tokens
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer
from yipplugin.web.ways import ours


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/conduct", "conduct", conduct, methods=["GET", "POST"])


def conduct() -> Answer:
    """Show the rules, and take down that they are acknowledged."""
    actor = signed_in()
    demand(actor, services.ACT)
    there = ours(request.args.get("next", ""))
    if request.method != "POST":
        return _shown(actor, there), 200
    if not tokens.is_for_button(request.form.get("_token", ""), actor, "conduct"):
        return _shown(actor, there, "This page had been open for too long. Press again."), 400
    if not services.acknowledge(actor, request.form.get("_rules", "")):
        return _shown(actor, there, "The rules have just changed. Read them as they are now."), 409
    return go(there)


def _shown(actor: Actor, there: str, notice: str = "") -> str:
    rules = services.rules()
    return render_template(
        "yipplugin/conduct/conduct.html",
        rules=rules,
        digest=services.digest(rules),
        done=services.acknowledged(actor),
        token=tokens.for_button(actor, "conduct"),
        here=url_for("yipplugin.conduct", next=there),
        there=there,
        notice=notice,
    )
