"""A file holds a checkpoint whole, and is never written over."""

import os
from dataclasses import replace

import pytest
from yipplugin.hooks.keepers.files import FileKeeper, name_of

from tests.hooks.checkpoints import made
from yipplugin.checkpoint import of_file


def test_a_checkpoint_becomes_a_file_of_its_own(tmp_path):
    FileKeeper(tmp_path / "kept").yip_keep_checkpoint(made())
    (file,) = (tmp_path / "kept").iterdir()
    assert file.name == "school-00000007.json"
    assert of_file(file.read_bytes()) == made()
    assert of_file(file.read_bytes()).is_signed


def test_the_same_checkpoint_may_come_twice(tmp_path):
    keeper = FileKeeper(str(tmp_path))
    for _ in range(2):
        keeper.yip_keep_checkpoint(made())
    assert len(list(tmp_path.iterdir())) == 1


def test_another_one_is_not_written_over_it(tmp_path):
    keeper = FileKeeper(tmp_path)
    keeper.yip_keep_checkpoint(made())
    with pytest.raises(FileExistsError):
        keeper.yip_keep_checkpoint(replace(made(), signature="0" * 128))
    (file,) = tmp_path.iterdir()
    assert of_file(file.read_bytes()) == made()


def test_a_write_that_breaks_leaves_nothing_half_written(tmp_path, monkeypatch):
    def break_(*args):
        raise BrokenPipeError

    monkeypatch.setattr(os, "link", break_)
    with pytest.raises(BrokenPipeError):
        FileKeeper(tmp_path).yip_keep_checkpoint(made())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("school", ["../up", "a/b", "", "é", "x" * 80, ".", "a\nb"])
def test_a_school_is_never_a_way_out_of_the_folder(tmp_path, school):
    assert name_of(made(school)).replace("-", "").isalnum()
    FileKeeper(tmp_path / "kept").yip_keep_checkpoint(made(school))
    assert [one.name for one in tmp_path.iterdir()] == ["kept"]
    assert len(list((tmp_path / "kept").iterdir())) == 1
