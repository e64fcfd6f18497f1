"""Nothing here needs a mouse."""

import pytest

from tests.browser.steps import ARJUN, TEACHER, earlier

pytestmark = pytest.mark.browser

FOCUS = """() => {
    const one = document.activeElement, shown = getComputedStyle(one);
    return {
        name: one.getAttribute('name') || '', value: one.value || '', words: one.textContent.trim(),
        tag: one.tagName, id: one.id,
        seen: (shown.outlineStyle !== 'none' && parseFloat(shown.outlineWidth) >= 2)
            || shown.boxShadow !== 'none',
    };
}"""


def focus(someone):
    """Return what has the focus, and whether that can be seen."""
    return someone.page.evaluate(FOCUS)


def tabs_to(someone, wanted):
    """Press Tab until ``wanted`` holds of what has the focus; on the way it is always seen."""
    for _ in range(120):
        someone.page.keyboard.press("Tab")
        here = focus(someone)
        assert here["seen"], f"the focus cannot be seen on {here}"
        if wanted(here):
            return here
    raise AssertionError("the Tab key never came there")


def named(name):
    return lambda here: here["name"] == name


def types_into(someone, name, text):
    tabs_to(someone, named(name))
    someone.page.keyboard.press("Control+A")
    someone.page.keyboard.type(text)


def chooses(someone, name, value):
    """Come to a group of radio buttons, and move to one with the arrow keys."""
    here = tabs_to(someone, named(name))
    someone.page.keyboard.press("Space")
    for _ in range(20):
        if focus(someone)["value"] == value:
            return
        someone.page.keyboard.press("ArrowDown")
    raise AssertionError(f"no arrow key came from {here} to {value}")


def ticks(someone, name, value):
    tabs_to(someone, lambda here: (here["name"], here["value"]) == (name, value))
    someone.page.keyboard.press("Space")


def types_moment(someone, name, moment):
    for part in ("day", "month", "year"):
        types_into(someone, f"{name}-{part}", str(getattr(moment, part)))
    types_into(someone, f"{name}-time", f"{moment:%H:%M}")


def test_a_report_is_made_with_the_keyboard_alone(at_a_desk, school):
    teacher = at_a_desk(TEACHER)
    teacher.goes_to("/safeguarding/report")
    with teacher.page.expect_navigation(wait_until="load"):
        types_into(teacher, "pupils-0-person-find", "Nambisan")
        teacher.page.keyboard.press("Enter")
    assert focus(teacher)["value"] == ARJUN.ref
    teacher.page.keyboard.press("Space")
    ticks(teacher, "pupils-0-part", "in_imagery")
    types_moment(teacher, "became_aware_at", earlier())
    chooses(teacher, "disclosed_by", "friend")
    types_into(teacher, "account", "Typed without a mouse.")
    chooses(teacher, "immediate_harm", "no")
    chooses(teacher, "adult_involved", "no")
    chooses(teacher, "seen_by_staff", "no")
    tabs_to(teacher, named("_sign"))
    with teacher.page.expect_navigation(wait_until="load"):
        teacher.page.keyboard.press("Enter")
    assert teacher.heading == "Your report is in", teacher.problems()
    assert len(school.reports("Typed without a mouse.")) == 1


def test_the_error_summary_gets_the_focus_and_leads_to_each_question(at_a_desk):
    teacher = at_a_desk(TEACHER)
    teacher.goes_to("/safeguarding/report")
    assert teacher.presses("_sign") == 422
    assert focus(teacher)["id"] == "yip-error-summary"
    assert teacher.page.title().startswith("Error: ")
    links = teacher.page.locator(".yip-error-summary a").all()
    assert len(links) >= 6
    for link in links:
        target = link.get_attribute("href").removeprefix("#")
        link.press("Enter")
        assert focus(teacher)["id"] == target, f"{target} cannot take the focus"


def test_the_skip_link_leads_past_the_menu(at_a_desk):
    teacher = at_a_desk(TEACHER)
    teacher.goes_to("/safeguarding/report")
    teacher.page.keyboard.press("Tab")
    assert focus(teacher)["words"] == "Skip to the page"
    teacher.page.keyboard.press("Enter")
    assert focus(teacher)["id"] == "main"
