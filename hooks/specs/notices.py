"""Word to people that there is something to look at."""

from yipplugin.marks import tell
from yipplugin.values import Notice


@tell
def yip_notify(notice: Notice) -> None:
    """Pass word to people, by the host's mail, its own messages, or whatever it has.

    Called by ``flask yip tick``, outside a request, and again later where a plugin failed; so the
    same notice may come twice. ``notice`` says whom it is for, and whom it must not reach whatever
    their roles; it has a subject and a link. What people wrote is never in it and must not be
    added, for mail is read over shoulders.

    Everybody is told, each on their own. A failure is logged and shown by ``flask yip doctor``.

    Example::

        @hookimpl
        def yip_notify(self, notice):
            for one in db.session.scalars(db.select(Staff)):
                roles = set(ROLES.get(one.job, ()))
                wanted = notice.to_roles & roles or str(one.id) == notice.to_ref
                if wanted and str(one.id) not in notice.not_to:
                    self.mail.send(one.username, notice.subject, notice.url)
    """
