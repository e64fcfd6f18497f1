"""Where the master keys of this machine stand: a variable of the environment, or a file.

The first line of the file is the key that wraps now; older lines still open what they wrapped.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from secrets import token_bytes

from yipplugin.errors import SealRefused, SetupRefused
from yipplugin.keys import LENGTH, Key, read_keys

VARIABLE = "YIP_MASTER_KEY"
"""The variable that holds the keys themselves; where it is set, no file is looked at."""

OTHERS = 0o077
"""The permissions of everybody but the file's own account."""


def key_file(setting: str, instance: str) -> Path:
    """Return where the file of master keys is; a relative path stands in the instance folder."""
    return Path(instance) / setting


def key_text(path: Path) -> str:
    """Return the master keys as they are written down; nothing where they are nowhere.

    :raises SealRefused: where the file cannot be read.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return named
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        words = f"The file of the master keys, {path}, cannot be read: {type(error).__name__}."
        raise SealRefused(words) from error


def is_open_to_others(path: Path) -> bool:
    """Say whether other accounts of this machine may read the file."""
    # Windows keeps rights elsewhere, and answers this with what is the same for every file.
    return os.name == "posix" and bool(path.stat().st_mode & OTHERS)


def make_key_file(path: Path) -> bool:
    """Make the file of master keys where there is none and no other place is named for them."""
    if path.exists() or VARIABLE in os.environ:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_new(path, {"first": Key(token_bytes(LENGTH))})
    return True


def add_key(path: Path, name: str) -> None:
    """Put a fresh master key above the others, so that it wraps from now on.

    :raises SetupRefused: where the name is taken, or the file is being changed by another command.
    """
    keys = read_keys(key_text(path))
    if name in keys:
        raise SetupRefused(f"There is a master key {name} already: give the new one another name.")
    _replace(path, {name: Key(token_bytes(LENGTH)), **keys})


def remove_key(path: Path, name: str) -> None:
    """Take a master key out of the file."""
    keys = read_keys(key_text(path))
    _replace(path, {one: key for one, key in keys.items() if one != name})


def _replace(path: Path, keys: Mapping[str, Key]) -> None:
    """Put a file in the place of another at once, with the same owner and permissions."""
    was, beside = path.stat(), path.with_name(f"{path.name}.new")
    try:
        _write_new(beside, keys)
    except FileExistsError as error:
        words = f"{beside} is in the way: remove it, if no other command is changing the keys."
        raise SetupRefused(words) from error
    try:
        if os.name == "posix":
            # The application may run as another account than whoever changes the file.
            os.chown(beside, was.st_uid, was.st_gid)
        beside.chmod(was.st_mode & 0o777)
        beside.replace(path)
    except OSError as error:
        beside.unlink()
        words = f"{path} cannot be changed by this account: run it as the file's owner, or as root."
        raise SetupRefused(words) from error


def _write_new(path: Path, keys: Mapping[str, Key]) -> None:
    text = "".join(f"{name}: {key.hex()}\n" for name, key in keys.items())
    read_keys(text)  # what could not be read back is not written
    # Readable by this account alone from its first byte on.
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
