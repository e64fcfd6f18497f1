"""Reads a contact pack from its folder, its file, or what was kept of it: all problems at once."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from yipplugin.contact import AUTHORITY, NATIONAL, ContactPack
from yipplugin.packs.contacts import keys
from yipplugin.packs.contacts.areas import read_areas
from yipplugin.packs.contacts.routes import read_routes
from yipplugin.packs.contacts.ways import email
from yipplugin.packs.files import check_images, check_images_in_words
from yipplugin.packs.lengths import read_length
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import LARGEST_FILE, Items, Node, Pairs, Word, read_tree

PACK_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
MAIN = "contacts.yaml"
NO_PACK = "There is no such pack. Name a folder with contacts.yaml, or a file."


@dataclass(frozen=True)
class Written:
    """A pack as it was read: its meaning, and the text that stands for it when it is signed."""

    pack: ContactPack
    text: str


def read_contacts(path: Path) -> Written:
    """Return the pack at ``path``, a folder or one file, checked as a whole.

    :raises PackRefused: with every problem found, each with its file and line.
    """
    return _read(_texts(path), AUTHORITY)


def read_national(path: Path) -> Written:
    """Return a pack that ships, which alone may serve all of England."""
    return _read(_texts(path), NATIONAL)


def read_kept(text: str) -> ContactPack:
    """Return the pack whose canonical text this is.

    :raises PackRefused: where it is none.
    """
    return _read({MAIN: text}, AUTHORITY).pack


def canonical_text(tree: Any) -> str:
    """Return plain JSON as the one text that stands for it, whatever its order and layout."""
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _texts(path: Path) -> dict[str, str]:
    problems = Problems()
    paths = {path.name: path}
    if path.is_dir():
        inside = sorted((path / "routes").glob("*.yaml"))
        paths = {MAIN: path / MAIN} | {f"routes/{one.name}": one for one in inside}
    texts: dict[str, str] = {}
    for name, one in paths.items():
        if not one.is_file():
            problems.add(Place(name, 1), NO_PACK)
            continue
        with one.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        try:
            texts[name] = content.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            problems.add(Place(name, line), "This is not UTF-8 text. Save the file as UTF-8.")
    problems.refuse()
    return texts


def _read(texts: Mapping[str, str], layer: str) -> Written:
    reader = Reader({})
    check_images(texts, reader.problems)
    reader.problems.refuse()
    trees = {name: read_tree(name, text, reader.problems) for name, text in texts.items()}
    reader.problems.refuse()
    whole = {name: tree for name, tree in trees.items() if tree is not None}
    check_images_in_words(whole.values(), reader.problems)
    main, routes = _put_together(whole, reader.problems)
    pack = _pack(reader, main, routes, layer)
    reader.problems.refuse()
    assert pack is not None  # noqa: S101 -- refused above where the file says nothing
    text = canonical_text(_plain(main) | {"routes": {k: _plain(one) for k, one in routes.items()}})
    return Written(replace(pack, digest=sha256(text.encode()).hexdigest()), text)


def _put_together(trees: Mapping[str, Node], problems: Problems) -> tuple[Node, dict[str, Node]]:
    """Return the main file, and every route in the order of the keys, wherever it stands."""
    first, *others = trees
    main = trees[first]
    said = main.entries.get("routes") if isinstance(main, Pairs) else None
    routes: dict[str, Node] = dict(said.entries) if isinstance(said, Pairs) else {}
    if said is not None and not isinstance(said, Pairs):
        problems.add(said.place, "This must be a mapping of keys of routes to routes.")
    for name in others:
        key = Path(name).stem
        if key in routes:
            problems.add(trees[name].place, f"{key} stands in {first} too. Keep one of the two.")
        routes[key] = trees[name]
    return main, dict(sorted(routes.items()))


def _pack(reader: Reader, main: Node, routes: Mapping[str, Node], layer: str) -> ContactPack | None:
    fields = reader.fields(main, keys.PACK)
    if fields is None:
        return None
    key = reader.text(fields.get("contacts"))
    if key and not PACK_KEY.fullmatch(key):
        message = f"“{key}” is not a key. Use small letters, digits and “-”, first a letter."
        reader.problems.add(fields.at("contacts"), message)
    day = reader.date(fields.get("in force"))
    pack = ContactPack(
        key=key,
        version=reader.number(fields.get("version")),
        title=reader.text(fields.get("title")),
        owner=reader.text(fields.get("owner")),
        tells=email(reader, fields.get("reports to")),
        areas=read_areas(reader, fields, day if day > date.min else None, layer),
        in_force=day,
        routes=(),
        thresholds=reader.text(fields.get("thresholds")),
        source=reader.text(fields.get("source")),
    )
    if not routes:
        reader.problems.add(main.place, "The pack has no route. Add one under “routes”.")
    confirm = read_length(reader, fields.get("confirm within"))
    return replace(pack, routes=read_routes(reader, pack, routes, confirm, layer))


def _plain(node: Node) -> Any:
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Items):
        return [_plain(one) for one in node.items]
    assert isinstance(node, Pairs)  # noqa: S101 -- a tree has no other nodes
    return {key: _plain(one) for key, one in node.entries.items() if key != "routes"}
