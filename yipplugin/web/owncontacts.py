"""The school's own contacts: added, changed, retired; and what waits to be approved or mended."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request, url_for

from yipplugin.contact import PURPOSES
from yipplugin.errors import ContactsRefused, NotFound, NotGiven
from yipplugin.form import Question
from yipplugin.packs.contacts.keys import GIVEN
from yipplugin.services import contactpacks, wrongcontacts
from yipplugin.services import owncontacts as services
from yipplugin.spoken import day_of
from yipplugin.values import Actor
from yipplugin.web import calls, granting, hourlines, words
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

PLACES = {"20": "Before those of the authority", "50": "Beside them", "80": "After them"}

FORM = granting.form_of(
    "own_contact",
    "Contacts of our own",
    granting.choice_question("purpose", "What for?", {one: PURPOSES[one].label for one in GIVEN}),
    Question("org", "short text", "Who answers?", required=True, options={"max": 120}),
    Question("role", "short text", "Whom to ask for?", options={"max": 120}),
    Question("phone", "short text", "Telephone", hint="As it is dialled.", options={"max": 40}),
    Question("email", "short text", "E-mail", options={"max": 120}),
    Question("web", "short text", "Page", hint="All of it: https://...", options={"max": 300}),
    Question(
        "hours",
        "long text",
        "When is somebody there?",
        hint=hourlines.HINT,
        required=True,
        options={"max": 600},
    ),
    Question("notes", "long text", "What to know before calling?", options={"max": 600}),
    Question("source", "short text", "How do you know?", required=True, options={"max": 200}),
    granting.choice_question(
        "checked",
        "Has somebody rung it today and heard the right answer?",
        {"yes": "Yes: show it as checked today", "no": "No, or not today"},
    ),
    granting.choice_question("order", "Where does it stand?", PLACES),
)


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    at = "/contacts/own"
    pages.add_url_rule(at, "own_contacts", own_contacts, methods=["GET", "POST"])


def own_contacts() -> Answer:
    """Show the school's own contacts, and add, change or retire one."""
    actor = signed_in()
    found = services.own(actor)
    edited = next((one for one in found if one.ref == request.values.get("edit")), None)
    asked = _asked(actor, found, edited)
    if "_do" in request.form:
        if not granting.pressed(actor, FORM):
            return asked.shown(status=400, notice=granting.OLD)
        return _do(actor, asked, request.form["_do"], request.form.get("of", ""))
    return asked.answer()


def _asked(
    actor: Actor, found: tuple[services.Own, ...], edited: services.Own | None
) -> granting.Asked:
    def give(answers: dict[str, Any]) -> str:
        try:
            services.save(actor, _said(actor, answers, edited), edited.ref if edited else "")
        except ContactsRefused as refused:
            field = "checked" if refused.field == "verified" else refused.field
            raise NotGiven(field, str(refused)) from refused
        return url_for("yipplugin.own_contacts")

    def more() -> dict[str, Any]:
        packs = contactpacks.given(actor)
        return {
            "own": [(one.ref, _line(one), _label(one)) for one in found],
            "wrong": [(one, words.short_moment(one.at)) for one in wrongcontacts.wrong(actor)],
            "packs": packs,
            "edited": edited,
            "today": day_of(now()),
            "begins": words.long_date,
        }

    here = url_for("yipplugin.own_contacts", edit=edited.ref if edited else None)
    template = "yipplugin/contacts/own.html"
    kept = _typed(edited.said) if edited else None
    return granting.Asked(actor, FORM, template, here, give, more, kept)


def _do(actor: Actor, asked: granting.Asked, do: str, of: str) -> Answer:
    acts = {
        "retire": services.retire,
        "settle": wrongcontacts.settle,
        "approve": contactpacks.apply,
        "decline": contactpacks.decline,
        "drop": contactpacks.drop,
    }
    if do not in acts:
        raise NotFound
    try:
        acts[do](actor, of)
    except ContactsRefused as refused:
        return asked.shown(status=409, notice=str(refused))
    return go(url_for("yipplugin.own_contacts"))


def _said(actor: Actor, answers: Mapping[str, Any], edited: services.Own | None) -> dict[str, Any]:
    """Return what was typed in the notation of packs."""
    named = ("purpose", "org", "role", "phone", "email", "web", "notes", "source", "order")
    said: dict[str, Any] = {one: answers[one] for one in named if answers.get(one)}
    said["hours"] = hourlines.read(answers["hours"])
    if answers["checked"] == "yes":
        said["verified"] = {"on": day_of(now()).isoformat(), "by": actor.name}
    elif edited and "verified" in edited.said and said == _without(edited.said, "verified"):
        # Nothing else was changed, so the check that there was still holds.
        said["verified"] = edited.said["verified"]
    return said


def _typed(said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was kept as it is typed into the form."""
    hours = hourlines.typed(said["hours"])
    return {**_without(said, "verified"), "hours": hours, "checked": "no"}


def _without(said: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: one for name, one in said.items() if name != key}


def _label(one: services.Own) -> str:
    return PURPOSES[one.route.purpose].label


def _line(one: services.Own) -> calls.Call:
    return calls.alone(one.route, now())
