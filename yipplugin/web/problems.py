"""Pages for when something is in the way: what it is, what became of the text, what to do."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from traceback import extract_tb
from urllib.parse import urlsplit

from flask import Blueprint, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response

from yipplugin.errors import (
    ImageryRefused,
    NotAllowed,
    NotFound,
    SealRefused,
    StoreBusy,
    TooMany,
)
from yipplugin.hooking import failed_now
from yipplugin.web import posted
from yipplugin.web.drafts import keep_what_was_sent
from yipplugin.web.frame import NotSignedIn, go, now, sign_in_url, signed_in
from yipplugin.web.ways import endpoint, here

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


BACK = "Go back and try again."

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
    405: Problem("That cannot be done here", "The page does not take that.", BACK),
    413: Problem(
        "That is too long to send",
        "What was sent is larger than a form can be. Nothing of it was kept.",
        "Go back: what you typed is still on that page. Shorten it and send it again. Never put a "
        "picture into a form.",
    ),
    414: Problem("That address is too long", "No page here has such a long address.", BACK),
    415: Problem(
        "Files are never taken",
        "No form here takes a file, so that no imagery can ever be kept. Making, keeping or "
        "passing on an indecent image of a child is an offence, for a school too and with the best "
        "of intentions. Nothing of what was sent was kept.",
        "Leave any image where it is, and describe in words what you were told. Do not copy, save "
        "or send imagery.",
    ),
    431: Problem(
        "Your browser sent too much with that",
        "What it sends by itself, such as cookies, is more than we take.",
        "Close the browser, open it again and sign in. If it happens again, tell your IT staff.",
    ),
}
BUSY = Problem(
    "Busy just now",
    "The database was in use for too long. Nothing was written.",
    "What you typed is below. Wait a moment and send it again.",
)
SEALED = Problem(
    "Records cannot be opened just now",
    "The keys with which everything here is sealed are missing or wrong. Nothing was written, and "
    "nothing is lost by waiting.",
    "Tell your IT staff at once: `flask yip doctor` says what is wrong. If you were reporting "
    "something, tell the designated safeguarding lead in person now.",
)
IMAGERY = Problem(
    "That held image data",
    "Making, keeping or passing on an indecent image of a child is an offence, for a school too "
    "and with the best of intentions. What was sent was not kept.",
    "Leave the image where it is, and say in words what you were told. The rest of your text is "
    "below.",
)
UNKNOWN = Problem(
    "We cannot tell who you are",
    "Your school's system could not say who is signed in, so here nobody is. It is not your doing, "
    "and your IT staff can see it in the log. Nothing was signed.",
    "Try again in a minute. If you were reporting something, do not wait: tell the designated "
    "safeguarding lead in person, now.",
)
BROKEN = Problem(
    "Something went wrong on our side",
    "Nothing was signed just now. It is not your doing, and your IT staff can see it in the log.",
    "Try again. If it happens again, do not wait: tell the designated safeguarding lead in person.",
)


NOT_LOST = (
    "Nothing was lost: what you typed is below, and a form that was being filled in is a draft. "
)
IN_PERSON = (
    "Do not wait for this page to tell somebody of a concern. Where anyone is in danger call 999 "
    "first; then tell the designated safeguarding lead in person, now."
)


METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"]
"""What is answered by us where no page is, so that a refusal is ours too and not the host's."""


def add_pages(pages: Blueprint) -> None:
    """Add the handlers, and the answer to addresses that nothing stands at."""
    pages.register_error_handler(NotSignedIn, _sign_in)
    pages.register_error_handler(NotFound, _missing)
    pages.register_error_handler(NotAllowed, _not_allowed)
    pages.register_error_handler(StoreBusy, _busy)
    pages.register_error_handler(SealRefused, _sealed)
    pages.register_error_handler(ImageryRefused, _imagery)
    pages.register_error_handler(TooMany, _too_many)
    pages.register_error_handler(HTTPException, _not_taken)
    pages.register_error_handler(Exception, _broken)
    pages.add_url_rule("/<path:anywhere>", "anywhere", _anywhere, methods=METHODS)
    pages.add_url_rule("/", "anywhere", _anywhere, methods=METHODS[1:])


def problem(shown: Problem, status: int) -> tuple[str, int]:
    """Return a problem page, with the text that was being sent, so that it can be copied."""
    page = render_template("yipplugin/problems/problem.html", problem=shown, typed=list(typed()))
    return page, status


def typed() -> Iterator[tuple[str, str]]:
    """Yield what people wrote into the form that was sent, without tokens and passwords."""
    if request.method != "POST" or request.mimetype != "application/x-www-form-urlencoded":
        return
    try:
        sent = posted.everything()
    except HTTPException:
        # What is too large, or broke off, was not read.
        return
    for name, value in sent:
        if value.strip() and "token" not in name:
            yield re.sub("[_-]+", " ", name).strip(), value


def sign_in_or_say(back_to: str, kept: bool) -> Answer:
    """Send somebody to sign in; across sites by a link, which a browser lets a form lead to."""
    if failed_now("yip_actor"):
        # Signing in again would lead back here.
        return problem(UNKNOWN, 503)
    url = sign_in_url(back_to)
    # The name that a request calls us by proves nothing; here it only chooses between two ways to
    # the same address, which is the host's.
    on_this_site = urlsplit(url or "").netloc in ("", request.host)
    if url and on_this_site and (kept or not list(typed())):
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
    kept = request.method == "POST" and keep_what_was_sent()
    return sign_in_or_say(here(), kept)


def _anywhere(anywhere: str = "") -> Answer:
    signed_in()
    reads = request.method in ("GET", "HEAD")
    taken = [one for one in ("GET", "POST") if endpoint(request.path, one) not in ("", "anywhere")]
    if taken and not reads:
        raise MethodNotAllowed(taken)
    raise NotFound


def _missing(_: NotFound) -> Answer:
    return problem(MISSING, 404)


def _not_allowed(error: NotAllowed) -> Answer:
    says = error.reason
    return problem(Problem("You cannot do this", says, MISSING.then), 403)


def _busy(_: StoreBusy) -> Answer:
    return problem(BUSY, 503)


def _sealed(error: SealRefused) -> Answer:
    log.error("SealRefused on %s: %s", request.endpoint, error)
    return problem(SEALED, 503)


def _imagery(_: ImageryRefused) -> Answer:
    if request.method == "POST":
        # It is kept without the image data, as everything that is typed.
        keep_what_was_sent()
    return problem(IMAGERY, 422)


def _too_many(error: TooMany) -> Answer:
    wait = max(1, ceil((error.again_at - now()).total_seconds()))
    minutes = ceil(wait / 60)
    says = f"That was done too often in a short time. You can try again in {_minutes(minutes)}."
    then = f"{NOT_LOST if request.method == 'POST' else ''}{IN_PERSON}"
    page, status = problem(Problem("Wait a little", says, then), 429)
    return Response(page, status, {"Retry-After": str(wait)}, mimetype="text/html")


def _minutes(number: int) -> str:
    return "1 minute" if number == 1 else f"{number} minutes"


def _not_taken(error: HTTPException) -> Answer:
    if error.response is not None or (error.code or 0) < 400:
        return error.get_response()
    if error.code == 404:
        return problem(MISSING, 404)
    shown = NOT_TAKEN.get(
        error.code or 500, BROKEN if (error.code or 500) >= 500 else NOT_TAKEN[400]
    )
    page, status = problem(shown, error.code or 500)
    # What is allowed instead, or when to come again, is said in a header.
    said = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return Response(page, status, said, mimetype="text/html")


def _broken(error: Exception) -> Answer:
    # A traceback may quote what people wrote: the place is logged, never the message.
    places = " < ".join(
        f"{at.filename}:{at.lineno}" for at in reversed(extract_tb(error.__traceback__))
    )
    log.error("%s on %s at %s", type(error).__name__, request.endpoint, places)
    try:
        return problem(BROKEN, 500)
    except Exception:  # noqa: BLE001 - where the host's own page is what is broken, words must do
        return _bare(BROKEN), 500


def _bare(shown: Problem) -> str:
    """Return a page that needs nothing of anybody's, with what was typed."""
    sent = Markup().join(
        Markup("<dt>{}<dd><pre>{}</pre>").format(name, value) for name, value in typed()
    )
    return Markup(
        "<!doctype html><html lang=en><title>{}</title><h1>{}</h1><p>{}<p>{}"
        "<p>If anyone is in danger now, call <a href=tel:999>999</a> first.<dl>{}</dl>"
    ).format(shown.title, shown.title, shown.says, shown.then, sent)
