"""flask yip story: as told, and not as told."""

import re
from pathlib import Path

import pytest

from tests.stories.telling import SHORT

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "stories.md"


@pytest.fixture
def written(tmp_path):
    """Return a function that writes a story down."""

    def write(name, text):
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write


def test_a_story_that_comes_out_as_told_says_so_after_where_the_case_stood(flask_yip, written):
    path = written("short.yaml", SHORT)
    told = flask_yip("story", path)
    assert told.exit_code == 0, told.output
    assert "A short one" in told.output
    assert "IR-3: Hold the first review" in told.output
    assert told.output.endswith(f"{path}: as told\n")


def test_quiet_says_only_how_each_came_out(flask_yip, written):
    path = written("short.yaml", SHORT)
    assert flask_yip("story", "--quiet", path).output == f"{path}: as told\n"


def test_the_first_difference_is_shown_with_its_line_and_the_others_are_played(flask_yip, written):
    wrong = written("wrong.yaml", SHORT.replace("to do: [IR-2, IR-3]", "to do: [IR-2]"))
    right = written("right.yaml", SHORT)
    told = flask_yip("story", "--quiet", wrong, right)
    assert told.exit_code == 1
    assert f"{wrong}:21: this differs from the story" in told.output
    assert "expected: IR-2\n" in told.output
    assert "found:    IR-2, IR-3\n" in told.output
    assert f"{right}: as told" in told.output
    assert "1 of 2 did not come out as told." in told.output


def test_a_story_that_cannot_be_read_says_where_and_what_to_do(flask_yip, written):
    path = written("odd.yaml", SHORT.replace("does: report", "dos: report"))
    told = flask_yip("story", path)
    assert told.exit_code == 1
    assert f"{path}:10: “dos” is not part of an act. Did you mean “does”?" in told.output


def test_stories_need_no_application(flask_yip_of, written):
    assert flask_yip_of(None, "story", "--quiet", written("short.yaml", SHORT)).exit_code == 0


def test_the_story_of_the_reference_page_comes_out_as_told(flask_yip, written):
    (example,) = re.findall(r"```yaml\n(story:.*?)```", PAGE.read_text(), re.DOTALL)
    told = flask_yip("story", written("example.yaml", example))
    assert told.exit_code == 0, told.output
