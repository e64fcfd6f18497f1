"""Every clause of the paper policy is in the pack, of the right kind, and has an effect there."""

from pathlib import Path

import pytest

from yipplugin.packs.coverage import coverage

LIST = Path(__file__).parent / "clauses-177.txt"
KINDS = {
    "D": "definition",
    "N": "principle",
    "O": "obliged",
    "P": "permitted",
    "X": "prohibited",
}


def listed():
    return dict(line.split() for line in LIST.read_text().splitlines())


def test_the_list_has_every_clause_once():
    assert len(LIST.read_text().splitlines()) == 177
    assert len(listed()) == 177


@pytest.mark.parametrize("clause", sorted(listed()))
def test_the_clause_is_carried(westcroft, clause):
    row = next((row for row in coverage(westcroft) if row.clause == clause), None)
    assert row is not None, f"{clause} is not in the pack"
    assert row.kind in [KINDS[letter] for letter in listed()[clause].split("/")]
    assert row.lines, f"{clause} does not say where the paper policy has it"
    # What the clause rests on is no effect by itself, except for the law that it names.
    effects = [one for one in row.carried_by if not one.startswith("citation")]
    assert effects or clause == "LAW-2"


def test_the_pack_has_every_clause_and_nothing_else(westcroft):
    assert set(westcroft.clauses) == set(listed())
