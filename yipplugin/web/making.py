"""A long paper becomes a file beside the request, and a page says how far it is.

What has to be known of the case is in the page that is handed over: it stays in this process, and
nothing of it is written anywhere until the whole file is sealed.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from traceback import extract_tb
from typing import cast

from flask import Blueprint, Flask, current_app, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.services import makings
from yipplugin.services.makings import JOINING, LAYING, READING, WAITING, Ended
from yipplugin.values import Actor
from yipplugin.web import pdf, proof, tokens, words
from yipplugin.web.door import confirm_url
from yipplugin.web.frame import go, now, signed_in
from yipplugin.web.problems import Answer

log = logging.getLogger("yipplugin")

LONG = 60_000
"""How many characters of a page are made into a file within the request: two seconds' worth."""

AGAIN = 5
"""Seconds after which the page looks again."""

PAGES_AT_A_TIME = 10
"""After how many pages it is said how far a file is."""

PATIENCE = 30
"""Seconds after which a file that waits for another says that it still does."""

OLD = "This page had been open for too long. Nothing was done. Look at it and press again."
NOT_READY = "There is no file to take just now."

# One at a time: a case of 300 records takes some 400 MB while it is made.
_turn = Lock()


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/cases/<case_id>/file", "case_file", case_file, methods=["GET", "POST"])


def start(actor: Actor, case_id: str, key: str, html: str) -> Response:
    """Have a paper made, and lead whoever asked to where it is seen how far it is."""
    making = makings.begin(actor, case_id, key)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    beside(lambda: make(app, actor, making, html))
    return go(_url(case_id))


def beside(work: Callable[[], None]) -> None:
    """Have something done while the request goes on."""
    Thread(target=work, name="yipplugin paper", daemon=True).start()


def make(app: Flask, actor: Actor, making: str, html: str) -> None:
    """Make a file, and say all the way how far it is; it ends where it is wanted no longer."""
    with app.app_context(), suppress(Ended):
        try:
            makings.finish(actor, making, _made(actor, making, html))
        except Ended:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever waits is told
            # A traceback may quote what people wrote: the place is logged, never the message.
            at = extract_tb(error.__traceback__)[-1]
            log.error("%s in making a paper at %s:%s", type(error).__name__, at.filename, at.lineno)
            makings.fail(actor, making)


def _made(actor: Actor, making: str, html: str) -> bytes:
    while not _turn.acquire(timeout=PATIENCE):
        makings.tell(actor, making, WAITING, 0)
    try:
        return pdf.made(html, _teller(actor, making))
    finally:
        _turn.release()


def _teller(actor: Actor, making: str) -> pdf.Tell:
    """Return what says how far a file is, at each step and at every tenth page."""
    pages = 0

    def tell(step: int, page: int) -> None:
        nonlocal pages
        pages = page or pages
        if not page or page % PAGES_AT_A_TIME == 1:
            named = READING if step < pdf.LAYING else LAYING if step == pdf.LAYING else JOINING
            makings.tell(actor, making, named, pages)

    return tell


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
