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
from yipplugin.packs.contacts.referrals import kinds, read_referrals
from yipplugin.packs.contacts.routes import read_routes
from yipplugin.packs.contacts.ways import email
from yipplugin.packs.files import check_images, check_images_in_words
from yipplugin.packs.lengths import read_length
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import LARGEST_FILE, Items, Node, Pairs, Word, read_tree

PACK_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")
MAIN = "contacts.yaml"
PARTS = {"routes": "a route", "referrals": "a referral form"}
"""What may stand in files of its own, by folder, and what one of them is."""

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
    return read_written(text).pack


def read_written(text: str) -> Written:
    """Return the pack that ``text`` says, as a file would.

    :raises PackRefused: with every problem found.
    """
    return _read({MAIN: text}, AUTHORITY)


def canonical_text(tree: Any) -> str:
    """Return plain JSON as the one text that stands for it, whatever its order and layout."""
    return json.dumps(tree, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _texts(path: Path) -> dict[str, str]:
    problems = Problems()
    paths = {path.name: path}
    if path.is_dir():
        inside = [one for part in PARTS for one in sorted((path / part).glob("*.yaml"))]
        _note_unread(path, problems)
        paths = {MAIN: path / MAIN} | {f"{one.parent.name}/{one.name}": one for one in inside}
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


def _note_unread(folder: Path, problems: Problems) -> None:
    """Note what somebody meant to be part of the pack, and nothing reads."""
    for one in sorted(folder.iterdir()):
        inside = sorted(one.iterdir()) if one.is_dir() else [one]
        for file in inside:
            name = file.name if file is one else f"{one.name}/{file.name}"
            if file.suffix == ".yml":
                problems.add(Place(name, 1), "Only names that end in .yaml are read: rename it.")
            elif file.suffix == ".yaml" and file is not one and one.name not in PARTS:
                message = f"Nothing in this folder is read. Name it {' or '.join(PARTS)}."
                problems.add(Place(name, 1), message)


def _read(texts: Mapping[str, str], layer: str) -> Written:
    reader = Reader(kinds())
    check_images(texts, reader.problems)
    reader.problems.refuse()
    trees = {name: read_tree(name, text, reader.problems) for name, text in texts.items()}
    reader.problems.refuse()
    whole = {name: tree for name, tree in trees.items() if tree is not None}
    check_images_in_words(whole.values(), reader.problems)
    main = next(iter(whole.values()))
    parts = {part: _put_together(part, whole, reader.problems) for part in PARTS}
    pack = _pack(reader, main, parts, layer)
    reader.problems.refuse()
    assert pack is not None  # noqa: S101 -- refused above where the file says nothing
    # A pack without forms is signed as it was before packs had any.
    said = {part: plain(Pairs(main.place, 0, inside)) for part, inside in parts.items() if inside}
    text = canonical_text(plain(main) | said)
    return Written(replace(pack, digest=sha256(text.encode()).hexdigest()), text)


def _put_together(part: str, trees: Mapping[str, Node], problems: Problems) -> dict[str, Node]:
    """Return all of one part of a pack in the order of the keys, wherever it stands."""
    first, *others = trees
    main = trees[first]
    said = main.entries.get(part) if isinstance(main, Pairs) else None
    found: dict[str, Node] = dict(said.entries) if isinstance(said, Pairs) else {}
    if said is not None and not isinstance(said, Pairs):
        problems.add(
            said.place, f"This must be a mapping: the key of {PARTS[part]}, and what it is."
        )
    for name in others:
        folder, _, key = name.removesuffix(".yaml").rpartition("/")
        if folder != part:
            continue
        if key in found:
            problems.add(trees[name].place, f"{key} stands in {first} too. Keep one of the two.")
        found[key] = trees[name]
    return dict(sorted(found.items()))


def _pack(
    reader: Reader, main: Node, parts: Mapping[str, Mapping[str, Node]], layer: str
) -> ContactPack | None:
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
    if fields.get("reports to") is None and layer != NATIONAL:
        message = "Nobody hears of a wrong number. Add `reports to:` with an e-mail address."
        reader.problems.add(main.place, message)
    if not parts["routes"]:
        reader.problems.add(main.place, "The pack has no route. Add one under “routes”.")
    confirm = read_length(reader, fields.get("confirm within"))
    pack = replace(pack, routes=read_routes(reader, pack, parts["routes"], confirm, layer))
    return replace(pack, referrals=read_referrals(reader, pack, parts["referrals"]))


def plain(node: Node) -> Any:
    """Return a tree as the plain mappings, lists and words that it was read from."""
    if isinstance(node, Word):
        return node.text
    if isinstance(node, Items):
        return [plain(one) for one in node.items]
    assert isinstance(node, Pairs)  # noqa: S101 -- a tree has no other nodes
    return {key: plain(one) for key, one in node.entries.items()}
