"""Fills a page's form in: as a person might, and then as somebody who wants to break it."""

from tests.fuzz.garbage import BYTES, INDEXES, INTERNAL, NASTY

BUTTONS = ("_sign", "_save", "_enter", "_confirm", "_add", "_remove", "_find", "_page", "_revision")
PLAUSIBLE = {"-day": "2", "-month": "3", "-year": "2026", "-time": "9:10", "-password": "their own"}


def as_a_person(rnd, page, text):
    """Return names and values that somebody might send; ``text`` is what they write."""
    pairs, offered = [], {}
    for one in page.inputs:
        name, value = one.get("name"), one.get("value") or ""
        if not name or "disabled" in one:
            continue
        if one.get("type") in ("radio", "checkbox"):
            offered.setdefault((name, one["type"]), []).append(value)
        elif one.get("type") == "hidden":
            pairs.append((name, value))
        else:
            ending = next((end for end in PLAUSIBLE if name.endswith(end)), "")
            usual = PLAUSIBLE.get(ending, "" if name.endswith("-find") else text)
            pairs.append((name, usual if rnd.random() < 0.9 else value))
    for (name, kind), values in offered.items():
        least = 0 if rnd.random() < 0.1 else 1
        most = least if kind == "radio" else rnd.randint(least, min(3, len(values)))
        pairs += [(name, value) for value in rnd.sample(values, most)]
    return pairs


def spoilt(rnd, pairs, tokens):
    """Return what was typed with something wrong in it: once, or many times."""
    pairs = list(pairs)
    for _ in range(rnd.choice((1, 1, 2, 5, 20))):
        _spoil(rnd, pairs, tokens)
    return pairs


def _spoil(rnd, pairs, tokens):
    names = [name for name, _ in pairs] or ["said"]
    name, at = rnd.choice(names), rnd.randrange(len(pairs) + 1)
    value = rnd.choice(NASTY)
    match rnd.randrange(10):
        case 0 | 1 if pairs:
            where = at % len(pairs)
            pairs[where] = (pairs[where][0], value)
        case 2:
            pairs.insert(at, (name, value))
        case 3 if pairs:
            del pairs[at % len(pairs)]
        case 4:
            pairs.append((rnd.choice(INTERNAL), value))
        case 5:
            pairs.append((_deep(rnd, name), value))
        case 6:
            press(rnd, pairs, rnd.choice(BUTTONS))
        case 7:
            pairs.append((name, rnd.choice(BYTES)))
        case 8:
            pairs.append((value[:200], value))
        case _:
            pairs[:] = [pair for pair in pairs if pair[0] != "_token"]
            pairs.append(("_token", rnd.choice((*tokens, value, flipped(rnd, tokens[0])))))


def press(rnd, pairs, button):
    """Press a button of the form, or one that there is not."""
    names = [name for name, _ in pairs if not name.startswith("_")] or ["said"]
    name = rnd.choice(names)
    value = {"_add": name.partition("-")[0], "_remove": name.rpartition("-")[0], "_find": name}
    pairs.append((button, rnd.choice((value.get(button, "yes"), rnd.choice(NASTY)))))


def flipped(rnd, token):
    """Return a token with one letter changed."""
    if not token:
        return "x"
    at = rnd.randrange(len(token))
    return token[:at] + rnd.choice("AZaz09._-") + token[at + 1 :]


def _deep(rnd, name):
    parts = [rnd.choice((*INDEXES, name, "row_for", "find")) for _ in range(rnd.randint(1, 6))]
    return "-".join((name, *parts))
