"""People as Flask-Login knows them, where the host says nothing else."""

from collections.abc import Iterable
from typing import Any

from flask import current_app

from yipplugin.marks import hookimpl
from yipplugin.values import Actor

_NAMES = ("name", "full_name", "display_name", "username", "email")


@hookimpl(trylast=True)
def yip_actor() -> Actor | None:
    if not hasattr(current_app, "login_manager"):
        return None
    # Not every host has Flask-Login; whoever has a login_manager may have made it themselves.
    from flask_login import current_user

    user: Any = current_user._get_current_object()
    if user is None or not (_said(user, "is_authenticated") and _said(user, "is_active")):
        return None
    # get_id() may be a session's token and change with it; a record must name the same person.
    ref = str(getattr(user, "id", None) or user.get_id())
    roles = current_app.extensions["yipplugin"].hooks.yip_roles(user)
    name = next((str(_said(user, one)) for one in _NAMES if _said(user, one)), ref)
    return Actor(ref, name, frozenset(roles))


@hookimpl(trylast=True)
def yip_roles_of(ref: str, school: str) -> Iterable[str]:
    # Flask-Login offers no other way to ask for a user who is not the one signed in.
    load = getattr(getattr(current_app, "login_manager", None), "_user_callback", None)
    user = load(ref) if load else None
    if user is None:
        return ()
    found: Iterable[str] = current_app.extensions["yipplugin"].hooks.yip_roles(user)
    return found


@hookimpl(trylast=True)
def yip_sign_in_url(next_url: str) -> str | None:
    view = getattr(getattr(current_app, "login_manager", None), "login_view", None)
    if not view:
        return None
    from flask_login.utils import login_url

    return str(login_url(view, next_url))


def _said(user: Any, name: str) -> Any:
    """Return an attribute, which is a method in some hosts and a property in others."""
    value = getattr(user, name, None)
    return value() if callable(value) else value
