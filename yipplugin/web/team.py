"""The team of a case: who is let into it, letting somebody in, and ending it."""

from typing import Any

from flask import Blueprint, url_for

from yipplugin.services import team as services
from yipplugin.web import granting, seeing
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer

FORM = granting.form_of(
    "team",
    "Who can see this case",
    granting.holder_question("Who is to be let in?"),
    granting.LAST_DAY,
    granting.OF_CASE,
)


def add_pages(pages: Blueprint) -> None:
    """Add the page of a case's team."""
    at = "/cases/<case_id>/team"
    pages.add_url_rule(at, "team", team, methods=["GET", "POST"])
    pages.add_url_rule(f"{at}/<grant_id>/end", "team_end", team_end, methods=["POST"])


def team(case_id: str) -> Answer:
    """Show who is let into a case, and let somebody in."""
    return _asked(case_id).answer()


def team_end(case_id: str, grant_id: str) -> Answer:
    """End somebody's time in a case."""
    asked = _asked(case_id)
    if not granting.pressed(asked.actor, FORM):
        return asked.shown(status=400, notice=granting.OLD)
    services.end_it(asked.actor, case_id, grant_id)
    return go(url_for("yipplugin.team", case_id=case_id))


def _asked(case_id: str) -> granting.Asked:
    actor = signed_in()
    found = services.look(actor, case_id)
    here = url_for("yipplugin.team", case_id=case_id)

    def give(answers: dict[str, Any]) -> str:
        services.let_in(actor, case_id, granting.wanted(answers))
        return here

    def more() -> dict[str, Any]:
        ends = [
            (
                seeing.let_in(one),
                one.reason,
                url_for("yipplugin.team_end", case_id=case_id, grant_id=one.id),
            )
            for one in found.grants
        ]
        return {"reference": found.reference, "case_id": case_id, "team": ends}

    return granting.Asked(actor, FORM, "yipplugin/grants/team.html", here, give, more)
