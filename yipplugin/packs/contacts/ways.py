"""Reads the ways to reach somebody: telephone numbers, e-mail addresses, pages."""

import re
from urllib.parse import urlsplit

from yipplugin import phones
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Node

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def number(reader: Reader, node: Node | None) -> str:
    """Return a telephone number as people write it."""
    text = reader.text(node)
    if node is None or not text:
        return ""
    try:
        return phones.checked(text)
    except phones.BadNumber as bad:
        reader.problems.add(node.place, str(bad))
        # It is refused for this; that it is there at all must not be doubted as well.
        return text


def email(reader: Reader, node: Node | None) -> str:
    """Return an e-mail address."""
    text = reader.text(node)
    if node is not None and text and not EMAIL.fullmatch(text):
        reader.problems.add(node.place, f"“{text}” is not an e-mail address. Mend it.")
    return text


def address(reader: Reader, node: Node | None) -> str:
    """Return the address of a page."""
    text = reader.text(node)
    if node is None or not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme != "https" or "." not in (parts.hostname or "") or parts.username:
        message = f"“{text}” is not the address of a page. Write all of it: https://..."
        reader.problems.add(node.place, message)
    return text
