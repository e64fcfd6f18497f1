"""A case laid out for an inspection, and the chronology of one young person for their own file."""

from flask import Blueprint, render_template, request

from yipplugin.errors import NotFound
from yipplugin.hooking import house
from yipplugin.rules.inspection import inspection
from yipplugin.services import cases
from yipplugin.web import words
from yipplugin.web.casepage import CasePage
from yipplugin.web.frame import now, signed_in
from yipplugin.web.inspecting import InspectionPage
from yipplugin.web.people import somebody
from yipplugin.web.personal import of_person
from yipplugin.web.seeing import seen_by

ACT = "case:inspect"
PERSON = {"of": "person"}
"""What the ledger keeps where it was one young person's chronology; it does not say whose."""


def add_pages(pages: Blueprint) -> None:
    """Add both pages."""
    pages.add_url_rule("/cases/<case_id>/inspection", "case_inspection", case_inspection)
    pages.add_url_rule("/cases/<case_id>/person", "case_person", case_person)


def case_inspection(case_id: str) -> str:
    """Show what a case answers to each question, and what is missing."""
    found = cases.look(signed_in(), case_id, ACT)
    answers = inspection(found.policy, found.records, now())
    return render_template(
        "yipplugin/cases/inspection.html",
        case=found,
        page=InspectionPage(CasePage(found, now()), answers),
        seen=seen_by(found),
        opened=words.long_moment(found.opened_at),
        printed=words.long_moment(now()),
    )


def case_person(case_id: str) -> str:
    """Show what a case says of one young person, in the order in which it happened."""
    found = cases.look(signed_in(), case_id, ACT, PERSON)
    ref = request.args.get("about", "")
    for one in found.standing.people:
        if one.person.ref == ref and one.person.kind == "pupil":
            break
    else:
        raise NotFound
    told, others = of_person(found, ref, house().kinds)
    return render_template(
        "yipplugin/cases/person.html",
        case=found,
        person=somebody(found, one, now()),
        told=told,
        others=others,
        opened=words.long_moment(found.opened_at),
        printed=words.long_moment(now()),
    )
