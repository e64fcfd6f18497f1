"""The policy packs that ship."""

from pathlib import Path

from yipplugin import shipped
from yipplugin.marks import hookimpl


@hookimpl(trylast=True)
def yip_policy_folders() -> list[Path]:
    return [Path(str(shipped.folder("forms"))) / "policies"]
