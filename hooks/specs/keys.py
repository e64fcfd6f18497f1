"""Where the master keys are kept."""

from yipplugin.keys import KeyProvider
from yipplugin.marks import ask_strictly


@ask_strictly
def yip_key_provider() -> KeyProvider | None:
    """Say what wraps and unwraps the schools' keys.

    Called when something is first sealed or opened, and again where a key does not open, because a
    new one may have been added since. Answer it where a key service keeps the master key: give an
    object with ``current``, the name of the key that wraps now, and with ``wrap(key, bound)`` and
    ``unwrap(wrapped, bound, under)``. It may send what is to be wrapped to the service and never
    hold the master key itself. It must answer or fail within seconds, and may be asked by several
    threads at once. What ships reads the environment variable ``YIP_MASTER_KEY``, or the file that
    the setting ``YIP_KEY_FILE`` names, which ``flask yip init`` makes.

    The first answer counts. A failure leaves everything sealed: nothing is kept in the clear
    instead, and pages say so until the keys can be had again. Schools whose keys are in memory
    already go on.

    Example::

        @hookimpl
        def yip_key_provider(self):
            return LocalKeys({"2026": self.secrets.read("yip/master/2026")})
    """
