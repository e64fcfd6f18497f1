"""Where policy packs are found."""

from pathlib import Path

from yipplugin.marks import collect


@collect
def yip_policy_folders() -> list[Path]:
    """Name folders that hold policy packs, one folder a pack inside them.

    Called once, at start-up. All answers are put together; the folder of the packs that ship is
    always among them. A plugin that fails stops the start.

    Example::

        @hookimpl
        def yip_policy_folders(self):
            return [Path(current_app.root_path) / "policies"]
    """
