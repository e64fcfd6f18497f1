"""The tick: what ``flask yip tick`` does every few minutes, in an application context."""

from flask import current_app, url_for

from yipplugin.services.contactwarnings import warn_of_checks
from yipplugin.services.ledger import checkpoints_of_the_day
from yipplugin.services.makings import clear_away
from yipplugin.services.outbox import Delivered, deliver
from yipplugin.values import AUTHORITY


def tick() -> Delivered:
    """Make the day's checkpoints, warn of contacts, pass on what is due; say how that went."""
    done, failed = 0, checkpoints_of_the_day()
    warn_of_checks()
    clear_away()
    while True:
        round_ = deliver(_link)
        done, failed = done + round_.done, failed + round_.failed
        # What failed is due again later, so every round leaves less to do.
        if not round_.done and not round_.failed:
            return Delivered(done, failed)


def _link(case_id: str) -> str:
    """Return the address of a case's page, of the school's contacts, or of an authority's.

    It is a whole one where the host says its SERVER_NAME.
    """
    with current_app.test_request_context():
        whole = bool(current_app.config.get("SERVER_NAME"))
        if not case_id:
            return url_for("yipplugin.own_contacts", _external=whole)
        if case_id == AUTHORITY:
            return url_for("yipplugin.authority", _external=whole)
        return url_for("yipplugin.case", case_id=case_id, _external=whole)
