"""Whether a signed pack is let in: from whom, for which places, and not an old one again."""

from dataclasses import dataclass

from yipplugin.authorities import area_name
from yipplugin.contact import ContactPack
from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts.reading import read_kept
from yipplugin.packs.contacts.signing import Signed, fingerprint, opened
from yipplugin.packs.problems import PackRefused
from yipplugin.spoken import listed


@dataclass(frozen=True)
class Pin:
    """Whom a school trusts for a pack: by which key, and for which areas."""

    pack: str
    public: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Admitted:
    """A pack that may be installed, and the file that it came in."""

    pack: ContactPack
    signed: Signed


def verified(content: bytes) -> Admitted:
    """Return what a signed file holds, checked as a whole, whoever signed it.

    :raises ContactsRefused: saying what is wrong.
    """
    signed = opened(content)
    try:
        return Admitted(read_kept(signed.text), signed)
    except PackRefused as refused:
        first = refused.problems[0]
        words = f"The pack is signed, and has a fault: {first.key}: {first.message}"
        raise ContactsRefused(words) from refused


def admitted(content: bytes, pins: dict[str, Pin], newest: int = 0) -> Admitted:
    """Return what a signed file holds, if a school that trusts ``pins`` may install it.

    :param newest: the highest version of the pack that the school ever had.
    :raises ContactsRefused: saying why it may not.
    """
    found = verified(content)
    pack, signed = found.pack, found.signed
    pin = pins.get(pack.key)
    if pin is None:
        raise ContactsRefused(
            f"Nobody has said whose key the contacts «{pack.key}» are signed with. Ask {pack.owner}"
            f" for its public key by another way than this file, and pin it."
        )
    if pin.public != signed.public:
        raise ContactsRefused(
            f"This is signed with another key than that of {pack.owner}: its fingerprint is"
            f" {fingerprint(signed.public)}, and the pinned one’s {fingerprint(pin.public)}."
            " Ring them before you trust it."
        )
    if pack.version == newest:
        raise ContactsRefused(
            f"The school has had version {newest} already, and no version is taken in twice. If it"
            " waits, approve it; if it was taken back or changed, its owner signs a higher one."
        )
    if pack.version < newest:
        raise ContactsRefused(
            f"This is version {pack.version}, and the school has had version {newest} already."
            " An older one is not taken again: numbers in it may be wrong by now."
        )
    foreign = [one for one in _areas(pack) if one not in pin.areas]
    if foreign:
        raise ContactsRefused(
            f"This has routes for {listed(map(area_name, foreign))}, for which {pack.owner} is not"
            f" trusted here. It is for {listed(map(area_name, pin.areas))}."
        )
    return found


def _areas(pack: ContactPack) -> tuple[str, ...]:
    routes = (area for one in pack.routes for area in one.areas)
    return tuple(dict.fromkeys((*pack.areas, *routes)))
