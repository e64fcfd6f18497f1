"""Word to people that there is something to look at."""

from yipplugin.marks import tell
from yipplugin.values import Notice


@tell
def yip_notify(notice: Notice) -> None:
    """Pass word to people, by the host's mail, its own messages, or whatever it has.

    Called by ``flask yip tick``, outside a request, and again later where a plugin failed; so the
    same notice may come twice. ``notice`` says whom it is for, and has a subject and a link: what
    people wrote is never in it and must not be added, for mail is read over shoulders.

    Everybody is told, each on their own. A failure is logged and shown by ``flask yip doctor``.

    Example::

        @hookimpl
        def yip_notify(self, notice):
            for address in addresses(notice.to_roles, notice.to_ref):
                mail.send(address, notice.subject, notice.url)
    """
