"""A pack is text of a size that people read; nothing else in its folder is opened."""

import os

import pytest

from yipplugin.packs import files
from yipplugin.packs.library import Library
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_policy

BOMB = "a: &a [x, x]\n" + "".join(f"k{n}: &k{n} [*a, *a]\n" for n in range(40))


def write(folder, texts):
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text)
    return folder


def refusal(folder, kinds):
    with pytest.raises(PackRefused) as refused:
        read_policy(folder, kinds)
    return [(one.file, one.line, one.message) for one in refused.value.problems]


def test_files_of_other_endings_are_never_opened(tmp_path, texts, kinds):
    write(tmp_path, texts)
    for name in ("photo.png", "forms/notes.txt", "policy.yaml.bak", "forms/pipe"):
        os.mkfifo(tmp_path / name)  # whoever opened one would wait for ever
    assert read_policy(tmp_path, kinds).key == "missing-pupil"


def test_yaml_of_another_ending_is_told_and_not_opened(tmp_path, texts, kinds):
    write(tmp_path, {**texts, "forms/more.yml": "never: read"})
    ((file, _, message),) = refusal(tmp_path, kinds)
    assert file == "forms/more.yml"
    assert "Rename this one" in message


def test_bytes_are_told_with_their_file_and_line(tmp_path, texts, kinds):
    write(tmp_path, texts)
    (tmp_path / "policy.yaml").write_bytes(b"policy: x\ntitle: a\0b\n")
    assert refusal(tmp_path, kinds) == [
        ("policy.yaml", 2, "This is no text but bytes. Write the file anew as text.")
    ]


def test_a_pack_has_a_size_as_a_whole(tmp_path, texts, kinds, monkeypatch):
    write(tmp_path, texts)
    monkeypatch.setattr(files, "LARGEST_PACK", sum(map(len, texts.values())))
    assert read_policy(tmp_path, kinds)
    write(tmp_path, {"policy.yaml": texts["policy.yaml"] + "#"})
    ((file, _, message),) = refusal(tmp_path, kinds)
    assert file == "policy.yaml"
    assert "larger than 8 MiB" in message


def test_the_sizes_are_what_the_messages_say():
    assert (files.LARGEST_PACK, files.LARGEST_FILE) == (8 * 1024**2, 1024**2)


def test_an_alias_is_refused_before_it_is_followed(tmp_path, texts, kinds):
    write(tmp_path, {**texts, "policy.yaml": BOMB + texts["policy.yaml"]})
    ((file, line, message),) = refusal(tmp_path, kinds)
    assert (file, line) == ("policy.yaml", 1)
    assert "Anchors" in message


def test_a_name_is_no_place_for_a_text(tmp_path, texts, kinds):
    name = f"clauses/{'a' * 150}.yaml"
    write(tmp_path, {**texts, name: "# nothing\n"})
    assert any("a name of words" in message for _, _, message in refusal(tmp_path, kinds))


def test_a_huge_heading_is_read_no_further_than_a_file_may_be_long(tmp_path, texts, kinds):
    write(tmp_path / "one", {**texts, "policy.yaml": "#" * 2 * 1024**2 + "\npolicy: far-away\n"})
    assert Library([tmp_path], kinds).keys() == ("one",)


def test_a_key_that_is_none_does_not_name_a_pack(tmp_path, texts, kinds):
    said = texts["policy.yaml"].replace("policy: missing-pupil", "policy: <b>any text</b>")
    write(tmp_path / "one", {**texts, "policy.yaml": said})
    assert Library([tmp_path], kinds).keys() == ("one",)
