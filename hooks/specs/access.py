"""Who may do what, beyond the table that ships."""

from yipplugin.marks import ask_all
from yipplugin.values import Actor, CaseKnown, Verdict


@ask_all
def yip_may(actor: Actor, act: str, case: CaseKnown | None) -> Verdict | None:
    """Object to an act, or say nothing.

    Called before every act, reads included, once the table of permits has allowed it; so a plugin
    can narrow what people may do and never widen it. ``act`` is a permit from
    ``docs/reference/permits.md``, such as ``case:read``; ``case`` is what may be known of the case,
    or ``None`` where the act is about no case.

    Everybody is asked. One refusal refuses. Where the act is about no case, its reason is on the
    page and in the ledger; where it is about one, the page looks as if there were none, and the
    ledger says that it was refused. An answer that allows, or ``None``, is no objection. A failure
    refuses. Reporting a concern is not asked about, nor what it takes (``draft:keep``,
    ``person:find``): nobody can take it away.

    Example::

        @hookimpl
        def yip_may(self, actor, act, case):
            if act == "case:read" and actor.ref in self.on_leave:
                return Verdict(False, "You are on leave; your deputy holds your cases.")
            return None
    """
