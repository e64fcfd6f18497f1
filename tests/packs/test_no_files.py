"""No pack can ask for a file, even where the host offers a kind of question that takes one."""

import pytest
from wtforms import FileField

from yipplugin.fieldtype import FieldType
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack


class Upload(FieldType):
    """What no host should offer."""

    name = "upload"

    def field(self, question):
        return FileField(question.ask)


def test_a_question_of_a_kind_that_takes_files_is_refused_with_its_line(edited, kinds):
    files = edited(("forms/closing.yaml", "kind: long text", "kind: upload"))
    with pytest.raises(PackRefused) as refused:
        read_pack(files, {**kinds, "upload": Upload()})
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.key[-4:]) == ("forms/closing.yaml", 11, "kind")
    assert "“upload” cannot be asked: it takes a file" in problem.message


@pytest.mark.parametrize("kind", ["file", "image", "photo", "upload", "attachment"])
def test_no_kind_that_ships_is_called_after_a_file(told, kind):
    edit = ("forms/closing.yaml", "kind: long text", f"kind: {kind}")
    assert ("forms/closing.yaml", f"kind: {kind}", "kind", "is not a kind of question") in told(
        edit
    )
