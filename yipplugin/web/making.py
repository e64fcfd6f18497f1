"""A long paper becomes a file beside the request, and says all the way how far it is.

What has to be known of the case is in the page that is handed over: it stays in this process, and
nothing of it is written anywhere until the whole file is sealed.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from traceback import extract_tb
from typing import cast

from flask import Flask, current_app, url_for
from werkzeug.wrappers import Response

from yipplugin.services import makings
from yipplugin.services.makings import JOINING, LAYING, READING, WAITING, Ended
from yipplugin.values import Actor
from yipplugin.web import pdf
from yipplugin.web.frame import go

log = logging.getLogger("yipplugin")

LONG = 60_000
"""How many characters of a page are made into a file within the request: two seconds' worth."""

PAGES_AT_A_TIME = 10
"""After how many pages it is said how far a file is."""

PATIENCE = 30
"""Seconds after which a file that waits for another says that it still does."""

# One at a time: a case of 300 records takes some 400 MB while it is made.
_turn = Lock()


def start(actor: Actor, case_id: str, key: str, html: str) -> Response:
    """Have a paper made, and lead whoever asked to where it is seen how far it is."""
    making = makings.begin(actor, case_id, key)
    app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
    beside(lambda: make(app, actor, making, html))
    return go(url_for("yipplugin.case_file", case_id=case_id))


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
