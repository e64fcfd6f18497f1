"""Forms and duties of the school: read, and refused where they do not fit what a register is."""

import pytest

from yipplugin.policy import Length

FORM = """\
form: drill
version: 1
title: Drill
who: [dsl]
about: school
clause: MP-10
steps:
  - title: The drill
    questions:
      - on: {ask: When?, kind: date, required: yes}
      - who: {ask: Who took part?, kind: person, of: staff}
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
    every: {days: 365}
    who: [dsl]
"""
DRILL, LAST, TALK = "forms/drill.yaml", "clauses/03-afterwards.yaml", "forms/talk.yaml"
HEADING = "review by: 2026-09-01\n"


def test_a_form_and_a_duty_of_the_school_are_read(clean):
    policy = clean(
        (DRILL, "", FORM),
        (LAST, "", CLAUSE),
        ("policy.yaml", HEADING, f"{HEADING}reviewed with: drill\nparts:\n  MP: A missing pupil\n"),
    )
    assert policy.forms["drill"].about == "school"
    duty = policy.duties[-1]
    assert (duty.id, duty.each, duty.every) == ("MP-12", "school", Length("days", 365))
    assert policy.reviewed_with == "drill"
    assert dict(policy.parts) == {"MP": "A missing pupil"}


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        (DRILL, "kind: date, required", "kind: short text, required", "- on", "written freely"),
        (DRILL, "of: staff", "of: pupil", "- who", "staff alone"),
        (DRILL, "kind: date, required", "kind: date, feeds: seen_last, required", "- on", "feeds"),
        (DRILL, "about: school", "about: school\nact: case:close", "act: case", "in no case"),
        (LAST, "each: school", "each: case", "met by: drill", "each: school"),
        (LAST, "met by: drill", "met by: alarm", "met by: alarm", "by nothing else"),
        (LAST, "opens: always\n    met by: drill", "opens: {record: alarm}\n    met by: drill",
         "opens: {record", "stands always"),
        (LAST, "    who: [dsl]\n", "    who: [dsl]\n    binds: case:close\n", "binds", "no case"),
        ("policy.yaml", HEADING, f"{HEADING}reviewed with: talk\n", "", "about the school"),
        ("policy.yaml", "when: {record: police_call}", "when: {record: drill}",
         "record: drill", "about the school"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_where_it_stands(told, edited, file, old, new, line, words):
    texts = {DRILL: FORM, LAST: CLAUSE}
    if file in texts:
        assert texts[file].count(old) == 1
        texts[file] = texts[file].replace(old, new)
        found = told(*((name, "", text) for name, text in texts.items()))
    else:
        found = told(*((name, "", text) for name, text in texts.items()), (file, old, new))
    assert any(
        one.file == file and words in one.message and line in found.line(one)
        for one in found.problems
    ), found.problems
