"""What is no plain YAML is told with its line, and what could be done about it."""

import pytest

P = "policy.yaml"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title: A pupil", "title: &t A pupil", "&t", "Anchors"),
        ("title: A pupil", "title: *t #", "*t", "Anchors"),
        ("title: A pupil", "title: !!str A pupil", "!!str", "Tags are not used"),
        ("title: A pupil", "title: !!python/name:os.system A pupil", "!!python", "Tags"),
        ("version: 1\n", "version: 1\nversion: 2\n", "version: 2", "already stands on line 3"),
        ("targets:\n", "targets:\n\t\n  bad: [\n", "", "not valid YAML"),
        ("facts:\n", "facts:\n  ? [a, b]\n  : x\n", "? [a, b]", "key must be plain text"),
        ("acts: [", f"acts: {'[' * 30}x{']' * 30}\nmore: [", "[[[", "nested deeper"),
        ("stages:\n", "---\nstages:\n", "---", "one document"),
    ],
)
def test_only_plain_yaml_is_read(told, old, new, line, words):
    assert (P, line, "", words) in told((P, old, new))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("forms/empty.yaml", "", "The file is empty"),
        ("forms/empty.yaml", "# nothing\n", "The file is empty"),
        ("forms/list.yaml", "- a\n- b\n", "must be a form"),
        ("forms/Talk.yaml", "form: Talk\n", "Move this file"),
        ("clauses/more/deep.yaml", "A-1: x\n", "Move this file"),
        ("notes.yaml", "a: b\n", "Move this file"),
        ("clauses/04-list.yaml", "- a\n", "mapping of clause numbers"),
        ("forms/bad.yaml", "form: \x07\n", "cannot hold"),
        ("forms/bad.yaml", "form: \ud800\n", "not UTF-8"),
        ("forms/big.yaml", "# " + "x" * 1024 * 1024, "larger than 1 MiB"),
    ],
)
def test_files_that_do_not_belong_are_told(told, name, text, words):
    found = told((name, "", text))
    assert any(one.file == name and words in one.message for one in found.problems)
