"""Keeping checkpoints in a folder: best one that the web server may add to and nobody may empty."""

import os
import re
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from yipplugin.checkpoint import Checkpoint, as_file
from yipplugin.marks import hookimpl

SAFE = re.compile(r"[A-Za-z0-9-]{1,64}")
"""What a school's key may be to stand in a file's name as it is."""


class FileKeeper:
    """Writes each checkpoint into a folder as a file of its own, and never over another one."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    @hookimpl
    def yip_keep_checkpoint(self, checkpoint: Checkpoint) -> None:
        """Write the checkpoint into the folder."""
        write_once(self.folder / f"{name_of(checkpoint)}.json", as_file(checkpoint))


def name_of(checkpoint: Checkpoint) -> str:
    """Return the name of a checkpoint's file, without its ending; names sort by number."""
    school = checkpoint.school
    if not SAFE.fullmatch(school):
        school = sha256(school.encode()).hexdigest()[:16]
    return f"{school}-{checkpoint.seq:08d}"


def write_once(path: Path, content: bytes) -> None:
    """Write a whole file or none; one that is there already is left as it is.

    :raises FileExistsError: where another content is there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # A link is never put over a file that is there, as a renaming would be.
        os.link(file.name, path)
    except FileExistsError:
        if path.read_bytes() != content:
            raise
    finally:
        os.unlink(file.name)
    _settle(path.parent)


def _settle(folder: Path) -> None:
    """Have the folder's list of files written to disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
