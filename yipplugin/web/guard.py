"""What a request to us may look like at all: forms of plain text, of a size that a form has."""

import re
from io import BytesIO
from typing import IO
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from flask import Blueprint, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import RequestRedirect

from yipplugin.imagery import looks_like_a_file

TAKEN = "application/x-www-form-urlencoded"
"""The only kind of body that is ever taken: it can carry no file."""

MOST_FIELDS = 5000
LONGEST_QUERY = 4096
MOST_OF_HEADERS = 32 * 1024
CHUNK = 64 * 1024


def add_pages(pages: Blueprint) -> None:
    """Look at every request before any page does."""
    pages.before_request(_guard)
    pages.record_once(_no_other_spelling)


def _no_other_spelling(state: BlueprintSetupState) -> None:
    """Find nothing at an address of ours with a slash too many.

    A Werkzeug older than 3.0.6 sends whoever doubles one on to where there is one, by the name that
    the request calls us by, even where a page allows no such thing.
    """
    ours = f"{state.url_prefix or ''}/"

    def found_here_alone() -> None:
        led = isinstance(request.routing_exception, RequestRedirect)
        if led and re.sub("/+", "/", request.path).startswith(ours) and "//" in request.path:
            abort(404)

    state.app.before_request_funcs.setdefault(None, []).append(found_here_alone)


def _guard() -> None:
    sent, request.stream = request.stream, BytesIO()
    # From here on nobody reads more than is put back, not even a page that says what was wrong.
    if _has_body():
        _only_a_form()
        _only_so_much(sent)
    elif request.mimetype not in ("", TAKEN):
        abort(415)
    if sum(len(name) + len(value) for name, value in request.headers.items()) > MOST_OF_HEADERS:
        abort(431)
    if len(request.query_string) > LONGEST_QUERY:
        abort(414)
    if "\0" in request.path or not _is_text(request.query_string):
        abort(400)


def _has_body() -> bool:
    # Servers that end the stream themselves say so of every request, so that tells nothing.
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def _only_a_form() -> None:
    spoken = request.mimetype_params.get("charset", "utf-8").lower()
    packed = request.headers.get("Content-Encoding", "identity").lower()
    if request.mimetype != TAKEN or spoken not in ("utf-8", "utf8") or packed != "identity":
        abort(415)


def _only_so_much(sent: IO[bytes]) -> None:
    """Read the body up to the limit, and put it where the form is read from."""
    limit = current_app.config["YIP_MAX_BODY_KB"] * 1024
    if (request.content_length or 0) > limit:
        abort(413)
    body = _read(sent, limit)
    if looks_like_a_file(body):
        abort(415)
    if body.count(b"&") >= MOST_FIELDS:
        abort(413)
    fine = _is_text(body)
    # One that cannot be read is put right for the page alone that gives back what was typed.
    request.stream = BytesIO(body if fine else _mended(body))
    # How many there may be was counted; older versions of Werkzeug would stop at a thousand.
    request.max_form_parts = MOST_FIELDS
    if not fine:
        abort(400)


def _read(sent: IO[bytes], limit: int) -> bytes:
    """Return the body, whether its length was said or not."""
    body = bytearray()
    while chunk := sent.read(min(CHUNK, limit + 1 - len(body))):
        body += chunk
        if len(body) > limit:
            abort(413)
    return bytes(body)


def _is_text(encoded: bytes) -> bool:
    """Say whether what a form or a query holds is text, and text that a database can keep."""
    plain = unquote_to_bytes(encoded)
    try:
        plain.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in plain


def _mended(body: bytes) -> bytes:
    pairs = parse_qsl(body.decode(errors="replace"), keep_blank_values=True, errors="replace")
    return urlencode([(name, value.replace("\0", "\ufffd")) for name, value in pairs]).encode()
