"""Reads for which places a pack speaks: authorities and police forces, by name or by code."""

from datetime import date

from yipplugin.authorities import Authority, area_name, authorities, find, find_force, forces, near
from yipplugin.contact import ENGLAND, NATIONAL
from yipplugin.packs.problems import meant
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node
from yipplugin.spoken import listed, long_date


def read_areas(reader: Reader, fields: Fields, day: date | None, layer: str) -> tuple[str, ...]:
    """Return the areas of a pack, which is to serve from ``day`` on."""
    if reader.flag(fields.get("national")):
        if layer != NATIONAL:
            message = "Only what ships speaks for all of England. Name an authority or a force."
            reader.problems.add(fields.at("national"), message)
        return (ENGLAND,)
    found = [
        read_authority(reader, word, node, day)
        for word, node in reader.words(fields.get("authority"), "authorities")
    ]
    found += [
        read_force(reader, word, node)
        for word, node in reader.words(fields.get("force"), "police forces")
    ]
    if not (fields.get("authority") or fields.get("force")):
        message = "Say whose contacts these are: `authority:` and its name, or `force:`."
        reader.problems.add(fields.node.place, message)
    return tuple(dict.fromkeys(one for one in found if one))


def read_authority(reader: Reader, word: str, node: Node, day: date | None) -> str:
    """Return the area of an authority that is named."""
    known = find(word)
    if known is None:
        message = f"“{word}” is not an authority of England. {_meant(word)}"
        reader.problems.add(node.place, message)
        return ""
    if day is not None and not known.serves(day):
        reader.problems.add(node.place, _not_then(known))
    return f"la:{known.code}"


def read_force(reader: Reader, word: str, node: Node) -> str:
    """Return the area of a police force that is named."""
    known = find_force(word)
    if not known:
        message = f"“{word}” is not a police force of England. {meant(word, forces())}"
        reader.problems.add(node.place, message)
    return f"force:{known}" if known else ""


def read_area(reader: Reader, node: Node | None, owned: tuple[str, ...]) -> tuple[str, ...]:
    """Return the areas of a route: the one that it names and the pack owns, or all of the pack."""
    if node is None:
        return owned
    word = reader.text(node)
    known = find(word)
    area = f"la:{known.code}" if known else f"force:{find_force(word)}"
    if area in owned:
        return (area,)
    own = listed((area_name(one) for one in owned), "or") or "none"
    message = f"“{word}” is not an area of this pack, whose areas are: {own}. Take it out."
    reader.problems.add(node.place, message)
    return ()


def _meant(word: str) -> str:
    if find_force(word):
        return "It is a police force: name it under `force:`."
    close = near(word)
    return f"Did you mean “{close}”?" if close else "Write its name, or its three digits."


def _not_then(one: Authority) -> str:
    if one.valid_until is not None and one.replaced_by:
        after = listed((authorities()[code].name for code in one.replaced_by), "and")
        return f"{one.name} served until {long_date(one.valid_until)}. After that it is {after}."
    return f"{one.name} does not serve on the day on which this pack comes into force."
