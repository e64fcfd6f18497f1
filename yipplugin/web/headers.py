"""What our answers say to a browser about themselves; the host's own pages say what they like."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from yipplugin.web import proof
from yipplugin.web.frame import sign_in_url

OURS = "yipplugin/base.html"

ALONE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; worker-src 'none'"
)
"""What a page of ours may load where it stands alone."""

WITHIN = "img-src 'self' data:; media-src 'none'; frame-src 'none'; worker-src 'self'"
"""What a page may load in a host's own: its scripts, styles and icons work, and no picture, film or
frame comes from elsewhere."""

ALWAYS = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'; form-action 'self'"

NOTHING_OF_THE_MACHINE = "camera=(), microphone=(), display-capture=(), clipboard-read=()"

SAID = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


def add_pages(pages: Blueprint) -> None:
    """Have the headers put on every answer of ours, after whatever the host puts on its own."""
    # Flask calls the first that was registered last.
    pages.record_once(_last)


def _last(state: BlueprintSetupState) -> None:
    state.app.after_request_funcs.setdefault(None, []).insert(0, _guarded)


def _guarded(response: Response) -> Response:
    if request.blueprint != "yipplugin":
        return response
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if request.endpoint == "yipplugin.static":
        return response
    for name, says in SAID.items():
        response.headers[name] = says
    # A browser keeps to every one of several policies: none takes another away.
    response.headers.add("Permissions-Policy", NOTHING_OF_THE_MACHINE)
    response.headers.add("Content-Security-Policy", _policy())
    return proof.keep(response)


def _policy() -> str:
    alone = current_app.config["YIP_BASE_TEMPLATE"] == OURS
    return f"{ALONE if alone else WITHIN}; {ALWAYS}{_sign_in_site()}"


def _sign_in_site() -> str:
    """Return the site where the host signs people in, to which its sign-out form may lead."""
    at = urlsplit(sign_in_url("/") or "")
    ends = f"{at.scheme}://{at.netloc}"
    return f" {ends}" if at.netloc and ends.isascii() and not set(ends) & set(" ;,'\"") else ""
