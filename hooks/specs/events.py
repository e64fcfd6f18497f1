"""What has happened, told after it was saved."""

from yipplugin.marks import tell
from yipplugin.values import Event


@tell
def yip_case_opened(event: Event) -> None:
    """Hear that a case was opened.

    Called after the commit, so nothing here can undo it. ``event`` holds references only: the
    school, the case, the form and record, and who acted; what people wrote is not in it.

    Everybody is told, each on their own; answers are not looked at. A failure is logged, and shown
    by ``flask yip doctor``.

    Example::

        @hookimpl
        def yip_case_opened(self, event):
            self.reported[event.school] += 1
    """


@tell
def yip_record_signed(event: Event) -> None:
    """Hear that a record was signed, the report that opened a case among them.

    Called after the commit. ``event`` is as for ``yip_case_opened``.

    Everybody is told, each on their own; answers are not looked at. A failure is logged, and shown
    by ``flask yip doctor``.

    Example::

        @hookimpl
        def yip_record_signed(self, event):
            self.to_refresh.add(event.case_id)
    """
