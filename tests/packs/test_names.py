"""Every name that a pack does not have is told where it stands, with the one that was meant."""

import pytest

P, ALARM, BACK, AFTER = (
    "policy.yaml",
    "clauses/01-raising-the-alarm.yaml",
    "clauses/02-until-they-are-back.yaml",
    "clauses/03-afterwards.yaml",
)


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        # keys
        (P, "review by:", "reveiw by:", "reveiw by", "“review by”"),
        (P, "says: The pupil is in danger", "say: x", "in_danger.say", "“says”"),
        (P, "label: Missing", "lable: Missing", "lable", "“label”"),
        (P, "asks: How soon", "ask: How soon", ".ask", "“asks”"),
        (ALARM, "kind: obliged\n  who: office", "knid: obliged\n  who: office",
         "MP-2.knid", "“kind”"),
        (ALARM, "emergency: yes", "emergancy: yes", "emergancy", "“emergency”"),
        (ALARM, "    due: {target: search", "    do it by: {target: search", "do it by", "duty"),
        (ALARM, "since: opened", "sinse: opened", "sinse", "“since”"),
        (ALARM, "when: {not: {record: site_search}}", "wen: always", "warning.wen", "“when”"),
        (BACK, "lifted by: Nothing", "lifts: Nothing", "refusal.lifts", "refusal"),
        (BACK, "differs from:", "differs:", "two people.differs", "“differs from”"),
        ("forms/talk.yaml", "about: pupil", "abuot: pupil", "abuot", "“about”"),
        ("forms/talk.yaml", "  - title: What", "  - titel: What", "titel", "“title”"),
        ("forms/alarm.yaml", "not: future", "not in: future", "not in", "question"),
        ("forms/alarm.yaml", "hint: Staff", "help: Staff", "help", "choice"),
        # names
        (P, "[head, chair_of_governors]", "[head, chair of governors]",
         "signed by[2]", "“chair_of"),
        (P, "evidence: [alarm,", "evidence: [alarms,", "evidence[1]", "“alarm”"),
        (P, "clause: MP-1", "clause: MP-99", "clause", "“MP-9”"),
        (P, "{record: police_call}, answers", "{record: police}, answers", "of.record", "a form"),
        (P, "when: {record: police_call}", "when: {record: polcie_call}",
         "record", "“police_call”"),
        (P, "{is: {found: yes}}", "{is: {fuond: yes}}", "is.fuond", "“found”"),
        (P, "{is: {found: yes}}", "{is: {found: yess}}", "is.found", "“yes”"),
        (ALARM, "kind: obliged\n  who: office", "kind: must\n  who: office",
         "kind", "kind of clause"),
        (ALARM, "{target: search the site}", "{target: search the sight}",
         "target", "“search the site”"),
        (ALARM, "who: [safeguarding_team, dsl]", "who: [safegarding_team, dsl]",
         "who[1]", "a role"),
        (ALARM, "binds: case:close", "binds: case:closed", "binds", "“case:close”"),
        (ALARM, "act: police:call", "act: police:phone", "act", "an act"),
        (ALARM, "each: trigger", "each: triger", "each", "“trigger”"),
        (ALARM, "form: police_call", "form: police_cal", "form", "“police_call”"),
        (ALARM, "at: report panel", "at: report pannel", "at", "“report panel”"),
        (ALARM, "at: alarm.last_seen_at", "at: alarm.last_seen", "at", "“last_seen_at”"),
        (BACK, "{asked_by: police}", "{asked_by: polcie}", "asked_by", "“police”"),
        (BACK, "{asked_by: police}", "{asked: police}", "asked", "“asked_by”"),
        (BACK, "each: {record: police_call}", "each: {record: call}", "each.record", "a form"),
        (BACK, "{form: search_witness,", "{form: witness,", "form", "a form"),
        (AFTER, "{trigger unmet: any}", "{trigger unmet: MP-3-yuong}",
         "trigger unmet", "“MP-3-young”"),
        (AFTER, "{answered: harmed}", "{answered: harm}", "answered", "“harmed”"),
        (AFTER, "each: pupil\n      says", "each: person\n      says", "each", "“person”"),
        (AFTER, "override: [dsl, head]", "override: [dsl, heads]", "override[2]", "“head”"),
        ("forms/talk.yaml", "who: [dsl,", "who: [dls,", "who[1]", "“dsl”"),
        ("forms/talk.yaml", "kind: several of", "kind: several", "kind", "“several of”"),
        ("forms/talk.yaml", "feeds: worries", "feeds: worry", "feeds", "a fact"),
        ("forms/talk.yaml", "clause: [MP-8, MP-10]", "clause: [MP-8, MP-100]",
         "clause[2]", "“MP-10”"),
        ("forms/alarm.yaml", "{left: [yes, suspected]}", "{left: [yes, maybe]}",
         "left[2]", "question left"),
        ("forms/alarm.yaml", "happened: last_seen_at", "happened: left", "happened", "a date"),
        ("forms/police_call.yaml", "act: police:call", "named by: called_at\nact: police:call",
         "named by", "a short text"),
        ("forms/police_call.yaml", "act: police:call", "by receipt: anybody\nact: police:call",
         "by receipt", "who fills this in"),
        ("forms/alarm.yaml", "clause: MP-11", "clause: MP-12", "clause", "a clause"),
        ("forms/closing.yaml", "{case_closed: yes}", "{case_shut: yes}", "case_shut", "a fact"),
        ("forms/closing.yaml", "{case_closed: yes}", "{case_closed: y}",
         "case_closed", "answer of"),
        ("forms/search_witness.yaml", "{record: site_search}", "{record: search}",
         "about.record", "a form"),
        ("clauses/02-until-they-are-back.yaml", "    act: attendance:authorise",
         "    each: {record: search}\n    act: attendance:authorise",
         "refusal.each.record", "a form"),
        ("forms/search_witness.yaml", "{record: site_search}", "{record: [site_search, search]}",
         "about.record[2]", "a form"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_where_it_stands(told, file, old, new, key, words):
    changed = new.split("\n")[0]
    assert (file, changed.strip(), key, words) in told((file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        (P, "title: A pupil missing during the school day\n", "", "title", "missing"),
        (P, ", when: {record: police_call}", "", "stages[2].when", "missing"),
        (ALARM, "    met by: site_search\n", "", "duty.met by", "missing"),
        (AFTER, "      lifted by: Talk with the pupil\n", "", "refusal[2].lifted by", "missing"),
        (AFTER, "      act: case:close\n      says: The police",
         "      says: The police", "refusal[3]",
         "“act” is missing"),
        ("forms/talk.yaml", "version: 1\n", "", "version", "a whole number"),
        ("forms/talk.yaml", "kind: several of, ", "", "worries.kind", "a kind of question"),
        ("forms/alarm.yaml", "label: Saw them last, ", "", "saw_them.label", "missing"),
    ],
)  # fmt: skip
def test_a_missing_key_is_told_where_it_belongs(told, file, old, new, key, words):
    assert (file, "", key, words) in told((file, old, new))


@pytest.mark.parametrize(
    ("file", "old", "new", "key", "words"),
    [
        (P, "version: 1", "version: one", "version", "whole number"),
        (P, "version: 1", "version: 0", "version", "whole number"),
        (P, "in force: 2025-09-01", "in force: 1.9.2025", "in force", "not a date"),
        (P, "review by: 2026-09-01", "review by: 2025-02-30", "review by", "not a date"),
        (P, "review by: 2026-09-01", "review by: 2024-09-01", "review by", "before it is in force"),
        (P, "policy: missing-pupil", "policy: Missing Pupil", "policy", "not a policy's key"),
        (P, "{hours: 1}", "{hours: soon}", "hours", "whole number"),
        (P, "{hours: 1}", "{hours: 1, days: 1}", "search the site", "one unit"),
        (P, "{hours: 1}", "{horus: 1}", "horus", "“hours”"),
        (P, "{hours: 1}", "soon", "search the site", "not a length of time"),
        (P, "{hours: 1}", "[1]", "search the site", "must be text"),
        (P, "acts: [attendance:authorise]", "acts: [attendance authorise, attendance:authorise]",
         "acts[1]", "not an act"),
        (P, "key: found", "key: reported", "key", "stands twice"),
        (ALARM, "emergency: yes", "emergency: maybe", "emergency", "yes or no"),
        (ALARM, "{at once: yes, source: guidance}", "{at once: yes, source: rumour}",
         "source", "guidance"),
        (ALARM, "{at once: yes, source: guidance}", "{at once: no, source: guidance}",
         "at once", "Write"),
        (ALARM, "MP-2:", "mp2:", "mp2", "not a clause number"),
        (AFTER, "MP-9:\n", "MP-2:\n", "MP-2", "already stands in clauses/01"),
        (ALARM, "id: young", "id: danger", "trigger[2]", "Add `id:`"),
        (ALARM, "    do: Search the site", "    do: ''", "do", "is empty"),
        (BACK, "{days: 1}", "{target: tell parents, source: law}", "every.source", "own length"),
        ("forms/talk.yaml", "form: talk", "form: talks", "form", "same name"),
        ("forms/alarm.yaml", "- left_how:", "- Left How:", "Left How", "not a key"),
        ("forms/alarm.yaml", "- left_how:", "- answered:", "answered", "a word of conditions"),
        ("forms/alarm.yaml", "- left_how:", "- who:", "who", "already stands on line"),
        ("forms/alarm.yaml", "- saw_them:", "- missing:", "missing", "already stands on line"),
        ("forms/alarm.yaml", "who: [staff, dsl,", "who: [staff, staff,", "who[2]", "twice"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_where_it_stands(told, file, old, new, key, words):
    assert (file, new.split("\n")[0].strip(), key, words) in told((file, old, new))
