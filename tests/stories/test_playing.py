"""Playing: what is expected is held against what came out, act by act."""

from datetime import datetime

import pytest

from tests.stories.telling import SHORT, TAKEN_UP
from yipplugin import play_into
from yipplugin.services import cases
from yipplugin.story.answering import AS_TOLD
from yipplugin.story.playing import play
from yipplugin.story.script import StoryDiffers, StoryRefused
from yipplugin.values import LONDON, Actor

LEAD = Actor("2", "Ms Lead", frozenset({"staff", "dsl"}))


@pytest.fixture
def told(tmp_path):
    """Return a function that writes a story down and plays it."""

    def playing(text, say=lambda line: None):
        path = tmp_path / "told.yaml"
        path.write_text(text)
        return play(path, say=say)

    return playing


def differs(told, text):
    with pytest.raises(StoryDiffers) as problem:
        told(text)
    return problem.value.line, [
        (one.what, one.expected, one.found) for one in problem.value.differences
    ]


ADVICE = """\
  - who: Ms Lead
    does: police_advice
    answers: {asked_at: 13:55}
"""


def test_free_text_that_is_left_out_is_filled_where_it_is_needed_and_nothing_else(told):
    report, advice = told(SHORT + ADVICE).records
    assert report.answers["account"] == AS_TOLD
    assert "others" not in report.answers
    assert set(advice.answers) == {"asked_at", "force", "spoke_to", "advice"}


def test_times_are_times_in_england(told):
    played = told(SHORT.replace("2026-03-03", "2026-07-03"))
    (record,) = played.records
    assert record.signed_at == datetime(2026, 7, 3, 13, 50, tzinfo=LONDON)
    assert record.happened_at == datetime(2026, 7, 3, 13, 20, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("line", "what", "expected", "found"),
    [
        ("stage: closed", "stage", "closed", "reported"),
        ("to do: [IR-2]", "to do", "IR-2", "IR-2, IR-3"),
        ("to do: [IR-2, IR-3, PAR-1 Amir]", "to do", "IR-2, IR-3, PAR-1 Amir", "IR-2, IR-3"),
        ("done: [IR-2]", "done", "IR-2", "not done"),
        ("overdue: [IR-2]", "overdue", "IR-2", ""),
        ("paused: [IR-2]", "paused", "IR-2", ""),
        ("fired: [REF-1]", "fired", "REF-1", ""),
        ("set aside: [REF-0]", "set aside", "REF-0", ""),
        ("refused: {'case:close': []}", "refused case:close", "", "IR-3"),
        ("warned: {'decision:school-led': [DEC-9]}", "warned decision:school-led", "DEC-9", ""),
    ],
)
def test_what_comes_out_otherwise_stops_the_story(told, line, what, expected, found):
    text = SHORT.replace("      stage: reported\n      to do: [IR-2, IR-3]\n", f"      {line}\n")
    assert differs(told, text) == (21, [(what, expected, found)])


@pytest.mark.parametrize(
    ("more", "difference"),
    [
        ("    is refused: [REC-1]\n", ("is refused", "REC-1", "")),
        ("    is warned: [DEC-9]\n", ("is warned", "DEC-9", "")),
        ("    reasons: {DEC-9: Because}\n", ("reasons", "DEC-9", "")),
    ],
)
def test_an_act_must_be_refused_or_warned_of_exactly_as_told(told, more, difference):
    assert differs(told, SHORT + TAKEN_UP + more) == (23, [difference])


def test_an_act_that_is_refused_though_the_story_does_not_say_so_differs(told):
    text = SHORT + TAKEN_UP + TAKEN_UP
    assert differs(told, text) == (26, [("is refused", "", "once")])


def test_a_colleague_gets_nowhere_as_with_a_case_that_does_not_exist(told):
    text = SHORT + TAKEN_UP.replace("Ms Lead", "Mr Grey")
    assert differs(told, text) == (23, [("is refused", "", "not found")])


def test_each_act_is_followed_by_where_the_case_stands(told):
    said = []
    told(SHORT + TAKEN_UP, said.append)
    page = "\n".join(said)
    assert "Tue 3 Mar 2026, 13:50: Mr Grey, Report a concern" in page
    assert "Tue 3 Mar 2026, 14:00: Ms Lead, Take up the report" in page
    assert "IR-3: Hold the first review, by Tue 3 Mar 2026, 16:00" in page
    assert max(map(len, page.splitlines())) <= 80


# Into a host's own database --------------------------------------------------------------------

TOY = (
    SHORT.replace("Amir", "Kit Moss")
    .replace("Mr Grey", "Tess Archer")
    .replace("Ms Lead", "Amara Obi")
    .replace("at: 2026-03-03 13:50", "at: 2 school days ago 13:50")
)


def test_a_story_plays_among_a_hosts_own_people(app, tmp_path, house):
    path = tmp_path / "told.yaml"
    path.write_text(TOY)
    now = house.store.clock()
    reference = play_into(app, path, now)
    (line,) = cases.page(LEAD).rows
    assert line.reference == reference
    case = cases.look(LEAD, line.id)
    assert case.opened_by_name == "Tess Archer"
    assert [one.person.ref for one in case.standing.people] == ["pupil:2"]
    assert case.opened_at.astimezone(LONDON) == datetime(2026, 2, 26, 13, 50, tzinfo=LONDON)
    assert house.store.clock() == now, "the clock goes again as before"


def test_a_host_must_know_the_people_of_a_story(app, tmp_path, house):
    path = tmp_path / "told.yaml"
    path.write_text(TOY.replace("Kit Moss", "Kat Moss"))
    with pytest.raises(StoryRefused, match="The school knows no pupil called Kat Moss"):
        play_into(app, path, house.store.clock())


def test_signing_into_a_host_needs_the_password(app, tmp_path, house):
    path = tmp_path / "told.yaml"
    path.write_text(TOY + ADVICE.replace("Ms Lead", "Amara Obi"))
    with pytest.raises(StoryRefused, match="password"):
        play_into(app, path, house.store.clock(), "not-the-one")
    assert play_into(app, path, house.store.clock(), "dsl-opens-it")


def test_what_answers_to_inspectors_lack_is_held_against_the_story(told):
    told(SHORT + "      gaps: {REC-3: [IR-3], REC-6: []}\n")
    _, found = differs(told, SHORT + "      gaps: {REC-3: [], REC-99: []}\n")
    assert found == [
        ("gaps REC-3", "", "IR-3"),
        ("gaps REC-99", "a question of the policy", "no such question"),
    ]


MOVE = """\
  - who: Ms Lead
    moves to: {to}
    because: It is meant for this.
"""


def test_a_case_is_moved_to_a_policy_that_there_is_and_by_two_where_it_takes_two(told):
    with pytest.raises(StoryRefused, match="There is no policy “ukcis-2042”"):
        told(SHORT + MOVE.format(to="ukcis-2042"))
    alone = MOVE.format(to="ukcis-2024")
    assert differs(told, SHORT + alone)[1] == [("is refused", "", "move")]
    played = told(SHORT + alone + "    is refused: [move]\n")
    assert played.policy.key == "westcroft-2023"
