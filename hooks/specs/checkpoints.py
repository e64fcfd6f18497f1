"""Checkpoints of the ledger, to be kept where whoever has our database cannot reach them."""

from yipplugin.checkpoint import Checkpoint
from yipplugin.marks import tell


@tell
def yip_keep_checkpoint(checkpoint: Checkpoint) -> None:
    """Keep a checkpoint of the ledger outside this machine.

    Called by ``flask yip tick`` and ``flask yip ledger checkpoint``, outside a request, and again
    later where a plugin failed; so the same checkpoint may come twice. ``checkpoint`` holds where
    every chain of the school's ledger stood, and our signature; nothing that people wrote, and no
    name. ``yipplugin.hooks.keepers`` has plugins that keep it in a folder, mail it, or have it
    stamped by a time-stamp authority.

    Everybody is told, each on their own. A failure is logged, shown by ``flask yip doctor``, and
    the checkpoint comes again until everybody took it.

    Example::

        @hookimpl
        def yip_keep_checkpoint(self, checkpoint):
            name = f"{checkpoint.school}-{checkpoint.seq}"
            self.archive.put(name, checkpoint.body, checkpoint.signature)
    """
