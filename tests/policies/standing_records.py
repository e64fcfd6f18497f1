"""Which records stand, and which are versions of one: for gates written out a second time."""

from yipplugin.values import Record


def current(records: list[Record]) -> list[Record]:
    """Return what stands, each correction in the place of what it corrects.

    Of what stands already it returns the same.
    """
    stands: list[Record] = []
    for one in records:
        if one.supersedes in {old.id for old in stands}:
            stands = [one if old.id == one.supersedes else old for old in stands]
        else:
            stands.append(one)
    return stands


def root_ids(records: list[Record]) -> dict[str, str]:
    roots: dict[str, str] = {}
    for one in records:
        roots[one.id] = roots.get(one.supersedes or "", one.id)
    return roots
