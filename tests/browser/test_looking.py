"""What looks at the pages finds what is wrong with a page that was spoilt."""

import pytest

from tests.browser.looking import looks_well
from tests.browser.steps import TEACHER

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("spoilt", "found"),
    [
        (".yip .yip-hint { color: #bbb !important }", "color-contrast"),
        (".yip .yip-step { min-width: 500px !important }", "scrolls sideways"),
    ],
)
def test_a_spoilt_page_does_not_look_well(at_a_desk, spoilt, found):
    teacher = at_a_desk(TEACHER)
    teacher.goes_to("/safeguarding/report")
    teacher.page.add_style_tag(content=spoilt)
    with pytest.raises(AssertionError, match=found):
        looks_well(teacher)
