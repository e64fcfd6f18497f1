"""What must not stand anywhere: unfinished work, words that judge a child, code in a page."""

import re
import subprocess
from pathlib import Path

from yipplugin.packs.keys import PANELS

ROOT = Path(__file__).parents[2]
TEXT = {".py", ".html", ".yaml", ".yml", ".js", ".css", ".md", ".cfg", ".toml", ".mako"}
SHIPPED = ("yipplugin", "hooks", "forms", "templates")

JUDGING = re.compile(r"\b(victim|perpetrator|offender)s?\b", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(TODO|FIXME|HACK)\b")
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b"
    r"|\s(style|on(click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+))=",
    re.IGNORECASE,
)
FILE_FIELD = re.compile(r"type\s*=\s*[\"']?file|multipart/form-data|\bFileField\b", re.IGNORECASE)


def tracked(*folders: str) -> list[Path]:
    """Return the project's own text files, whether they are committed yet or not."""
    kept = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *folders]
    names = subprocess.run(kept, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = (ROOT / name for name in names.splitlines())
    return [path for path in found if path.suffix in TEXT and path.exists()]


EVERYWHERE = [path for path in tracked() if path != Path(__file__)]
ON_PAGES = [path for path in tracked(*SHIPPED) if path.suffix in {".html", ".yaml", ".js"}]
TEMPLATES = [path for path in tracked(*SHIPPED) if path.suffix == ".html"]


def those_with(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_unfinished():
    assert those_with(UNFINISHED, EVERYWHERE) == []


def test_no_word_that_people_read_judges_a_child():
    assert those_with(JUDGING, ON_PAGES) == []


def test_no_template_holds_a_script_or_a_style():
    assert those_with(INLINE, TEMPLATES) == []


def test_no_page_takes_a_file():
    assert those_with(FILE_FIELD, TEMPLATES) == []


def test_every_place_that_a_pack_may_put_words_in_is_shown_by_a_page():
    engine = ROOT / "yipplugin"
    pages = "".join(
        path.read_text()
        for folder in (ROOT / "templates", engine / "web", engine / "services")
        for path in [*folder.rglob("*.html"), *folder.rglob("*.py")]
    )
    unseen = [place for place in PANELS if f'"{place}"' not in pages.replace("'", '"')]
    assert not unseen
