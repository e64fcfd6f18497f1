"""A small pack of another procedure, a missing pupil, and edits of it that go wrong."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from yipplugin import shipped
from yipplugin.packs.files import pack_texts
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack

PACK = Path(__file__).parent / "data" / "missing_pupil"
KINDS = {kind.name: kind() for kind in shipped.module("yipplugin.forms.fields").yip_field_types()}


@dataclass(frozen=True)
class Told:
    """The problems of an edited pack, each with the text of the line it points at."""

    problems: tuple
    files: dict

    def __contains__(self, said):
        """Say whether a problem stands in ``file`` on a line with ``line`` and says ``words``."""
        file, line, key, *words = said
        return any(
            one.file == file
            and line in self.line(one)
            and one.key.endswith(key)
            and all(word in one.message for word in words)
            for one in self.problems
        )

    def __len__(self):
        return len(self.problems)

    def line(self, problem):
        lines = self.files.get(problem.file, "").splitlines() or [""]
        return lines[problem.line - 1]


@pytest.fixture
def kinds():
    return KINDS


@pytest.fixture
def folder():
    return PACK


@pytest.fixture(scope="session")
def texts():
    return pack_texts(PACK)


@pytest.fixture
def edited(texts):
    """Return the pack's files after edits: file, what stood there, what stands there now."""

    def edit(*edits):
        files = dict(texts)
        for file, old, new in edits:
            if old:
                assert files[file].count(old) == 1, f"{old!r} stands {files[file].count(old)} times"
                files[file] = files[file].replace(old, new)
            else:
                files[file] = files.get(file, "") + new
        return files

    return edit


@pytest.fixture
def told(edited):
    """Return what is told of the pack after edits."""

    def tell(*edits):
        files = edited(*edits)
        with pytest.raises(PackRefused) as refused:
            read_pack(files, KINDS)
        return Told(tuple(refused.value.problems), files)

    return tell


@pytest.fixture
def clean(edited):
    """Return the policy that the pack is after edits that are no mistakes."""
    return lambda *edits: read_pack(edited(*edits), KINDS)
