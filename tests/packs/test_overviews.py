"""Which registers a pack lays out is read as it was meant, and a mistake is told where it is."""

import pytest

from yipplugin.packs.lengths import with_targets
from yipplugin.packs.reading import read_pack
from yipplugin.policy import Length, Overview

DRILL, LAST, PACK = "forms/drill.yaml", "clauses/03-afterwards.yaml", "policy.yaml"
FORM = """\
form: drill
version: 1
title: Drill
who: [dsl]
about: school
clause: MP-10
happened: on
steps:
  - title: The drill
    questions:
      - on: {ask: When?, kind: date, required: yes}
      - who: {ask: Who?, kind: several of, choices: [office: The office, year_7: Year 7]}
      - what: {ask: What?, kind: several of, choices: [gate: The gate, woods: The woods]}
      - hour: {ask: When in the day?, kind: one of, choices: [day: By day, night: By night]}
      - times: {ask: How often?, kind: number, whole: yes}
      - metres: {ask: How far?, kind: number}
      - instead: {ask: Instead of what was written?, kind: yes no}
      - signature: {ask: Sign, kind: signature, required: yes}
"""
CLAUSE = """
MP-12:
  says: The search is practised once a year.
  kind: obliged
  duty:
    do: Practise the search
    each: school
    opens: always
    met by: drill
    every: {target: tell parents}
    who: [dsl]
"""
WHOLE = """
overviews:
  - key: drills
    says: Who practised what
    form: drill
    rows: who
    columns: [what, hour]
    beside: hour
    counts: times
    one: drill
    many: drills
    replaces: instead
    within: {target: tell parents}
"""
SMALL = """
overviews:
  - {key: d, says: D, form: drill, rows: who, columns: what, within: {days: 9}}
"""
REST = ((DRILL, "", FORM), (LAST, "", CLAUSE))


def test_an_overview_is_read_with_all_that_it_says(clean):
    (found,) = clean(*REST, (PACK, "", WHOLE)).overviews
    within = Length("school hours", 1, target="tell parents")
    assert found == Overview(
        "drills", "Who practised what", "drill", "who", ("what", "hour"), within,
        "hour", "times", "drill", "drills", "instead",
    )  # fmt: skip


def test_what_may_be_left_out_counts_the_lines(clean):
    (found,) = clean(*REST, (PACK, "", SMALL)).overviews
    assert found == Overview(
        "d", "D", "drill", "who", ("what",), Length("days", 9), one="line", many="lines"
    )


def test_a_policy_need_not_have_any(texts, kinds):
    assert read_pack(texts, kinds).overviews == ()


def test_a_target_that_the_school_sets_holds_here_too(clean):
    policy = with_targets(clean(*REST, (PACK, "", WHOLE)), {"tell parents": {"days": 5}})
    assert policy.overviews[0].within == Length("days", 5, target="tell parents")
    plain = with_targets(clean(*REST, (PACK, "", SMALL)), {"tell parents": {"days": 5}})
    assert plain.overviews[0].within == Length("days", 9)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("form: drill", "form: dril", "form: dril", "form", ("“dril”", "“drill”")),
        ("form: drill", "form: talk", "form: talk", "form", ("not about the school",)),
        ("rows: who", "rows: whom", "rows: whom", "rows", ("offers choices", "“who”")),
        ("rows: who", "rows: on", "rows: on", "rows", ("“on”", "offers choices")),
        ("rows: who", "rows: signature", "rows: sig", "rows", ("offers choices",)),
        ("[what, hour]", "[what, metres]", "metres", "columns[2]", ("offers choices",)),
        ("[what, hour]", "[what, what]", "what, what", "columns[2]", ("twice",)),
        ("[what, hour]", "[what, who]", "what, who", "columns", ("the rows are",)),
        ("[what, hour]", "[]", "columns: []", "columns", ("empty",)),
        ("beside: hour", "beside: instead", "beside", "beside", ("offers choices",)),
        ("beside: hour", "beside: who", "beside: who", "beside", ("the rows are",)),
        ("counts: times", "counts: metres", "counts", "counts", ("whole: yes", "times")),
        ("counts: times", "counts: what", "counts", "counts", ("whole: yes",)),
        ("replaces: instead", "replaces: hour", "replaces", "replaces", ("yes or no",)),
        ("    one: drill\n", "", "many: drills", "many", ("both",)),
        ("    many: drills\n", "", "one: drill", "one", ("both",)),
        ("tell parents", "tell parent", "tell parent", "target", ("“tell parents”",)),
        ("{target: tell parents}", "soon", "within: soon", "within", ("length of time",)),
        ("{target: tell parents}", "{answered: seen_last}", "within", "within", ("no fact",)),
        ("    within: {target: tell parents}\n", "", "key: drills", "within", ("is missing",)),
        ("rows: who", "rowz: who", "rowz", "rowz", ("“rows”",)),
        ("key: drills", "key: The drills", "key: The", "key", ("not a key",)),
        ("Who practised what", "Upload what they saw", "says: Up", "says", ("invites",)),
    ],
)  # fmt: skip
def test_a_mistake_is_told_where_it_stands(told, old, new, line, key, words):
    assert WHOLE.count(old) == 1
    found = told(*REST, (PACK, "", WHOLE.replace(old, new)))
    assert (PACK, line, key, *words) in found, found.problems
    assert len(found) <= 2, found.problems


def test_an_overview_that_stands_twice_is_told(told):
    twice = SMALL + SMALL.strip().partition("\n")[2].replace("says: D", "says: E") + "\n"
    found = told(*REST, (PACK, "", twice))
    assert (PACK, "says: E", "key", "stands twice") in found, found.problems


def test_several_mistakes_are_told_at_once(told):
    wrong = WHOLE.replace("rows: who", "rows: on").replace("counts: times", "counts: what")
    assert len(told(*REST, (PACK, "", wrong))) == 2
