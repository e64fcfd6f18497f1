"""Finding the cases of a young person, by a name that stands in no address."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for

from yipplugin.services import cases, people
from yipplugin.services.permits import demand
from yipplugin.values import Actor, Person
from yipplugin.web import tokens
from yipplugin.web.frame import signed_in
from yipplugin.web.problems import Answer

FIELD, SHORTEST, LONGEST = "who", 2, 100
OLD = "This page had been open for too long. Press Find again."
TOO_SHORT = "Type at least two letters of the name"


@dataclass(frozen=True)
class Found:
    """A young person with the cases that one may open, by reference and stage."""

    name: str
    about: str
    cases: tuple[tuple[str, str, str], ...]


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/cases/find", "case_find", case_find, methods=["GET", "POST"])


def case_find() -> Answer:
    """Ask for a name, and show the young people who are in cases that one may open."""
    actor = signed_in()
    demand(actor, "case:find")
    typed = request.form.get(FIELD, "").strip()[:LONGEST] if request.method == "POST" else ""
    wrong, status = "", 200
    if request.method == "POST":
        if not tokens.is_for_button(request.form.get("_token", ""), actor, "find"):
            wrong, status = OLD, 400
        elif len(typed) < SHORTEST:
            wrong, status = TOO_SHORT, 422
    asked = request.method == "POST" and not wrong
    page = render_template(
        "yipplugin/cases/find.html",
        token=tokens.for_button(actor, "find"),
        field=FIELD,
        typed=typed,
        wrong=wrong,
        asked=asked,
        found=_found(actor, typed) if asked else [],
    )
    return page, status


def _found(actor: Actor, typed: str) -> list[Found]:
    pupils = people.find(actor, "pupil", typed)
    lines = cases.of_pupils(actor, [one.ref for one in pupils])
    return [
        Found(
            one.name,
            ", ".join(filter(None, (_year(one), one.group))),
            tuple(
                (line.reference, line.stage_label, url_for("yipplugin.case", case_id=line.id))
                for line in lines[one.ref]
            ),
        )
        for one in pupils
        if one.ref in lines
    ]


def _year(pupil: Person) -> str:
    return f"Year {pupil.year}" if pupil.year.isdigit() else pupil.year
