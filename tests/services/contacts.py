"""Contact packs for tests: signed with keys that are made for each, as an authority would."""

from datetime import datetime
from pathlib import Path

from yipplugin.contact import Need
from yipplugin.packs.contacts import signing
from yipplugin.packs.contacts.reading import read_contacts
from yipplugin.services import contactpacks, contacts
from yipplugin.values import LONDON, Everything

DATA = Path(__file__).parents[1] / "packs" / "data" / "contacts"
TOY = Everything("toy")


class Owner:
    """An authority that signs packs, with a key of its own."""

    def __init__(self, folder, name="oxfordshire", areas=("la:931",)):
        self.name, self.areas, self.folder = name, areas, folder
        self.text = (DATA / f"{name}.yaml").read_text()
        path = folder / f"{name}.pem"
        self.public = signing.new_key(path)
        self.key = signing.read_key(path)

    def signed(self, version=1, **changes):
        """Return a signed version; ``changes`` replace one text by another, as a list of pairs."""
        text = self.text.replace("version: 1", f"version: {version}")
        for before, after in changes.get("swaps", ()):
            assert before in text
            text = text.replace(before, after, 1)
        path = self.folder / f"{self.name}-{version}.yaml"
        path.write_text(text)
        return signing.sign(read_contacts(path), self.key).content

    def pin(self, who=TOY, approves=False):
        return contactpacks.pin(who, self.name, self.public, self.areas, approves)

    def install(self, version=1, who=TOY, **changes):
        return contactpacks.install(who, self.signed(version, **changes))


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def whom(who=TOY, purpose="csc_front_door", moment="2026-11-26T10:00", home="931", **more):
    """Return the answer to a need, as a page or a command gets it."""
    return contacts.whom(who, Need(purpose, at(moment), home, more.pop("school", "931"), **more))


def refs(choices):
    return [one.route.ref for one in choices]
