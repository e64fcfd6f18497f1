"""Words that stand nowhere else, typed into everything, and found again in whatever coding."""

import base64
import json
from collections.abc import Iterator
from html import escape
from quopri import encodestring
from urllib.parse import quote, quote_plus


class Canaries:
    """Makes words, each for one place in which somebody types, and finds them again."""

    def __init__(self) -> None:
        self._places: dict[str, str] = {}
        self._coded: dict[str, set[bytes]] = {}

    def __call__(self, place: str) -> str:
        """Return the words to be typed into ``place``."""
        self._places[place] = self._places.get(place) or f"zk{len(self._places):03}qwx"
        return f"“{self._places[place]}” – Zoë's Ärger"

    def also(self, *words: str) -> None:
        """Look for ``words`` too, such as names that a host gives."""
        self._places |= {word: word for word in words}

    @property
    def places(self) -> set[str]:
        """Return where something was typed."""
        return set(self._places)

    def found_in(self, kept: str | bytes) -> list[str]:
        """Return the places whose words are in ``kept``, as they are or in a common coding."""
        haystack = kept if isinstance(kept, bytes) else kept.encode(errors="surrogateescape")
        whole = haystack + b"\n" + haystack.lower()
        return [
            place
            for place, word in self._places.items()
            if any(one in whole for one in self._codings(word))
        ]

    def _codings(self, word: str) -> set[bytes]:
        if word not in self._coded:
            self._coded[word] = set(codings(word))
        return self._coded[word]


def codings(word: str) -> Iterator[bytes]:
    """Yield how ``word`` may stand in a file, a log or a header; in small letters where it can."""
    plain = word.encode()
    for one in (plain, plain.lower(), plain[::-1]):
        yield one
        yield one.hex().encode()
        yield from (one.decode().encode(coding) for coding in ("utf-16-le", "utf-16-be"))
        yield from _base64(one)
    yield quote(word, safe="").encode()
    yield quote_plus(word).encode()
    yield json.dumps(word)[1:-1].encode()
    yield escape(word).encode()
    yield encodestring(plain).strip()
    yield plain.hex(" ").encode()


def _base64(plain: bytes) -> Iterator[bytes]:
    """Yield what is the same of it wherever in a longer text it begins."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        begin = -(-before * 8 // 6)
        end = (before + len(plain)) * 8 // 6
        yield coded[begin:end]
        yield coded[begin:end].replace(b"+", b"-").replace(b"/", b"_")
