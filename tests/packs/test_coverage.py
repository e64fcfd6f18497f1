"""The table of clauses says what carries each, in words."""

from yipplugin.packs.coverage import coverage
from yipplugin.packs.reading import read_policy


def test_every_clause_has_a_row_in_the_order_of_the_policy(folder, kinds):
    rows = coverage(read_policy(folder, kinds))
    assert [row.clause for row in rows] == [f"MP-{number}" for number in range(1, 12)]
    assert all(row.carried_by for row in rows)
    assert rows[1].lines == "4-6"


def test_a_row_names_everything_that_carries_the_clause(folder, kinds):
    rows = {row.clause: row.carried_by for row in coverage(read_policy(folder, kinds))}
    assert rows["MP-3"] == (
        "trigger MP-3-danger: The pupil may be in danger",
        "trigger MP-3-young: A pupil under 11 has left the site",
        "duty MP-3: Call the police: {trigger}",
        "text at emergency panel: Call 999 now.",
        "question alarm.danger: Are they in danger?",
    )
    assert rows["MP-11"] == ("form alarm: A pupil is missing",)
    assert rows["MP-7"] == ("two people MP-7: search_witness and site_search",)
    assert rows["MP-2"][1].startswith("warning MP-2 on police:call: The site was not searched")
    assert rows["MP-1"][-1].startswith("inspection MP-1: How soon")
