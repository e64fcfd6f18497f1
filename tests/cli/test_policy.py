"""flask yip policy: check, publish, coverage."""

import shutil
from pathlib import Path

import pytest

from yipplugin import shipped

WESTCROFT = Path(str(shipped.folder("forms"))) / "policies" / "westcroft_2023"


@pytest.fixture
def pack(tmp_path):
    """Return a copy of the Westcroft pack that was never published."""
    folder = tmp_path / "westcroft_2023"
    shutil.copytree(WESTCROFT, folder)
    (folder / "published.yaml").unlink(missing_ok=True)
    return folder


def test_a_pack_is_checked_by_its_key(flask_yip):
    told = flask_yip("policy", "check", "westcroft-2023")
    assert (told.exit_code, "no problems" in told.output) == (0, True)


def test_a_pack_is_checked_by_its_folder_without_an_application(flask_yip_of, pack):
    told = flask_yip_of(None, "policy", "check", str(pack))
    assert (told.exit_code, "no problems" in told.output) == (0, True)


def test_every_problem_is_named_with_file_and_line(flask_yip, pack):
    clauses = pack / "clauses" / "07-parents.yaml"
    lines = clauses.read_text().splitlines()
    wrong = [number for number, line in enumerate(lines, 1) if "met by: [parent_exception" in line]
    clauses.write_text("\n".join(lines).replace("[parent_exception,", "[parent_exeption,"))
    form = pack / "forms" / "closure.yaml"
    form.write_text(form.read_text().replace("title: Close the case", "titel: Close the case"))
    told = flask_yip("policy", "check", str(pack))
    assert told.exit_code == 1
    assert f"{clauses}:{wrong[0]}:" in told.output
    assert f"{form}:3:" in told.output
    assert "The pack cannot be used like this." in told.output


def test_a_pack_that_is_not_there_is_asked_for_again(flask_yip):
    told = flask_yip("policy", "check", "westcroft-2032")
    assert told.exit_code == 1
    assert "westcroft-2023" in told.output


def test_publishing_locks_the_forms_and_then_they_cannot_change(flask_yip, pack):
    told = flask_yip("policy", "publish", str(pack))
    assert told.exit_code == 0
    assert "published closure, version 1" in told.output
    assert (pack / "published.yaml").is_file()
    assert "0 published" in flask_yip("policy", "publish", str(pack)).output
    form = pack / "forms" / "closure.yaml"
    form.write_text(form.read_text().replace("Why can it be closed?", "Why close it?"))
    changed = flask_yip("policy", "publish", str(pack))
    assert changed.exit_code == 1
    assert "Version 1 of closure is published" in changed.output


def test_coverage_shows_what_carries_each_clause_in_eighty_columns(flask_yip, house):
    told = flask_yip("policy", "coverage")
    assert told.exit_code == 0
    assert max(map(len, told.output.splitlines())) <= 80
    for clause in house.policies.policy("westcroft-2023").clauses:
        assert f"\n{clause} " in told.output, clause
    assert "duty IR-2: Take up the report" in told.output


def test_coverage_without_an_application_needs_a_pack(flask_yip_of):
    assert flask_yip_of(None, "policy", "coverage", str(WESTCROFT)).exit_code == 0
    told = flask_yip_of(None, "policy", "coverage")
    assert (told.exit_code, "Name a pack" in told.output) == (2, True)


def test_what_changes_between_two_packs_is_told_form_by_form(flask_yip, pack):
    same = flask_yip("policy", "diff", "westcroft-2023", str(pack))
    assert (same.exit_code, same.output) == (0, "Nothing changes.\n")
    form = pack / "forms" / "first_review.yaml"
    held = "kind: yes no unknown, required: yes, feeds: immediate_harm"
    assert held in form.read_text()
    form.write_text(form.read_text().replace(held, held.replace("required: yes, ", ""), 1))
    told = flask_yip("policy", "diff", "westcroft-2023", str(pack))
    assert told.exit_code == 0
    assert "Form “First review”\n! “At immediate risk” need not be answered" in told.output
    assert "RM-1" in told.output
    assert "1 of these take something away that a clause holds." in told.output


def test_rules_that_are_new_gone_and_due_otherwise_are_told(flask_yip, pack):
    told = flask_yip("policy", "diff", "westcroft-2023", "ukcis-2024")
    assert "Clauses\n" in told.output
    for line in ("What is to be done", "Reasons to refer at once", "What is refused"):
        assert line in told.output
    assert "! Gone: ADM-1, " in told.output
    assert "That takes something from ADM-1." in told.output
    assert "- Changed: A young person is at immediate risk of harm (REF-5)" in told.output
