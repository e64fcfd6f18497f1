"""The page of a long paper that becomes a file: how far it is, and the file once it is ready."""

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.services import makings
from yipplugin.values import Actor
from yipplugin.web import pdf, proof, tokens, words
from yipplugin.web.door import confirm_url
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

AGAIN = 5
"""Seconds after which the page looks again."""

OLD = "This page had been open for too long. Nothing was done. Look at it and press again."
NOT_READY = "There is no file to take just now."


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/cases/<case_id>/file", "case_file", case_file, methods=["GET", "POST"])


def case_file(case_id: str) -> Answer:
    """Show how far the file is that somebody asked for, and let them take it or let go of it."""
    actor = signed_in()
    if request.method != "POST":
        return _shown(actor, case_id)
    if not tokens.is_for_button(request.form.get("_token", ""), actor, _page(case_id)):
        return _shown(actor, case_id, 400, OLD)
    if request.form.get("_do") == "cancel":
        makings.cancel(actor, case_id)
        return go(url_for("yipplugin.case_papers", case_id=case_id))
    if not proof.holds(actor, proof.CHANGE):
        return go(confirm_url(_url(case_id), proof.CHANGE))
    taken = makings.take(actor, case_id)
    if taken is None:
        return _shown(actor, case_id, 409, NOT_READY)
    return pdf.answer(taken.content, taken.name)


def _shown(actor: Actor, case_id: str, status: int = 200, wrong: str = "") -> Response:
    making = makings.look(actor, case_id)
    page = render_template(
        "yipplugin/papers/making.html",
        making=making,
        wrong=wrong,
        at=words.long_moment(making.moved_at) if making.moved_at else "",
        ago=words.ago(making.moved_at, now()) if making.moved_at else "",
        again=AGAIN,
        token=tokens.for_button(actor, _page(case_id)),
        here=_url(case_id),
        back=url_for("yipplugin.case_papers", case_id=case_id),
    )
    answer = make_response(page, status)
    if making.under_way:
        # A header: it works in whatever page of a host's, and without a script.
        answer.headers["Refresh"] = f"{AGAIN}; url={_url(case_id)}"
    return answer


def _page(case_id: str) -> str:
    return f"file {case_id}"


def _url(case_id: str) -> str:
    return url_for("yipplugin.case_file", case_id=case_id)
