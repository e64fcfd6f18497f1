"""The policy packs of one application: found in its folders, read once, read again when changed."""

import logging
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from yipplugin.errors import YipError
from yipplugin.fieldtype import FieldType
from yipplugin.packs.files import pack_texts
from yipplugin.packs.keeping import kept_texts
from yipplugin.packs.policies import POLICY_KEY
from yipplugin.packs.problems import PackRefused, Problems, meant
from yipplugin.packs.reading import read_pack
from yipplugin.packs.tree import LARGEST_FILE, Pairs, Word, read_tree
from yipplugin.policy import Policy

log = logging.getLogger(__name__)

Stamp = tuple[tuple[str, int, int], ...]


class NoSuchPolicy(YipError):
    """No pack has the policy that was asked for."""


@dataclass(frozen=True)
class Taken:
    """A policy as it was read, with what is kept of its files."""

    stamp: Stamp
    policy: Policy
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Known:
    """The kinds of question of a host; those of the same types read a pack alike."""

    types: tuple[tuple[str, type], ...]
    kinds: Mapping[str, FieldType] = field(compare=False)


class Library:
    """The packs in ``folders``: each is a pack, or holds packs, one folder a pack.

    A pack that is changed while the application runs is read again. Should it be refused then, the
    policy that was read before stays in force, so that nobody is kept from reporting.
    """

    def __init__(self, folders: Iterable[Path], kinds: Mapping[str, FieldType]) -> None:
        self._kinds = kinds
        self._folders = _found(folders)
        self._taken: dict[str, Taken] = {}
        self._refused: dict[str, Stamp] = {}

    def keys(self) -> tuple[str, ...]:
        """Return the keys of every policy there is a pack for."""
        return tuple(sorted(self._folders))

    def folder(self, key: str) -> Path:
        """Return the folder of a pack."""
        if key not in self._folders:
            raise NoSuchPolicy(f"There is no policy “{key}”. {meant(key, self._folders)}")
        return self._folders[key]

    def policy(self, key: str) -> Policy:
        """Return a policy.

        :raises PackRefused: where its pack has problems and no earlier reading stands.
        """
        return self._take(key).policy

    def texts(self, key: str) -> Mapping[str, str]:
        """Return what is kept of the policy that ``policy`` returns with its cases, by file."""
        return self._take(key).texts

    def _take(self, key: str) -> Taken:
        folder = self.folder(key)
        stamp, known = _stamp(folder), self._taken.get(key)
        if known is not None and stamp in (known.stamp, self._refused.get(key)):
            return known
        try:
            texts = pack_texts(folder)
            policy, kept = self._read(texts)
        except PackRefused as refused:
            if known is None:
                raise
            self._refused[key] = stamp
            log.error(
                "policy pack %s changed and is refused; the one before stays: %s", key, refused
            )
            return known
        self._taken[key] = Taken(stamp, policy, kept)
        return self._taken[key]

    def _read(self, texts: Mapping[str, str]) -> tuple[Policy, Mapping[str, str]]:
        if any(vars(kind) for kind in self._kinds.values()):
            return _read(texts, self._kinds)
        types = tuple((name, type(self._kinds[name])) for name in sorted(self._kinds))
        return _read_once(tuple(texts.items()), Known(types, self._kinds))


@lru_cache(maxsize=8)
def _read_once(
    texts: tuple[tuple[str, str], ...], known: Known
) -> tuple[Policy, Mapping[str, str]]:
    """Read a pack once for all applications of the process: checking one takes a second."""
    return _read(dict(texts), known.kinds)


def _read(
    texts: Mapping[str, str], kinds: Mapping[str, FieldType]
) -> tuple[Policy, Mapping[str, str]]:
    return read_pack(texts, kinds), MappingProxyType(kept_texts(texts))


def _found(folders: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        inside = sorted(folder.iterdir()) if folder.is_dir() else []
        for pack in [folder] if (folder / "policy.yaml").is_file() else inside:
            if (pack / "policy.yaml").is_file():
                # The first folder that names a policy is the one that counts: a host's own.
                found.setdefault(_key(pack), pack)
    return found


def _key(pack: Path) -> str:
    """Return the key that a pack gives itself; its folder's name where it cannot be read."""
    with (pack / "policy.yaml").open("rb") as file:
        text = file.read(LARGEST_FILE).decode("utf-8", "replace")
    tree = read_tree("policy.yaml", text, Problems())
    said = tree.entries.get("policy") if isinstance(tree, Pairs) else None
    return said.text if isinstance(said, Word) and POLICY_KEY.fullmatch(said.text) else pack.name


def _stamp(folder: Path) -> Stamp:
    """Return what changes when a file of the pack does."""
    found: list[tuple[str, int, int]] = []
    for part in ("", "clauses", "forms", "papers"):
        inside = folder / part
        for entry in os.scandir(inside) if inside.is_dir() else ():
            if entry.is_file():
                seen = entry.stat()
                found.append((f"{part}/{entry.name}", seen.st_mtime_ns, seen.st_size))
    return tuple(sorted(found))
