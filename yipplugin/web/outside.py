"""A copy for outside: what was taken out of it is read by a person first, and then it is made."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.errors import NotFound
from yipplugin.imagery import without_images
from yipplugin.services import papers
from yipplugin.services.cases import CaseView
from yipplugin.services.outside import Copy, anonymised
from yipplugin.services.papers import OURS, OUTSIDE, OUTSIDE_FILE, Wanted
from yipplugin.values import Actor
from yipplugin.web import pdf, tokens, words
from yipplugin.web.chronology import with_role
from yipplugin.web.frame import now, signed_in
from yipplugin.web.onpaper import OUTSIDE_MARKING, Head, as_file, on_paper
from yipplugin.web.papers import file_of
from yipplugin.web.paperwork import entries_of
from yipplugin.web.problems import Answer

ALSO, LONGEST, MOST = "also", 4000, 100
"""The box for further names, how much is read of it, and how many names."""

OLD = "This page had been open for too long. Nothing was made. Press again."


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule(
        "/cases/<case_id>/outside", "case_outside", case_outside, methods=["GET", "POST"]
    )


def case_outside(case_id: str) -> Answer | Response | str:
    """Show what a copy about one person says of others, and make it once that was looked at."""
    actor, about = signed_in(), request.args.get("about", "")
    typed = request.form.get(ALSO, "")[:LONGEST]
    also = [name for line in typed.splitlines() if (name := line.strip())][:MOST]
    sent = request.method == "POST"
    if sent and not tokens.is_for_button(request.form.get("_token", ""), actor, _page(case_id)):
        return _checked(actor, case_id, about, also, OLD), 400
    if sent and request.form.get("_do") in OUTSIDE:
        return _made(actor, case_id, about, also, request.form["_do"])
    return _checked(actor, case_id, about, also), 200


def _checked(actor: Actor, case_id: str, about: str, also: list[str], wrong: str = "") -> str:
    case = papers.look(actor, case_id)
    copy = _copy(case, about, also)
    return render_template(
        "yipplugin/papers/outside.html",
        case=case,
        copy=copy,
        offered=[(key, OURS[key]) for key in OUTSIDE],
        also=without_images("\n".join(also)),
        field=ALSO,
        wrong=wrong,
        token=tokens.for_button(actor, _page(case_id)),
        here=url_for("yipplugin.case_outside", case_id=case_id, about=about),
        back=url_for("yipplugin.case_papers", case_id=case_id),
        no_pdf="" if pdf.available() else pdf.MISSING,
    )


def _made(actor: Actor, case_id: str, about: str, also: list[str], key: str) -> str | Response:
    case = papers.take(actor, case_id, Wanted(key, about, as_file()))
    copy = _copy(case, about, also)
    head = _head(case, key, url_for("yipplugin.case_outside", case_id=case_id, about=about))
    if key == OUTSIDE_FILE:
        shown = file_of(copy.case, about, copy)
        return on_paper(head, "yipplugin/papers/file.html", key, **shown)
    return on_paper(
        head,
        "yipplugin/papers/chronology.html",
        key,
        case=copy.case,
        copy=copy,
        entries=entries_of(copy.case, about),
        opened=words.long_moment(case.opened_at),
    )


def _copy(case: CaseView, about: str, also: list[str]) -> Copy:
    if about not in {one.person.ref for one in case.standing.people if one.person.kind != "staff"}:
        raise NotFound
    return anonymised(case, about, also)


def _head(case: CaseView, key: str, back: str) -> Head:
    # Whoever prints it is staff like the others, and stands on it as their role.
    role = with_role("", case.reader.roles) or "member of staff"
    return Head(
        reference=case.reference,
        title=OURS[key],
        by=f"the {role}",
        at=words.long_moment(now()),
        back=back,
        marking=OUTSIDE_MARKING,
    )


def _page(case_id: str) -> str:
    return f"outside {case_id}"
