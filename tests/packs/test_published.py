"""A published form is frozen, and a key keeps its meaning for ever."""

import shutil

import pytest

from yipplugin.packs.problems import PackRefused, Problems
from yipplugin.packs.published import read_lock
from yipplugin.packs.publishing import publish
from yipplugin.packs.reading import read_policy


@pytest.fixture
def pack(tmp_path, folder, kinds):
    """Return a published pack, in a folder of its own."""
    shutil.copytree(folder, tmp_path / "pack")
    publish(tmp_path / "pack", kinds)
    return tmp_path / "pack"


@pytest.fixture
def change(pack, kinds):
    """Return what is told after edits of one form of the published pack."""

    def told(form, *edits):
        path = pack / "forms" / f"{form}.yaml"
        text = path.read_text()
        for old, new in edits:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path.write_text(text)
        with pytest.raises(PackRefused) as refused:
            read_policy(pack, kinds)
        return refused.value.problems

    return told


RAISE = ("version: 1", "version: 2")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("required: yes, feeds: harmed", "feeds: harmed", "questions"),
        ("friends: Friends, ", "", "questions"),
        ("clause: [MP-8, MP-10], when: {held: yes}", "clause: [MP-8, MP-10]", "questions"),
        ("about: pupil", "about: pupil\nact: talk:hold", "questions"),
        ("- harmed:", "- hurt:", "questions"),
        ("What worried them?", "What made them leave?", "wording"),
        ("home: Home", "home: At home", "wording"),
        ("title: What they said", "title: What was said", "wording"),
    ],
)
def test_a_published_form_that_changed_is_refused(change, old, new, what):
    (problem,) = change("talk", (old, new))
    assert (problem.file, problem.line, problem.key) == ("forms/talk.yaml", 2, "version")
    assert f"its {what} changed" in problem.message
    assert "Raise `version:` to 2" in problem.message


def test_a_new_version_may_change(pack, kinds):
    path = pack / "forms/talk.yaml"
    path.write_text(path.read_text().replace(*RAISE).replace("What worried them?", "Why?"))
    assert read_policy(pack, kinds).forms["talk"].version == 2
    assert publish(pack, kinds) == (("talk", 2),)


def test_a_version_that_goes_back_is_refused(change):
    (problem,) = change("police_call", ("version: 2", "version: 1"))
    assert "Version 2 of police_call is published" in problem.message
    assert "to 3" in problem.message


def test_a_key_that_was_another_kind_is_refused_even_in_a_new_version(change):
    (problem,) = change("closing", RAISE, ("kind: long text", "kind: short text"))
    assert (problem.file, problem.line) == ("forms/closing.yaml", 11)
    assert "“long text” for no fact and is now “short text” for no fact" in problem.message
    assert "use a new key" in problem.message


def test_a_key_that_fed_another_fact_is_refused(change):
    (problem,) = change("police_answer", RAISE, ("feeds: found", "feeds: case_closed"))
    assert "for the fact found" in problem.message


def test_a_key_stays_taken_after_its_question_is_gone(pack, kinds, change):
    path = pack / "forms/closing.yaml"
    first = path.read_text()
    path.write_text(first.replace(*RAISE).replace("- reason:", "- why:"))
    publish(pack, kinds)
    path.write_text(first.replace("version: 1", "version: 3"))
    (problem,) = change("closing", ("kind: long text", "kind: short text"))
    assert problem.key.endswith("reason")


def test_publishing_twice_changes_nothing(pack, kinds):
    before = (pack / "published.yaml").read_bytes()
    assert publish(pack, kinds) == ()
    assert (pack / "published.yaml").read_bytes() == before
    assert sorted(one.name for one in pack.iterdir()) == [
        "clauses", "forms", "papers", "policy.yaml", "published.yaml",
    ]  # fmt: skip


def test_a_refused_pack_is_not_published(pack, kinds):
    before = (pack / "published.yaml").read_bytes()
    (pack / "policy.yaml").write_text("policy: x\n")
    with pytest.raises(PackRefused):
        publish(pack, kinds)
    assert (pack / "published.yaml").read_bytes() == before


def test_the_lock_reads_back_as_it_was_written(pack):
    text = (pack / "published.yaml").read_text()
    assert read_lock(text, Problems()).text() == text


@pytest.mark.parametrize("text", ["forms: []\n", "a: b\n", "forms: {talk: {one: {}}}\n", "- x\n"])
def test_a_lock_that_was_edited_is_told(pack, kinds, text):
    (pack / "published.yaml").write_text(text)
    with pytest.raises(PackRefused, match="published.yaml:1: .*version control"):
        read_policy(pack, kinds)
