"""Publishing: from then on a form of a pack changes only with a new version."""

import os
from collections.abc import Mapping
from pathlib import Path

from yipplugin.fieldtype import FieldType
from yipplugin.packs.files import pack_texts
from yipplugin.packs.problems import Problems
from yipplugin.packs.published import LOCK, read_lock
from yipplugin.packs.reading import read_policy


def publish(folder: Path, kinds: Mapping[str, FieldType]) -> tuple[tuple[str, int], ...]:
    """Check the pack in ``folder``, write its lock, and return the forms and versions new in it."""
    policy = read_policy(folder, kinds)
    lock = read_lock(pack_texts(folder).get(LOCK), Problems())
    new = lock.add(policy)
    beside = folder / f"{LOCK}.new"
    beside.write_text(lock.text(), encoding="utf-8")
    os.replace(beside, folder / LOCK)
    return new
