"""The files of a pack: read as text, within limits, and refused where they hold image data."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from yipplugin.imagery import images_among, without_images
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.tree import LARGEST_FILE, Items, Node, Pairs, Word

MOST_FILES = 500
LARGEST_PACK = 8 * 1024 * 1024
LONGEST_NAME = 120

IMAGE = (
    "This holds image data, or a link to an image or video. Take it out: a pack is words alone. "
    "Making, keeping or passing on an indecent image of a child is a criminal offence"
)


def pack_texts(folder: Path) -> dict[str, str]:
    """Return the text of every file of a pack, by its path inside the pack.

    Files of other endings than ``.yaml`` are never opened.
    """
    problems = Problems()
    texts: dict[str, str] = {}
    if not folder.is_dir():
        problems.add(Place(str(folder), 1), "There is no such folder. Name the folder of a pack.")
    paths = sorted(one for one in folder.rglob("*.yaml") if one.is_file())
    for path in sorted(one for one in folder.rglob("*.yml") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        problems.add(Place(name, 1), "Only files that end in .yaml are read. Rename this one.")
    size = 0
    for path in paths[:MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        text = _text(path, name, problems)
        size += len(text or "")
        if size > LARGEST_PACK:
            message = "The pack is larger than 8 MiB up to here. Take out what is no policy."
            problems.add(Place(name, 1), message)
            break
        if text is not None:
            texts[name] = text
    if len(paths) > MOST_FILES:
        problems.add(Place(".", 1), f"The pack has more than {MOST_FILES} files. Take some out.")
    problems.refuse()
    return texts


def _text(path: Path, name: str, problems: Problems) -> str | None:
    with path.open("rb") as file:
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        problems.add(Place(name, 1), "The file is larger than 1 MiB. Split it.")
        return None
    nul = content.find(b"\0")
    if nul >= 0:
        line = content[:nul].count(b"\n") + 1
        problems.add(Place(name, line), "This is no text but bytes. Write the file anew as text.")
        return None
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        problems.add(Place(name, line), "This is not UTF-8 text. Save the file as UTF-8.")
        return None


def check_images(files: Mapping[str, str], problems: Problems) -> None:
    """Note every line with image data: in words, in comments, split over several files or not.

    No message quotes any of it, nor what stands in a name.
    """
    for name in files:
        if len(name) > LONGEST_NAME or without_images(name) != name:
            message = f"Give this file a name of words, of {LONGEST_NAME} characters at most."
            problems.add(Place(without_images(name)[:LONGEST_NAME], 1), message)
    for (name, text), spans in zip(files.items(), images_among([*files.values()]), strict=True):
        for line in dict.fromkeys([text.count("\n", 0, first) + 1 for first, _ in spans]):
            problems.add(Place(name, line), f"{IMAGE}.")


def check_images_in_words(trees: Iterable[Node], problems: Problems) -> None:
    """Note image data that stands in words only once YAML has put them together."""
    words = [word for tree in trees for word in _words(tree)]
    for (place, _), spans in zip(words, images_among([text for _, text in words]), strict=True):
        if spans:
            problems.add(Place(place.file, place.line), f"{IMAGE}.")


def _words(node: Node) -> Iterator[tuple[Place, str]]:
    if isinstance(node, Word):
        yield node.place, node.text
    elif isinstance(node, Items):
        for one in node.items:
            yield from _words(one)
    elif isinstance(node, Pairs):
        for key, one in node.entries.items():
            yield node.keys[key], key
            yield from _words(one)
