"""The pages for whoever answers for security name what is there, and leave nothing out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "security").glob("*.md"))
ASVS = ROOT / "docs" / "security" / "asvs.md"
THREATS = ROOT / "docs" / "security" / "threat-model.md"
LEVEL_2 = (Path(__file__).parent / "asvs-5.0.0-level-2.txt").read_text().split()
"""The numbers of the requirements of levels 1 and 2."""

REQUIREMENT = re.compile(r"V\d+\.\d+\.\d+")
TEST = re.compile(r"tests/[\w/]+\.py(?:::(\w+))?")
MET_BY = {"us", "host", "server", "not applicable", "partly", "not met"}


def rows() -> list[list[str]]:
    """Return the cells of every row that is about requirements."""
    lines = [line for line in ASVS.read_text().splitlines() if line.startswith("| V")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def part(page: Path, heading: str) -> str:
    """Return what stands below a heading."""
    return page.read_text().split(f"\n## {heading}\n")[1].split("\n## ")[0]


def test_every_requirement_has_one_row_and_there_is_no_other():
    named = [one for row in rows() for one in REQUIREMENT.findall(row[0])]
    assert len(LEVEL_2) == 253
    assert sorted(named) == sorted(LEVEL_2)


def test_every_row_says_what_who_and_how():
    assert [row for row in rows() if len(row) != 5 or not all(row[:4])] == []
    assert {row[2] for row in rows()} <= MET_BY


def test_what_is_not_met_is_told_with_its_reason():
    told = REQUIREMENT.findall(part(ASVS, "What is not met, and why"))
    short = {row[0] for row in rows() if row[2] in ("partly", "not met")}
    assert short <= set(told)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_is_there(page):
    for found in TEST.finditer(page.read_text()):
        path, _, name = found[0].partition("::")
        assert (ROOT / path).exists(), path
        assert f"def {name}(" in (ROOT / path).read_text() or not name, found[0]


def test_every_link_of_the_page_on_reporting_leads_somewhere():
    page = ROOT / "SECURITY.md"
    for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
        assert (page.parent / target).exists(), target
