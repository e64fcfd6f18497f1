"""The forms hold every field that the work asks for, or it is said why not and what does."""

from pathlib import Path

import pytest
import yaml

FIELDS = yaml.safe_load((Path(__file__).parent / "fields-of-forms.yaml").read_text())
CELLS = [(form, field, cell) for form, fields in FIELDS.items() for field, cell in fields.items()]


def test_every_form_is_listed():
    assert {name.split()[0] for name in FIELDS} == {f"F{n}" for n in range(1, 20)}


@pytest.mark.parametrize(("form", "field", "cell"), CELLS, ids=[f"{a}: {b}" for a, b, _ in CELLS])
def test_the_field_is_asked_or_it_is_said_why_not(westcroft, form, field, cell):
    if isinstance(cell, dict):
        assert len(" ".join(cell.values()).split()) >= 4, "say why"
        return
    key, question = cell.split(".")
    assert question in [one.key for one in westcroft.forms[key].everything()]


def test_the_report_has_nine_questions_and_one_that_follows(westcroft):
    questions = westcroft.forms["report"].questions
    assert len([one for one in questions if one.when is None]) == 9
    assert len(questions) == 10
