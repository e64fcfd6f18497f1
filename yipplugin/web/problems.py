"""Pages for when something is in the way: what it is, what became of the text, what to do."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from traceback import extract_tb
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from yipplugin.errors import NotAllowed, NotFound, StoreBusy
from yipplugin.web import posted
from yipplugin.web.drafts import keep_for_the_absent
from yipplugin.web.frame import NotSignedIn, go, sign_in_url, signed_in

log = logging.getLogger("yipplugin")

Answer = tuple[str, int] | Response


@dataclass(frozen=True)
class Problem:
    """What a problem page says."""

    title: str
    says: str
    then: str
    link: str = ""
    link_label: str = ""


MISSING = Problem(
    "There is nothing here that you can open",
    "Either there is no such page, or it is not one that you may see.",
    "If somebody sent you here, ask the designated safeguarding lead.",
)
NOT_TAKEN = {
    400: Problem(
        "That could not be taken",
        "The page had been open for too long, or something was missing from what was sent.",
        "Nothing was signed. What you typed is below: copy it, open the form again and send it.",
    ),
    405: Problem(
        "That cannot be done here", "The page does not take that.", "Go back and try again."
    ),
    413: Problem(
        "That is too long to send",
        "What was sent is larger than a form can be.",
        "Shorten it and send it again. Never put a picture into a form.",
    ),
    415: Problem(
        "Files are never taken",
        "No form here takes a file, so that no imagery can ever be kept.",
        "Describe in words what you were told. Do not copy, save or send imagery.",
    ),
}
BUSY = Problem(
    "Busy just now",
    "The database was in use for too long. Nothing was written.",
    "What you typed is below. Wait a moment and send it again.",
)
BROKEN = Problem(
    "Something went wrong on our side",
    "Nothing was signed just now. It is not your doing, and your IT staff can see it in the log.",
    "Try again. If it happens again, do not wait: tell the designated safeguarding lead in person.",
)


def add_pages(pages: Blueprint) -> None:
    """Add the handlers, and the answer to addresses that nothing stands at."""
    pages.register_error_handler(NotSignedIn, _sign_in)
    pages.register_error_handler(NotFound, _missing)
    pages.register_error_handler(NotAllowed, _not_allowed)
    pages.register_error_handler(StoreBusy, _busy)
    pages.register_error_handler(HTTPException, _not_taken)
    pages.register_error_handler(Exception, _broken)
    pages.add_url_rule("/<path:anywhere>", "anywhere", _anywhere)


def problem(shown: Problem, status: int) -> tuple[str, int]:
    """Return a problem page, with the text that was being sent, so that it can be copied."""
    page = render_template("yipplugin/problems/problem.html", problem=shown, typed=list(typed()))
    return page, status


def typed() -> Iterator[tuple[str, str]]:
    """Yield what people wrote into the form that was sent, without tokens and passwords."""
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded":
        return
    for name, value in posted.everything():
        if value.strip() and "token" not in name:
            yield re.sub("[_-]+", " ", name).strip(), value


def sign_in_or_say(back_to: str, kept: bool) -> Answer:
    """Send somebody to sign in; across sites by a link, which a browser lets a form lead to."""
    url = sign_in_url(back_to)
    here = urlsplit(url or "").netloc in ("", request.host)
    if url and here and (kept or not list(typed())):
        return go(url)
    lost = (
        "What you typed is kept. Sign in and it is there."
        if kept
        else "Nothing was signed. Sign in, then open the form again."
    )
    return problem(
        Problem(
            "Sign in to go on",
            "You are not signed in, or you have been signed out.",
            lost,
            url or "",
            "Sign in" if url else "",
        ),
        401,
    )


def _sign_in(_: NotSignedIn) -> Answer:
    kept = request.method == "POST" and keep_for_the_absent()
    return sign_in_or_say(request.full_path.rstrip("?"), kept)


def _anywhere(anywhere: str) -> Answer:
    signed_in()
    raise NotFound


def _missing(_: NotFound) -> Answer:
    return problem(MISSING, 404)


def _not_allowed(error: NotAllowed) -> Answer:
    says = error.reason
    return problem(Problem("You cannot do this", says, MISSING.then), 403)


def _busy(_: StoreBusy) -> Answer:
    return problem(BUSY, 503)


def _not_taken(error: HTTPException) -> Answer:
    if error.response is not None or (error.code or 0) < 400:
        return error.get_response()
    if error.code == 404:
        return problem(MISSING, 404)
    shown = NOT_TAKEN.get(
        error.code or 500, BROKEN if (error.code or 500) >= 500 else NOT_TAKEN[400]
    )
    return problem(shown, error.code or 500)


def _broken(error: Exception) -> Answer:
    # A traceback may quote what people wrote: the place is logged, never the message.
    places = " < ".join(
        f"{at.filename}:{at.lineno}" for at in reversed(extract_tb(error.__traceback__))
    )
    log.error("%s on %s at %s", type(error).__name__, request.endpoint, places)
    try:
        return problem(BROKEN, 500)
    except Exception:  # noqa: BLE001 - where the host's own page is what is broken, words must do
        return f"<!doctype html><title>{BROKEN.title}</title><p>{BROKEN.says}<p>{BROKEN.then}", 500
