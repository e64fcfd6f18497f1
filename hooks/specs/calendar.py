"""When the school is open."""

from yipplugin.marks import ask
from yipplugin.policy import Calendar


@ask
def yip_calendar(school: str) -> Calendar | None:
    """Say when the school is open: bank holidays, days without school, terms, times of the day.

    Called whenever due times are worked out, so answer quickly. ``school`` is the key that
    ``yip_actor`` gave. Times are times in England.

    The first answer counts; a failing plugin is passed over. What ships knows the bank holidays of
    England and no terms: every weekday that is no bank holiday is then a school day.

    Example::

        @hookimpl
        def yip_calendar(self, school):
            return Calendar(
                holidays=frozenset({date(2026, 12, 25), date(2026, 12, 28)}),
                terms=((date(2026, 9, 2), date(2026, 12, 18)),),
                opens=time(8, 40),
                closes=time(15, 20),
            )
    """
