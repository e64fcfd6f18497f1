"""What the head delegates: the list, delegating, and ending it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for

from yipplugin.services import delegations as services
from yipplugin.services.grants import Grant
from yipplugin.services.permits import may
from yipplugin.store.grants import DELEGATED
from yipplugin.values import ROLES
from yipplugin.web import granting, seeing, words
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

FORM = granting.form_of(
    "delegation",
    "Delegations",
    granting.holder_question("To whom?"),
    granting.choice_question(
        "role", "What?", {role: words.initial(ROLES[role]) for role in DELEGATED}
    ),
    granting.LAST_DAY,
    granting.reason_question("It is shown to the safeguarding lead, the deputies and the heads."),
)


def add_pages(pages: Blueprint) -> None:
    """Add the page of delegations."""
    pages.add_url_rule("/delegations", "delegations", delegations, methods=["GET", "POST"])
    at = "/delegations/<grant_id>/end"
    pages.add_url_rule(at, "delegation_end", delegation_end, methods=["POST"])


@dataclass(frozen=True)
class Line:
    """One delegation in the list."""

    who: str
    what: str
    when: str
    by: str
    reason: str
    end_url: str


def delegations() -> Answer:
    """Show what is delegated, and delegate."""
    return _asked().answer()


def delegation_end(grant_id: str) -> Answer:
    """End a delegation."""
    asked = _asked()
    if not granting.pressed(asked.actor, FORM):
        return asked.shown(status=400, notice=granting.OLD)
    services.end_it(asked.actor, grant_id)
    return go(url_for("yipplugin.delegations"))


def _asked() -> granting.Asked:
    actor = signed_in()
    found = services.page(actor)
    changes = may(actor, services.CHANGE).allowed
    here = url_for("yipplugin.delegations")

    def give(answers: dict[str, Any]) -> str:
        services.delegate(actor, answers["role"], granting.wanted(answers))
        return here

    def more() -> dict[str, Any]:
        live = [_line(one, changes) for one in found if one.is_live(now())]
        over = [_line(one, False) for one in found if not one.is_live(now())]
        return {"live": live, "over": over, "changes": changes}

    return granting.Asked(actor, FORM, "yipplugin/grants/delegations.html", here, give, more)


def _line(one: Grant, changes: bool) -> Line:
    when = f"until {seeing.last_day(one)}"
    if one.ended_at:
        when = f"ended {words.short_moment(one.ended_at)}"
    return Line(
        who=one.holder_name,
        what=words.initial(ROLES[one.role]),
        when=when,
        by=f"{one.made_by_name}, {words.short_moment(one.made_at)}",
        reason=one.reason,
        end_url=url_for("yipplugin.delegation_end", grant_id=one.id) if changes else "",
    )
