"""A concern reported in the toy school, as a teacher types it."""

import pytest

from tests.conftest import password_of
from tests.web.reading import send
from yipplugin.marks import hookimpl

MOMENT = {"day": "2", "month": "3", "year": "2026", "time": "9:10"}


def at(name, **parts):
    """Return what is typed into the parts of a date or a moment."""
    return {f"{name}-{part}": value for part, value in {**MOMENT, **parts}.items()}


REPORT = {
    "pupils-0-person": "pupil:1",
    "pupils-0-part": ["in_imagery", "sent_it"],
    **at("became_aware_at"),
    "disclosed_by": "friend",
    "account": "A friend of theirs told me that a picture goes round.",
    "immediate_harm": "no",
    "adult_involved": "no",
    "seen_by_staff": "no",
}
TAKEN_UP = {"safe_now": "They are with me.", "reporter_thanked": "yes"}


class Council:
    """Says that whoever works for the council does so: no school has a word for them."""

    @hookimpl
    def yip_roles(self, user):
        return ["authority"] if user.job == "council" else []


@pytest.fixture(autouse=True)
def _council(request):
    if "app" in request.fixturenames:
        house = request.getfixturevalue("app").extensions["yipplugin"]
        house.manager.register(Council(), "who works for the council")


@pytest.fixture
def reported(as_):
    """Return a function that reports a concern and gives back the case's id."""

    def report(username="teacher", **answers):
        answer = send(as_(username), "/safeguarding/report?pupil=pupil:1", {**REPORT, **answers})
        assert answer.status_code == 303, answer.text
        return answer.location.rpartition("/")[2].partition("?")[0]

    return report


@pytest.fixture
def signed(as_):
    """Return a function that signs a form in a case, as somebody."""

    def sign(case_id, form, answers, username="dsl", about=""):
        url = f"/safeguarding/cases/{case_id}/forms/{form}"
        url += f"?about={about}" if about else ""
        password = {"signature-password": password_of(username)}
        return send(as_(username), url, {**answers, **password})

    return sign
