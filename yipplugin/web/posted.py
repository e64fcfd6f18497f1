"""What a browser sent beside the answers themselves: reasons, and which page it came from."""

from flask import g, request
from werkzeug.datastructures import MultiDict

from yipplugin.imagery import without_images_in

BECAUSE = "_because"
"""The field that holds why a record is corrected."""

ANSWER = "_answer-"
"""What the names of the fields that answer warnings begin with, before the warning's id."""

SECRET = ("-password", "-signed")
"""Endings of the fields of a signature, which no draft holds."""


def because() -> str:
    """Return why a record is corrected, without image data."""
    return without_images_in(request.form.get(BECAUSE, "")).strip()


def reasons() -> dict[str, str]:
    """Return the reasons that answer warnings, by the warnings' ids."""
    given = {
        name.removeprefix(ANSWER): value
        for name, value in request.form.items()
        if name.startswith(ANSWER)
    }
    return without_images_in(given)


def beside() -> list[list[str]]:
    """Return the reasons as a draft keeps them, beside the form's own answers."""
    return [[name, value] for name, value in everything() if name.startswith((BECAUSE, ANSWER))]


def everything() -> list[list[str]]:
    """Return all that was typed, as a draft keeps it: no password, no image data."""
    if "yip_typed" not in g:
        g.yip_typed = without_images_in(
            [
                [name, value]
                for name, value in request.form.items(multi=True)
                if value and not name.endswith(SECRET) and not _is_ours(name)
            ]
        )
    return [list(pair) for pair in g.yip_typed]


def held_image() -> bool:
    """Say whether image data was taken out of a reason."""
    typed = [
        [name, value]
        for name, value in request.form.items(multi=True)
        if value and name.startswith((BECAUSE, ANSWER))
    ]
    return without_images_in(typed) != typed


def form() -> MultiDict[str, str]:
    """Return the same as a form that a page may show once more."""
    return MultiDict((name, value) for name, value in everything())


def page() -> tuple[int | None, str]:
    """Return the revision that the page was told last, and the name that its script gave it.

    Without the script a page sends only what somebody chose to send: that is the newest.
    """
    name, revision = request.form.get("_page", "")[:40], request.form.get("_revision", "")
    return int(revision) if name and revision.isdecimal() else None, name


def _is_ours(name: str) -> bool:
    return name.startswith("_") and not name.startswith((BECAUSE, ANSWER))
