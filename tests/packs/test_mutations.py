"""Whatever happens to the files of a pack, it is read or refused, and never anything else."""

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack, read_policy_texts

SCRAPS = [
    "yes", "no", "never", "always", "[]", "{}", "", "''", "- ", "? ", ": ", "\t", "---", "|", ">",
    "&a",
    "*a", "!!int", "0", "-1", "9" * 30, "all", "any", "not", "is", "ever", "record", "where",
    "form",
    "pupil", "case", "case:close", "MP-1", "MP-3-young", "alarm", "talk", "found", "part",
    "missing",
    "when: {not: {not: always}}", "{is: {found: yes}}", "{record: talk}", "{record: {a: b}}",
    "[[]]",
    "each: {latest: alarm}", "about: {record: closing}", "kind: table", "kind: guidance", "é",
    "\u2028",
    "questions: []", "choices: [[]]", "states: []", "facts: []", "id: []", "at: []", "of: [a]",
    "\x85",
]  # fmt: skip

pieces = st.one_of(st.sampled_from(SCRAPS), st.text(max_size=8))
change = st.tuples(
    st.integers(0, 10**6), st.sampled_from(["line", "word", "cut", "copy", "byte"]), pieces,
    st.integers(0, 10**6), st.integers(0, 10**6),
)  # fmt: skip


def spoilt(files, changes):
    """Return the files after each change: which file, how, with what, where, and how far."""
    files = dict(files)
    names = sorted(files)
    for which, how, piece, where, far in changes:
        name = names[which % len(names)]
        text = files[name]
        lines = text.split("\n")
        at = where % len(lines)
        if how == "line":
            indent = len(lines[at]) - len(lines[at].lstrip())
            lines.insert(at, " " * indent + piece)
        elif how == "word":
            words = lines[at].split(" ")
            words[far % len(words)] = piece
            lines[at] = " ".join(words)
        elif how == "cut":
            del lines[at : at + 1 + far % 4]
        elif how == "copy":
            lines[at:at] = lines[far % len(lines) :][:3]
        text = "\n".join(lines)
        if how == "byte":
            at = where % (len(text) + 1)
            text = text[:at] + piece + text[at + far % 3 :]
        files[name] = text
    return files


def outcome(read, files, kinds):
    try:
        return read(files, kinds)
    except PackRefused as refused:
        return refused.problems


@settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(changes=st.lists(change, min_size=1, max_size=4))
@example(changes=[(0, "word", "[]", 3, 1)])
def test_a_spoilt_pack_is_read_or_refused_the_same_each_time(texts, kinds, changes):
    files = spoilt(texts, changes)
    first = outcome(read_pack, files, kinds)
    assert outcome(read_pack, files, kinds) == first
    for problem in first if isinstance(first, list) else ():
        assert problem.line >= 1
        assert problem.message.endswith((".", "?"))
    outcome(read_policy_texts, files, kinds)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.text(max_size=60))
def test_any_text_at_all_is_refused(text):
    assert isinstance(outcome(read_pack, {"policy.yaml": text}, {}), list)
