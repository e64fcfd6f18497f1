"""Whatever cannot be understood in a story is named with its file, its line and what to do."""

import pytest

from tests.stories.telling import SHORT, TAKEN_UP
from yipplugin.story.playing import play
from yipplugin.story.reading import read_story
from yipplugin.story.script import StoryRefused


@pytest.fixture
def told(tmp_path):
    """Return a function that writes a story down and plays it, and returns what was refused."""

    def refused(text, only_read=False):
        path = tmp_path / "told.yaml"
        path.write_text(text)
        with pytest.raises(StoryRefused) as problem:
            (read_story if only_read else play)(path)
        assert str(problem.value).startswith(f"{path}:{problem.value.line}: ")
        return problem.value.line, problem.value.message

    return refused


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ("story: A short one\n", "", 1, "A story has “story:”. Add it."),
        ("policy: w", "polcy: w", 2, "Did you mean “policy”?"),
        ("{staff: [dsl]}", "{staff: [dls]}", 6, "Did you mean “dsl”?"),
        ("{staff: []}", "{}", 5, "Say “pupil: year” or “staff: [roles]” of Mr Grey."),
        ("born: 2011-05-02", "born: May", 4, "Write a date of birth as 2011-05-02."),
        ("born: 2011-05-02", "boorn: 2011-05-02", 4, "Did you mean “born”?"),
        ("    does: report\n", "", 8, "one of “does: form”, “corrects:” or “moves to:”"),
        ("    does: report\n", "    moves to: ukcis-2024\n", 8, "add “because:”"),
        ("    does: report\n", "    corrects: the last report\n", 8, "add “because:”"),
        ("    then:\n", "    than:\n", 20, "Did you mean “then”?"),
        ("      to do: [IR-2", "      todo: [IR-2", 22, "Did you mean “to do”?"),
        ("policy: westcroft-2023", "policy: [a", 3, "This is not valid YAML"),
        ("acts:\n", "acts: none\nmore:\n", 8, "“more” is not part of a story"),
    ],
)
def test_what_a_story_does_not_have_is_named(told, was, now, line, says):
    assert was in SHORT
    found, message = told(SHORT.replace(was, now, 1), only_read=True)
    assert says in message
    assert found == line


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoryRefused, match=r"none\.yaml:1: It cannot be read"):
        read_story(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("was", "now", "line", "says"),
    [
        ("    who: Mr Grey", "    who: Mr Gray", 8, "“Mr Gray” is nobody in this story"),
        ("    who: Mr Grey", "    who: Amir", 8, "Amir is a pupil; only staff do things here."),
        ("    does: report", "    does: reprot", 8, "Did you mean “report”?"),
        ("    does: report", "    does: taken_up", 8, "A story begins with “does: report”."),
        ("      disclosed_by:", "      disclosedby:", 16, "Did you mean “disclosed_by”?"),
        ("disclosed_by: friend", "disclosed_by: a friend", 16, "Nobody could sign this"),
        ("      seen_by_staff: no\n", "", 8, "Nobody could sign this"),
        ("became_aware_at: 13:20", "became_aware_at: lunch", 14, "“lunch” is no moment"),
        ("became_aware_at: 13:20", "became_aware_at: 14:20", 14, "must not be later than now"),
        ("person: Amir", "person: Omar", 13, "“Omar” is nobody in this story"),
        ("person: Amir", "person: Mr Grey", 12, "Nobody could sign this"),
        ("at: 2026-03-03 13:50", "at: Tuesday", 8, "When? “Tuesday” is no moment"),
        ("at: 2026-03-03 13:50", "at: 2026-03-03", 8, "has no time of day"),
        ("policy: westcroft-2023", "policy: westcroft", 1, "There is no policy “westcroft”"),
        (
            "      seen_by_staff: no",
            "      seen_by_staff: no\n      staff_named: Mr Grey",
            20,
            "“staff_named” is not asked, as the form is answered",
        ),
    ],
)
def test_what_nobody_could_have_signed_stops_the_story(told, was, now, line, says):
    assert was in SHORT
    found, message = told(SHORT.replace(was, now, 1))
    assert says in message
    assert found == line


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (TAKEN_UP.replace("- who", "- at: 09:00\n    who"), "This is before the act above it"),
        (TAKEN_UP.replace("does: taken_up", "corrects: the last decision\n    because: Oh"),
         "“the last decision” is no record yet"),
        (TAKEN_UP.replace("does: taken_up", "does: taken_up\n    about: decision"),
         "“decision” is nobody in this story"),
    ],
)  # fmt: skip
def test_an_act_that_cannot_be_placed_is_named_with_its_line(told, act, says):
    line, message = told(SHORT + act)
    assert says in message
    assert line == 23
