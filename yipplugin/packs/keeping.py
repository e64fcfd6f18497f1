"""What is kept of a pack with the cases opened under it: what was read, and never the raw files.

Each file is kept as canonical JSON of its tree. That is YAML too, so whatever reads a pack reads
what was kept of one; comments and odd bytes are in neither.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from yipplugin.packs.problems import Problems
from yipplugin.packs.published import LOCK
from yipplugin.packs.tree import Items, Node, Pairs, Word, read_tree


def kept_texts(files: Mapping[str, str]) -> dict[str, str]:
    """Return what is kept of each file of a pack; the lock is no part of what a policy says.

    :raises PackRefused: for a file that is no YAML.
    """
    problems = Problems()
    trees = {name: read_tree(name, text, problems) for name, text in files.items() if name != LOCK}
    problems.refuse()
    return {name: written(tree) for name, tree in trees.items() if tree is not None}


def digest_of_kept(kept: Mapping[str, str]) -> str:
    """Return the digest of what a pack says, from what is kept of it."""
    return sha256(json.dumps(dict(kept), sort_keys=True).encode()).hexdigest()


def written(tree: Node) -> str:
    """Return a tree as canonical JSON; keys stay in their order, which is that of the paper."""
    return json.dumps(_plain(tree), ensure_ascii=False)


def _plain(node: Node) -> Any:
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Items):
        return [_plain(one) for one in node.items]
    assert isinstance(node, Pairs)  # noqa: S101 -- a tree has no other nodes
    return {key: _plain(one) for key, one in node.entries.items()}
