"""What is put right in a request when a plugin did not come back, or nobody said who is asking."""

from flask import current_app, g, has_app_context, has_request_context


def part_with_session() -> None:
    """Leave the host's database session to whatever still uses it, and let a fresh one be made.

    A session serves one thread at a time. Going on with it would wait for the plugin after all: a
    rollback at the end of the request does, until the query that hangs has come back.
    """
    registry = getattr(getattr(_extension("sqlalchemy"), "session", None), "registry", None)
    if registry is not None:
        registry.clear()


def leave_unanswered(hook: str) -> None:
    """Remember for the rest of the request that a failure has left ``hook`` without an answer.

    Where it is who is signed in, the page is taken for one of nobody's: a host's base template
    would ask Flask-Login, and so ask what failed or hung once more.
    """
    if not has_request_context():
        return
    g.setdefault("yip_unanswered", set()).add(hook)
    manager = getattr(current_app, "login_manager", None)
    if hook == "yip_actor" and manager is not None and "_login_user" not in g:
        g._login_user = manager.anonymous_user()


def failed_now(hook: str) -> bool:
    """Say whether a failure has left ``hook`` without an answer in this request."""
    return has_request_context() and hook in g.get("yip_unanswered", ())


def _extension(name: str) -> object:
    return current_app.extensions.get(name) if has_app_context() else None
