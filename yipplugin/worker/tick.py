"""The tick: what ``flask yip tick`` does every few minutes, in an application context."""

from flask import current_app, url_for

from yipplugin.services.outbox import Delivered, deliver


def tick() -> Delivered:
    """Pass on whatever is due, and say how it went."""
    done = failed = 0
    while True:
        round_ = deliver(_link)
        done, failed = done + round_.done, failed + round_.failed
        # What failed is due again later, so every round leaves less to do.
        if not round_.done and not round_.failed:
            return Delivered(done, failed)


def _link(case_id: str) -> str:
    """Return the address of a case's page; a whole one where the host says its SERVER_NAME."""
    with current_app.test_request_context():
        whole = bool(current_app.config.get("SERVER_NAME"))
        return url_for("yipplugin.case", case_id=case_id, _external=whole)
