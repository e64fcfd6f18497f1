"""An address that came from outside leads to a page of ours, or home; never anywhere else."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yipplugin.web.ways import here, ours

HOME = "/safeguarding/"
CASE = "/safeguarding/cases/0123456789abcdef"

LEADS_BACK = [
    "/safeguarding/",
    "/safeguarding/cases",
    "/safeguarding/cases?stage=decided&after=20260302T093000.000000-0123",
    CASE,
    f"{CASE}/print",
    f"{CASE}/forms/first_review?about=record%3A0123",
    f"{CASE}/forms/first_review?about=%2F%2Fevil.example",
    f"{CASE}/records/0123/correct",
    "/safeguarding/report?pupil=pupil:1",
    "/safeguarding/conduct?next=%2Fsafeguarding%2Fcases",
]

TRICKS = [
    "",
    "/",
    "cases",
    "safeguarding/cases",
    "/sign-in",
    "/safeguardingx/cases",
    "//evil.example",
    "//evil.example/safeguarding/cases",
    "///evil.example",
    "////evil.example/%2e%2e",
    "/\\evil.example",
    "\\\\evil.example",
    "/safeguarding\\..\\..\\evil",
    "/safeguarding/cases\\",
    "https://evil.example/safeguarding/cases",
    "https:/safeguarding/cases",
    "https:safeguarding/cases",
    "http://localhost/safeguarding/cases",
    "//localhost/safeguarding/cases",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)//safeguarding/",
    "data:text/html,x",
    " /safeguarding/cases",
    "/safeguarding/cases ",
    "\t//evil.example",
    "/\t/evil.example",
    "/safeguarding/\t/cases",
    "/safeguarding/cases\n",
    "/safeguarding/cases\r\nSet-Cookie: x=y",
    "/safeguarding/cases%0d%0aSet-Cookie:%20x=y",
    "/safeguarding/cases\0",
    "/safeguarding/cases%00",
    "/safeguarding//evil.example",
    "/safeguarding/cases//x",
    "/safeguarding/..",
    "/safeguarding/../sign-in",
    "/safeguarding/cases/../../sign-in",
    "/safeguarding/cases/..",
    "/safeguarding/./cases",
    "/safeguarding/%2e%2e/sign-in",
    "/safeguarding/cases/%2E%2E/%2e%2e/sign-in",
    "/safeguarding/%252e%252e/sign-in",
    "/safeguarding/%2f%2fevil.example",
    "/safeguarding/cases/..;/x",
    "/safeguarding/cases#x",
    "/safeguarding/cases?x#y",
    "/safeguarding/cases?x=<script>",
    '/safeguarding/cases?x="',
    "/safeguarding/cases?x=\\",
    "/safeguarding/cases?x=\u202e",
    "/safeguarding/\uff0e\uff0e/sign-in",
    "\u2028//evil.example",
    "/safeguarding@evil.example",
    "/safeguarding:80/cases",
    # Pages of ours that ask what was just answered, or show nothing.
    "/safeguarding/confirm",
    "/safeguarding/confirm?next=/safeguarding/cases",
    "/safeguarding/hide",
    "/safeguarding/seen",
    "/safeguarding/drafts",
    "/safeguarding/nowhere",
    "/safeguarding/static/yip.css",
]


@pytest.fixture
def asked(app):
    with app.test_request_context("/safeguarding/confirm"):
        yield


@pytest.mark.parametrize("target", LEADS_BACK)
def test_the_address_of_a_page_of_ours_goes_through_as_it_is(asked, target):
    assert ours(target) == target


@pytest.mark.parametrize("target", TRICKS)
def test_any_other_address_leads_home(asked, target):
    assert ours(target) == HOME


def test_no_trick_gets_out_of_the_pages_that_lead_on(as_):
    dsl = as_("dsl")
    for target in TRICKS:
        confirmed = dsl.get("/safeguarding/confirm", query_string={"next": target})
        # A request that is no text at all does not even get so far.
        assert (confirmed.status_code, confirmed.location) in ((303, HOME), (400, None)), target
        read = dsl.get("/safeguarding/conduct", query_string={"next": target})
        assert read.status_code in (200, 400)
        assert "evil" not in read.text


PIECES = st.sampled_from(
    ["/", "//", "\\", ".", "..", "%2e", "%2f", "%5c", "%00", "@", ":", "#", "?", "&", "=", "\t"]
    + ["safeguarding", "cases", "evil.example", "https:", "javascript:", "a", "\u2025", " "]
)


@given(st.lists(PIECES, max_size=8))
def test_whatever_goes_through_is_a_path_below_our_own(built_app, pieces):
    for target in ("".join(pieces), HOME + "".join(pieces)):
        with built_app.test_request_context("/safeguarding/"):
            found = ours(target)
        assert found in (HOME, target)
        path = found.partition("?")[0]
        assert path.startswith(HOME) or path == HOME
        assert not {".", "..", ""} & set(path.removeprefix(HOME).split("/")[:-1])
        assert "\\" not in found
        assert "%" not in path


@pytest.fixture(scope="module")
def built_app(tmp_path_factory):
    from tests.conftest import _toy

    return _toy(tmp_path_factory.mktemp("ways") / "none.sqlite")


# Where we stand ----------------------------------------------------------------------------------


def test_where_somebody_was_is_said_with_the_prefix_and_the_query(app):
    with app.test_request_context("/safeguarding/cases?show=late", base_url="http://x/mis/"):
        assert here() == "/mis/safeguarding/cases?show=late"
        assert ours(here()) == here()
        assert ours("/safeguarding/cases") == "/mis/safeguarding/"


def test_what_somebody_typed_into_the_address_stays_an_address(app):
    with app.test_request_context("/safeguarding/cases/" + quote('a b"<é'), query_string="x=%20"):
        assert here() == "/safeguarding/cases/a%20b%22%3C%C3%A9?x=%20"


@pytest.mark.parametrize("host", ["evil.example", "localhost:1@evil.example", "evil.example#"])
def test_the_name_by_which_we_are_called_is_in_no_answer(as_, host):
    dsl = as_("dsl")
    for path in ("", "cases", "confirm", "hide", "conduct", "report", "nowhere"):
        answer = dsl.get(f"/safeguarding/{path}", headers={"Host": host})
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)
