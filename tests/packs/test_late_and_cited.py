"""Warnings of lateness and the laws that clauses rest on: read, and refused where wrong."""

from datetime import date

import pytest

from yipplugin.packs.coverage import coverage
from yipplugin.packs.lengths import with_targets
from yipplugin.policy import Citation, Length

ALARM = "clauses/01-raising-the-alarm.yaml"
OLD = """\
    act: police:call
    says: The site was not searched yet. Say why the police are called first.
    when: {not: {record: site_search}}
"""
LATE = """\
    form: alarm
    later than: {target: search the site}
    says: The pupil was last seen some time ago.
"""
CITED = """
citations:
  - {clause: MP-3, says: 'A made-up act of 1901', checked on: 2025-01-02, replaced by: another}
  - {clause: MP-1, says: A made-up circular}
"""


def carried(policy, clause):
    return next(row.carried_by for row in coverage(policy) if row.clause == clause)


def test_a_warning_of_lateness_is_read(clean):
    policy = clean((ALARM, OLD, LATE))
    (late,) = policy.warnings
    assert (late.forms, late.acts, late.when) == (("alarm",), (), None)
    assert late.later_than == Length("hours", 1, "school", "search the site")
    assert any(words.startswith("warning MP-2 on late alarm:") for words in carried(policy, "MP-2"))


def test_a_school_sets_how_late_is_late(clean):
    policy = with_targets(clean((ALARM, OLD, LATE)), {"search the site": {"hours": 4}})
    assert policy.warnings[0].later_than.amount == 4


@pytest.mark.parametrize(
    ("new", "line", "key", "words"),
    [
        (LATE.replace("form: alarm", "form: alram"), "alram", "form", "“alarm”"),
        (LATE.replace("form: alarm", "form: talk"), "talk", "form", "`happened`"),
        (LATE.replace("    later than: {target: search the site}\n", ""), "form: alarm",
         "warning", "“later than” is missing"),
        (LATE.replace("    form: alarm\n", ""), "later than", "warning", "“form” is missing"),
        (LATE + "    when: always\n", "when: always", "when", "Take it out"),
        (LATE + "    act: police:call\n", "act: police", "act", "Take it out"),
        ("    act: police:call\n    says: Something\n", "act:", "warning", "`later than`"),
    ],
)  # fmt: skip
def test_a_warning_of_lateness_that_is_not_whole_is_refused(told, new, line, key, words):
    assert (ALARM, line, key, words) in told((ALARM, OLD, new))


def test_citations_are_read_and_carry_their_clause(clean):
    policy = clean(("policy.yaml", "", CITED))
    assert policy.citations == (
        Citation("MP-3", "A made-up act of 1901", date(2025, 1, 2), "another"),
        Citation("MP-1", "A made-up circular"),
    )
    assert "citation: A made-up circular" in carried(policy, "MP-1")


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("clause: MP-1", "clause: MP-77", "clause", "a clause"),
        ("2025-01-02", "2025", "checked on", "not a date"),
        ("says: A made-up circular", "title: A made-up circular", "title", "citation"),
    ],
)
def test_a_citation_that_is_wrong_is_refused(told, old, new, key, words):
    said = CITED.replace(old, new)
    assert ("policy.yaml", new.split(": ")[-1], key, words) in told(("policy.yaml", "", said))
