"""What the doctor looks at where an authority publishes its contacts here."""

from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from yipplugin.cli.findings import Finding, amber, answered_by_host, green, red
from yipplugin.errors import ContactsRefused
from yipplugin.hooking import House
from yipplugin.keyfile import is_open_to_others
from yipplugin.packs.contacts import signing

ABOUT = "Keys of contacts"


def contact_keys(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether contacts can be signed with every key that is named; nothing where none is."""
    for pack, name in app.config["YIP_CONTACT_KEYS"].items():
        path = Path(app.instance_path) / name
        try:
            public = signing.public_of(signing.read_key(path))
        except ContactsRefused as refused:
            yield red(ABOUT, f"{pack}: {refused}", "Make it, or correct YIP_CONTACT_KEYS.")
            continue
        if is_open_to_others(path):
            mend = f"chmod 600 {path}"
            yield amber(ABOUT, f"{pack}: others on this machine can read {path}.", mend)
        else:
            yield green(ABOUT, f"{pack}: signed as {signing.fingerprint(public)}.")
    if app.config["YIP_CONTACT_KEYS"] and not answered_by_host(house, "yip_authority_areas"):
        says = "Nobody says who keeps an authority’s contacts, so nobody can write them."
        yield amber(ABOUT, says, "Answer yip_authority_areas in your plugin.")
