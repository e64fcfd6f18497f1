"""Ways back: where somebody was, and whether an address that came from outside is one of ours."""

import re
from urllib.parse import quote, unquote, urlsplit

from flask import current_app, request, url_for
from werkzeug.exceptions import HTTPException

PLAIN = re.compile(r"[A-Za-z0-9/_.~-]*")
"""What the addresses of our pages are made of, after the prefix at which they are mounted."""

NOT_FOR_PEOPLE = frozenset({"anywhere", "confirm", "draft_save", "hide", "seen", "static"})
"""The endpoints that nobody is sent to afterwards: they show nothing, or ask what was answered."""


def here() -> str:
    """Return the address of this request as a browser would be sent to it: path and query."""
    path = quote(request.root_path.rstrip("/") + request.path, safe="/~")
    query = request.query_string.decode("ascii", "ignore")
    return f"{path}?{query}" if query else path


def ours(target: str) -> str:
    """Return ``target`` where it is the address of a page of ours, as it is, or else our home.

    Only a plain path below our own prefix, which leads to a page that people read, goes through;
    whatever a browser might read otherwise than we do is not looked into but refused.
    """
    home = url_for("yipplugin.home")
    return target if _is_ours(target, home) else home


def _is_ours(target: str, home: str) -> bool:
    if not (target.isascii() and target.isprintable()) or re.search(r"[\\#\s<>\"]", target):
        return False
    path = target.partition("?")[0]
    if not target.startswith(home) or urlsplit(target).path != path:
        return False
    if not PLAIN.fullmatch(path.removeprefix(home)):
        return False
    if {".", ".."} & set(path.split("/")) or "//" in path:
        return False
    within = unquote(path).removeprefix(request.root_path.rstrip("/"))
    return endpoint(within) not in {"", *NOT_FOR_PEOPLE}


def endpoint(path: str, method: str = "GET") -> str:
    """Return which page of ours stands at a path of this site, without our own name before it."""
    adapter = current_app.create_url_adapter(request)
    if adapter is None:
        return ""
    try:
        found, _ = adapter.match(path, method=method)
    except HTTPException:
        return ""
    room, _, page = str(found).partition(".")
    return page if room == "yipplugin" else ""
