"""The ways in which one thing is done to the database, each drawn at random."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from tests.tamper.tampering import COLUMNS, KEYS, OF_CASE, Place, Tampering, place_of
from yipplugin.store.ledger import hash_of


class Impossible(Exception):
    """The database has nothing that could be manipulated like this."""


def other_value(draw: Random, value: Any) -> Any:
    """Return a value that is nearly the same."""
    if value is None:
        return draw.choice(["x", "2026-03-02 12:00:00.000000"])
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + draw.choice([-1, 1, 7, -value])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=draw.choice([-1, 1, 10**6]))
    if isinstance(value, bytes):
        at = draw.randrange(len(value))
        return value[:at] + bytes([value[at] ^ 1 << draw.randrange(8)]) + value[at + 1 :]
    if not value:
        return " "
    at = draw.randrange(len(value))
    new = draw.choice([value[at].swapcase(), chr(ord(value[at]) ^ 1), "", value[at] * 2, "é"])
    return value[:at] + new + value[at + 1 :]


def flip(it: Tampering) -> Place:
    """Change one value a little."""
    table, row = it.some_row()
    column = it.draw.choice(COLUMNS[table])
    new = other_value(it.draw, row[column])
    if new == row[column]:
        raise Impossible
    it.change(table, row, **{column: new})
    return place_of(table, row, **{column: new})


def no_text(it: Tampering) -> Place:
    """Put bytes that are no text into a text, or change a type: SQLite allows both."""
    table, row = it.some_row()
    column = it.draw.choice(COLUMNS[table])
    value = row[column]
    if isinstance(value, str) and value and it.draw.random() < 0.5:
        broken = bytearray(value.encode())
        broken[it.draw.randrange(len(broken))] = 0xFF
        new: Any = bytes(broken)
        cast = "TEXT"
    elif isinstance(value, (str, bytes)):
        new, cast = value, "BLOB" if isinstance(value, str) else "TEXT"
    else:
        raise Impossible
    quoted = it.connection.dialect.identifier_preparer.quote(column)
    keys = " AND ".join(f"{one} = :key_{one}" for one in KEYS[table])
    given = {f"key_{one}": row[one] for one in KEYS[table]} | {"new": new}
    sets = f"UPDATE {table} SET {quoted} = CAST(:new AS {cast}) WHERE {keys}"  # noqa: S608
    it.connection.execute(text(sets), given)
    return place_of(table, row)


def empty(it: Tampering) -> Place:
    """Put nothing where something was."""
    table, row = it.some_row()
    column = it.draw.choice([one for one in COLUMNS[table] if row[one] is not None])
    it.change(table, row, **{column: None})
    return place_of(table, row)


def remove(it: Tampering) -> Place:
    """Remove one row."""
    table, row = it.some_row()
    it.remove(table, row)
    return place_of(table, row)


def copy(it: Tampering) -> Place:
    """Put a copy of a row in, under another key and number."""
    table, row = it.some_row()
    new = dict(row)
    for one in KEYS[table]:
        new[one] = row[one] + 1000 if isinstance(row[one], int) else other_value(it.draw, row[one])
    if table == "yip_ledger":
        last = max(one["seq"] for one in it.rows(table) if one["chain"] == row["chain"])
        new["seq"] = it.draw.choice([last + 1, last + 2, 0, -3])
    elif "seq" in new and table != "yip_chain":
        new["seq"] += 1000
    for one in ("submission", "supersedes", "mark", "reference"):
        if new.get(one):
            new[one] = new[one][:-1] + "~"
    it.insert(table, new)
    # A number that was left out comes to light before the one that was taken.
    spare = {"seq": new["seq"] - 1} if table == "yip_ledger" else {}
    found = place_of(table, new)
    return Place(table, chain=found.chain, seqs=(*found.seqs, spare["seq"])) if spare else found


def swap(it: Tampering) -> Place:
    """Swap what two rows have in one column."""
    table, row = it.some_row()
    other = it.draw.choice(it.rows(table))
    column = it.draw.choice([one for one in COLUMNS[table] if one not in KEYS[table]])
    if row[column] == other[column]:
        raise Impossible
    if table == "yip_ledger" and column == "seq":
        raise Impossible  # reordering does that
    it.change(table, row, **{column: None if row[column] is None else _spare(row[column])})
    it.change(table, other, **{column: row[column]})
    it.change(table, row, **{column: other[column]})
    return place_of(table, it.draw.choice([row, other]))


def _spare(value: Any) -> Any:
    return {str: "spare", bytes: b"spare", int: -77}.get(type(value), value)


def reorder(it: Tampering) -> Place:
    """Swap the numbers of two entries of a chain."""
    _, row = it.some_row("yip_ledger")
    chain = [one for one in it.rows("yip_ledger") if one["chain"] == row["chain"]]
    other = it.draw.choice(chain)
    if other["seq"] == row["seq"]:
        raise Impossible
    it.change("yip_ledger", row, seq=-5)
    it.change("yip_ledger", other, seq=row["seq"])
    it.change("yip_ledger", row, seq=other["seq"])
    return place_of("yip_ledger", it.draw.choice([row, other]))


def forge(it: Tampering) -> Place:
    """Write one entry anew, as another's act, with a hash of its own that is right."""
    _, row = it.some_row("yip_ledger")
    _write_anew(it, row, row["previous"])
    # Itself it holds: what stands out is that the next, the head or a checkpoint knows another.
    return Place("yip_ledger", chain=row["chain"], seqs=(row["seq"], row["seq"] + 1))


def rewrite(it: Tampering) -> Place:
    """Write an entry anew, and the rest of its chain with it, down to the head."""
    table, head = it.some_row(it.draw.choice(["yip_case", "yip_chain"]))
    name, _, hashed = _head(table)
    chain = _chain(it, head[name])
    first = it.draw.randrange(len(chain) - 1)
    before = chain[first]["previous"]
    for entry in chain[first:]:
        before = _write_anew(it, entry, before)
    it.change(table, head, **{hashed: before})
    return Place("yip_ledger", chain=head[name], seqs=tuple(one["seq"] for one in chain[first:]))


def _write_anew(it: Tampering, row: dict[str, Any], previous: str) -> str:
    said = f'"actor":"{row["actor"]}"'.encode()
    assert said in row["payload"]
    payload = row["payload"].replace(said, b'"actor":"staff:99"')
    new = hash_of(previous, payload)
    it.change("yip_ledger", row, actor="staff:99", payload=payload, previous=previous, hash=new)
    return new


def _chain(it: Tampering, name: str) -> list[dict[str, Any]]:
    found = [one for one in it.rows("yip_ledger") if one["chain"] == name]
    return sorted(found, key=lambda one: one["seq"])


def truncate(it: Tampering) -> Place:
    """Take away the end of a chain, and set its head to what is left."""
    table, head = it.some_row(it.draw.choice(["yip_case", "yip_chain"]))
    name, seq, hashed = _head(table)
    chain = _chain(it, head[name])
    known = len(chain) - (1 if table == "yip_chain" else 0)
    left = it.draw.randrange(1, known)
    for one in chain[left:]:
        it.remove("yip_ledger", one)
    it.change(table, head, **{seq: left, hashed: chain[left - 1]["hash"]})
    return Place("yip_ledger", chain=head[name], seqs=(left + 1,))


def _head(table: str) -> tuple[str, str, str]:
    return ("id", "chain_seq", "chain_head") if table == "yip_case" else ("chain", "seq", "head")


def lose(it: Tampering) -> Place:
    """Take a case away with its whole chain and everything that is of it."""
    _, case = it.some_row("yip_case")
    lose_case(it, case["id"])
    return place_of("yip_case", case)


def roll_back(it: Tampering) -> Place:
    """Bring a case, with all that is of it, back to what it was half-way."""
    _, now = it.some_row("yip_case")
    if any(one == now for one in it.world.before["yip_case"]):
        raise Impossible
    lose_case(it, now["id"])
    for table, of_it in OF_CASE.items():
        for row in it.world.before[table]:
            if row[of_it] == now["id"]:
                it.insert(table, row)
    then = next(one for one in it.world.before["yip_case"] if one["id"] == now["id"])
    return Place("yip_ledger", chain=now["id"], seqs=(then["chain_seq"] + 1,))


def lose_case(it: Tampering, case_id: str) -> None:
    """Take a case away with its whole chain and everything that is of it."""
    for table, of_it in OF_CASE.items():
        for row in it.rows(table):
            if row[of_it] == case_id:
                it.remove(table, row)


def replay(it: Tampering) -> Place:
    """Put one row back to what it was half-way."""
    table = it.draw.choice(
        ["yip_case", "yip_grant", "yip_move", "yip_hold", "yip_referral", "yip_chain", "yip_named"]
    )
    now = {tuple(one[key] for key in KEYS[table]): one for one in it.rows(table)}
    older = [
        one
        for one in it.world.before[table]
        if now.get(tuple(one[key] for key in KEYS[table])) != one
    ]
    if not older:
        raise Impossible
    row = it.draw.choice(older)
    key = tuple(row[one] for one in KEYS[table])
    if key in now:
        it.remove(table, now[key])
    it.insert(table, row)
    place = place_of(table, row)
    if table in ("yip_case", "yip_chain"):
        # Where nothing but the head is older, the entries past it are what stands out.
        name, seq, _ = _head(table)
        return replace(place, chain=row[name], seqs=(row[seq] + 1,))
    return place


WAYS: dict[str, Callable[[Tampering], Place]] = {
    one.__name__: one
    for one in (
        flip,
        no_text,
        empty,
        remove,
        copy,
        swap,
        reorder,
        forge,
        rewrite,
        truncate,
        lose,
        roll_back,
        replay,
    )
}
OFTEN = ("flip", "flip", "flip", "swap", "swap", "remove", "copy", "reorder", "truncate", "replay")
