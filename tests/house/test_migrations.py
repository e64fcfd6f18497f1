"""Steps from one version of the tables to the next are in order, and ours alone."""

import re
from pathlib import Path

VERSIONS = Path(__file__).parents[2] / "yipplugin" / "store" / "migrations" / "versions"
STEPS = sorted(path for path in VERSIONS.glob("*.py") if path.name != "__init__.py")


def said(path: Path, name: str) -> str | None:
    found = re.search(rf"^{name}\b[^=]*= (.+)$", path.read_text(), re.MULTILINE)
    return found and found[1].strip("\"'")


def test_there_is_a_step():
    assert STEPS


def test_a_step_is_named_by_its_number_and_what_it_does():
    for number, path in enumerate(STEPS, 1):
        assert re.fullmatch(rf"{number:04}_[a-z0-9_]+", path.stem)
        assert said(path, "revision") == f"{number:04}"


def test_each_step_follows_the_one_before():
    before = ["None"] + [said(path, "revision") for path in STEPS]
    assert [said(path, "down_revision") for path in STEPS] == before[:-1]


def test_a_step_touches_tables_of_ours_alone():
    for path in STEPS:
        tables = re.findall(
            r"(?:(?:(?:create|drop|batch_alter)_table|add_column|Guard)\(\s*|^    )[\"'](\w+)",
            path.read_text(),
            re.MULTILINE,
        )
        assert tables
        assert all(table.startswith("yip_") for table in tables)
