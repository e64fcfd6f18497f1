"""Opening a case in an emergency, by its reference."""

from typing import Any

from flask import Blueprint, url_for

from yipplugin.errors import NotFound, NotGiven
from yipplugin.form import Question
from yipplugin.services import widening as services
from yipplugin.services.permits import demand_role
from yipplugin.web import granting
from yipplugin.web.frame import signed_in
from yipplugin.web.problems import Answer

FORM = granting.form_of(
    "widen",
    "Open a case in an emergency",
    Question(
        "reference",
        "short text",
        "Reference of the case",
        hint="Such as YIP-2026-0042",
        required=True,
        options={"max": 40},
    ),
    granting.OF_CASE,
)
NOT_OPENED = (
    "There is no case that you can open by this reference. Check it, or ring the safeguarding lead"
)


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/emergency", "widen", widen, methods=["GET", "POST"])


def widen() -> Answer:
    """Ask which case and why, and open it for a few hours."""
    actor = signed_in()
    demand_role(actor, services.ACT)

    def give(answers: dict[str, Any]) -> str:
        try:
            case_id = services.widen(actor, answers["reference"], answers["reason"])
        except NotFound as nothing:
            raise NotGiven("reference", NOT_OPENED) from nothing
        return url_for("yipplugin.case", case_id=case_id)

    def more() -> dict[str, Any]:
        return {"hours": services.hours()}

    here = url_for("yipplugin.widen")
    return granting.Asked(actor, FORM, "yipplugin/grants/widen.html", here, give, more).answer()
