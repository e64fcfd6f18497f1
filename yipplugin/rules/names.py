"""What a name is found by: the whole of it, its words and their parts, however it is spelled."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LETTER = r"[^\W\d_]"
BETWEEN = r"[\W_]{0,3}"

ORDINARY = frozenset(
    """
    a about account adult agency and an another around at aunt boy brother by called care carer
    child children class club cousin dad daughter doctor dr ex father for form former friend from
    front girl grandad grandfather grandmother her his in instagram known lady liaison madam male
    female man member miss mother mr mrs ms mum mx name neighbour nephew niece no nobody not nurse
    of off officer older on online or other parent partner pc person phone police pupil reached
    referral safer school schools sergeant service services she he sibling sir sister snapchat
    social some somebody someone son staff step stepfather stepmother stranger student teacher team
    that the their they this through tiktok to two uncle unknown up user we whatsapp who with woman
    work worker year young younger your
    answered call came emailed met phoned rang ref reference said spoke told wrote
    today yesterday monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
    """.split()
)
"""Words in what people typed for a name that are no part of it: «boy from the club»."""


def folded(text: str) -> tuple[str, list[int]]:
    """Return ``text`` in small letters without accents, and where each of its letters stood.

    What is not seen, such as a soft hyphen within a name, is left out.
    """
    letters, places = [], []
    for place, letter in enumerate(text):
        for one in unicodedata.normalize("NFKD", letter.casefold()):
            if unicodedata.category(one) not in ("Mn", "Me", "Cf"):
                letters.append("'" if one in "’‘ʼ`´" else one)
                places.append(place)
    return "".join(letters), [*places, len(text)]


def names_somebody(typed: str) -> bool:
    """Say whether what was typed for a name is one, and no description such as «her mother»."""
    return any(word not in ORDINARY for word in re.findall(f"{LETTER}+", folded(typed)[0]))


def patterns(name: str, typed: bool = False) -> Iterator[str]:
    """Yield what a name is found by in folded text.

    :param typed: whether somebody typed it, who may have written a description instead.
    """
    words = [re.findall(f"{LETTER}+", folded(word)[0]) for word in re.split(r"[\s-]+", name)]
    words = [word for word in words if word]
    whole = [part for word in words for part in word]
    plain_words = _no_names(name) if typed else frozenset()
    if not whole or (typed and plain_words.issuperset(whole)):
        return
    if len(whole) > 1 or len(whole[0]) > 1:
        yield _joined(whole)
    for double in (one for one in name.split() if "-" in one):
        parts = re.findall(f"{LETTER}+", folded(double)[0])
        if len(parts) > 1 and not plain_words.issuperset(parts):
            yield _joined(parts)
    for place, word in enumerate(words):
        for part in {"".join(word): _joined(word), **{one: re.escape(one) for one in word}}.items():
            plain, pattern = part
            if len(plain) < 2 or plain in plain_words:
                continue
            yield pattern
            if place:
                # «R. Ash» is whoever of that initial, where several are called Ash.
                yield rf"{re.escape(whole[0][0])}\b\.?[ ]?{pattern}"


def _no_names(typed: str) -> frozenset[str]:
    """Return the words that are no names in what was typed for one.

    Where some other word has a capital letter, those without one are none either.
    """
    words = re.findall(f"{LETTER}+", typed)
    capitals = {folded(one)[0] for one in words if one[0].isupper()} - ORDINARY
    small = {folded(one)[0] for one in words} - capitals if capitals else set()
    return ORDINARY | small


def _joined(parts: Iterable[str]) -> str:
    return BETWEEN.join(map(re.escape, parts))
