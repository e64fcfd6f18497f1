"""Whom to turn to."""

from datetime import datetime

from yipplugin.marks import ask
from yipplugin.values import OnDuty


@ask
def yip_dsl_on_duty(school: str, at: datetime) -> OnDuty | None:
    """Say who leads on safeguarding at a moment, so that people can go to them.

    Called when the page for reporting a concern is shown. ``school`` is the key that ``yip_actor``
    gave; ``at`` is the moment, with its time zone.

    The first answer counts; a failing plugin is passed over. Without an answer the page says «the
    designated safeguarding lead» and gives no number.

    Example::

        @hookimpl
        def yip_dsl_on_duty(self, school, at):
            return OnDuty("Amara Obi", "designated safeguarding lead", "ext. 204")
    """
