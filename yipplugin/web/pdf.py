"""A paper as a tagged PDF, by WeasyPrint where it is installed; it is let fetch nothing at all."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import local
from typing import Any, NoReturn

from flask import Response

STYLES = Path(__file__).parent / "static" / "yip-paper.css"
VARIANT = "pdf/ua-1"
"""Tagged, with a title and a language, so that a screen reader reads it in order."""

MISSING = (
    "A file (PDF) can be made here once IT has installed the extra yipplugin[pdf] and, on Debian "
    "or Ubuntu, the packages libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0."
)
"""What to tell people where no PDF can be made."""


Tell = Callable[[int, int], None]
"""Is told which step has begun, and which page where it is one of laying pages out."""

LAYING = 5
"""WeasyPrint's step in which pages are laid out; those before it read, those after put together."""

_SAID = re.compile(r"Step (\d+)(?:.* Page (\d+))?")
_told = local()


@cache
def _weasyprint() -> Any:
    """Return WeasyPrint, or nothing where it or what it draws with is not installed."""
    try:
        import weasyprint
    except (ImportError, OSError):
        return None
    # What it has to say about a paper may quote it.
    logging.getLogger("weasyprint").addHandler(logging.NullHandler())
    logging.getLogger("weasyprint").propagate = False
    progress = logging.getLogger("weasyprint.progress")
    progress.setLevel(logging.INFO)
    progress.addHandler(_Progress())
    return weasyprint


def available() -> bool:
    """Say whether papers can be made into files here."""
    return _weasyprint() is not None


def made(html: str, tell: Tell | None = None) -> bytes:
    """Return a whole page as a tagged PDF.

    :param tell: is told how far it is; what it raises ends the making.
    """
    weasyprint = _weasyprint()
    with _telling(tell):
        style = weasyprint.CSS(string=STYLES.read_text(encoding="utf-8"), url_fetcher=_nothing())
        page = weasyprint.HTML(string=html, url_fetcher=_nothing(), media_type="print")
        document: bytes = page.write_pdf(stylesheets=[style], pdf_variant=VARIANT)
    return document


def answer(content: bytes, name: str) -> Response:
    """Return a PDF as a file called ``name``."""
    sent = Response(content, mimetype="application/pdf")
    sent.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return sent


class _Progress(logging.Handler):
    """Passes on what WeasyPrint says of its steps, to whoever has one made in the same thread."""

    def emit(self, record: logging.LogRecord) -> None:
        tell: Tell | None = getattr(_told, "tell", None)
        said = _SAID.match(record.getMessage()) if tell else None
        if tell and said:
            tell(int(said[1]), int(said[2] or 0))


@contextmanager
def _telling(tell: Tell | None) -> Iterator[None]:
    _told.tell = tell
    try:
        yield
    finally:
        _told.tell = None


@cache
def _nothing() -> Any:
    """Return what WeasyPrint asks for what a page names; it has nothing, of whatever address."""

    class Nothing(_weasyprint().URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> NoReturn:
            raise LookupError("Papers fetch nothing.")

    return Nothing(allowed_protocols=(), allow_redirects=False)
