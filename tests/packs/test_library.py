"""Packs are found in folders, read once, and read again only when they changed."""

import logging
import os
import shutil

import pytest

from yipplugin.packs.library import Library, NoSuchPolicy
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_policy_texts


@pytest.fixture
def packs(tmp_path, folder):
    shutil.copytree(folder, tmp_path / "missing")
    (tmp_path / "empty").mkdir()
    return tmp_path


@pytest.fixture
def library(packs, kinds):
    return Library([packs], kinds)


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    stat = path.stat()
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def test_packs_are_known_by_the_key_they_give_themselves(library, packs):
    assert library.keys() == ("missing-pupil",)
    assert library.folder("missing-pupil") == packs / "missing"


def test_a_folder_may_be_a_pack_itself(packs, kinds):
    assert Library([packs / "missing"], kinds).keys() == ("missing-pupil",)


def test_a_folder_that_is_not_there_holds_no_pack(packs, kinds):
    assert Library([packs / "nowhere"], kinds).keys() == ()


def test_the_first_folder_that_names_a_policy_counts(packs, folder, kinds):
    library = Library([packs, folder.parent], kinds)
    assert library.folder("missing-pupil") == packs / "missing"


def test_a_policy_that_nobody_brought_is_told(library):
    with pytest.raises(NoSuchPolicy, match="Did you mean “missing-pupil”?"):
        library.policy("mising-pupil")


def test_a_pack_is_read_once(library):
    assert library.policy("missing-pupil") is library.policy("missing-pupil")


def test_two_applications_that_know_the_same_kinds_read_a_pack_once(packs, folder, kinds):
    here, there = Library([packs], kinds), Library([folder.parent], dict(reversed(kinds.items())))
    assert here.policy("missing-pupil") is there.policy("missing-pupil")
    assert here.texts("missing-pupil") is there.texts("missing-pupil")


def test_a_kind_that_is_of_another_type_or_that_was_set_up_reads_a_pack_anew(packs, kinds):
    read = Library([packs], kinds).policy("missing-pupil")
    other = type("Another", (type(kinds["short text"]),), {})()
    assert Library([packs], {**kinds, "short text": other}).policy("missing-pupil") is not read
    other = type(kinds["short text"])()
    other.longest = 10
    assert Library([packs], {**kinds, "short text": other}).policy("missing-pupil") is not read


def test_a_pack_that_changed_is_read_again(library, packs):
    before = library.policy("missing-pupil")
    rewrite(packs / "missing/policy.yaml", "title: A pupil", "title: One pupil")
    after = library.policy("missing-pupil")
    assert after.title.startswith("One pupil")
    assert after.digest != before.digest


def test_the_texts_give_the_very_policy_back(library, kinds):
    policy = library.policy("missing-pupil")
    assert read_policy_texts(library.texts("missing-pupil"), kinds) == policy


def test_a_refused_pack_is_refused_each_time(packs, kinds):
    rewrite(packs / "missing/policy.yaml", "title:", "titel:")
    library = Library([packs], kinds)
    for _ in range(2):
        with pytest.raises(PackRefused):
            library.policy("missing-pupil")


def test_a_pack_spoilt_while_running_leaves_the_one_before_in_force(library, packs, caplog):
    before = library.policy("missing-pupil")
    rewrite(packs / "missing/forms/talk.yaml", "title:", "titel:")
    with caplog.at_level(logging.ERROR):
        assert library.policy("missing-pupil") is before
        assert library.policy("missing-pupil") is before
    assert len(caplog.records) == 1
    assert "titel" not in library.texts("missing-pupil")["forms/talk.yaml"]
    rewrite(packs / "missing/forms/talk.yaml", "titel:", "title: Newly")
    assert library.policy("missing-pupil") is not before


def test_a_pack_whose_heading_cannot_be_read_goes_by_its_folder(packs, kinds):
    (packs / "missing/policy.yaml").write_bytes(b"\xff: [")
    library = Library([packs], kinds)
    assert library.keys() == ("missing",)
    with pytest.raises(PackRefused):
        library.policy("missing")
