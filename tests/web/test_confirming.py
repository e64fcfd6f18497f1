"""Hosts that make sure of people by their own means, or by none."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.web.reading import Page
from tests.web.test_door import confirms, is_asked
from yipplugin.hooking import Hooks

USUAL = pytest.mark.settings(YIP_READ_MINUTES=120, YIP_IDLE_MINUTES=20)
CASES = "/safeguarding/cases"
CONFIRM = f"/safeguarding/confirm?next={CASES}"


class Host:
    """What a host answers: when it made sure of whoever is signed in, where, and of passwords."""

    def __init__(self):
        self.at = self.url = None
        self.asked_for = []
        self.passwords = True


@pytest.fixture
def host(app, monkeypatch):
    """Return the host's answers, to be changed."""
    said, before = Host(), Hooks.__getattr__

    def ask(hooks, name):
        if name == "yip_confirmed_at":
            return lambda actor: said.at
        if name == "yip_confirm_url":
            return lambda next_url: said.asked_for.append(next_url) or said.url
        return before(hooks, name)

    def answered_by(hooks, name):
        offers = {"yip_password_is_right": said.passwords, "yip_confirmed_at": bool(said.at)}
        return ["host"] if offers.get(name) else []

    monkeypatch.setattr(Hooks, "__getattr__", ask)
    monkeypatch.setattr(Hooks, "answered_by", answered_by)
    return said


@pytest.fixture
def ready(as_, host):
    as_("dsl")
    return as_("dsl", through_the_door=False)


def ago(**much):
    return datetime.now(UTC) - timedelta(**much)


@USUAL
def test_whoever_has_just_signed_in_is_not_asked_again(ready, host):
    host.at = ago(minutes=2)
    assert ready.get(CASES).status_code == 200


@USUAL
def test_a_sign_in_of_the_host_lasts_as_long_as_a_password_and_no_longer(ready, host, clock):
    host.at = ago()
    for _ in range(8):
        clock.shift(15 * 60)
        assert ready.get(CASES).status_code == 200
    clock.shift(1)
    assert is_asked(ready.get(CASES))


@USUAL
@pytest.mark.parametrize(
    "at",
    [
        lambda: ago(minutes=21),
        lambda: ago(minutes=-1),
        lambda: ago(days=400),
        lambda: ago(minutes=1).replace(tzinfo=None),
        lambda: datetime.max.replace(tzinfo=UTC),
        lambda: datetime.min.replace(tzinfo=UTC),
    ],
    ids=["idle since", "to come", "long ago", "without a zone", "never", "always"],
)
def test_a_sign_in_that_proves_nothing_now_counts_for_nothing(ready, host, at):
    host.at = at()
    assert is_asked(ready.get(CASES))


@USUAL
def test_of_a_password_and_a_sign_in_the_later_one_counts(ready, host, clock):
    host.at = ago(days=1)
    assert is_asked(ready.get(CASES))
    confirms(ready)
    for _ in range(8):
        assert ready.get(CASES).status_code == 200
        clock.shift(15 * 60)
    host.at = ago()
    clock.shift(15 * 60)
    assert ready.get(CASES).status_code == 200


def test_hiding_a_page_undoes_what_the_host_knows_too(ready, host, clock):
    host.at = ago(minutes=2)
    assert ready.get(CASES).status_code == 200
    ready.get("/safeguarding/hide")
    assert is_asked(ready.get(CASES))
    clock.shift(60)
    host.at = ago()
    assert ready.get(CASES).status_code == 200


def test_a_host_with_a_page_of_its_own_is_where_people_are_sent(ready, host):
    host.url = "/sign-in?again=yes"
    answer = ready.get(CONFIRM)
    assert (answer.status_code, answer.location) == (303, host.url)
    assert host.asked_for[-1].startswith("/safeguarding/confirm?next=")


def test_nobody_goes_round_in_a_circle(ready, host):
    host.url = "/sign-in?again=yes"
    ready.get(CONFIRM)
    answer = ready.get(host.asked_for[-1])
    assert answer.status_code == 200
    assert host.url in Page(answer.text).links
    host.at = ago()
    assert ready.get(host.asked_for[-1]).location == CASES


def test_after_a_form_there_is_a_link_and_no_way_that_a_browser_blocks(ready, host, reported):
    host.url = "https://login.example/again"
    answer = ready.post(f"{CASES}/{reported()}/forms/taken_up")
    page = ready.get(answer.location)
    assert page.status_code == 200
    assert host.url in Page(page.text).links


@USUAL
def test_where_only_the_host_can_tell_and_has_no_page_people_sign_in_again(ready, host):
    host.passwords, host.at = False, ago(days=1)
    answer = ready.get(CONFIRM)
    assert answer.status_code == 401
    assert "Sign out of the school’s system" in Page(answer.text).words


def test_where_nobody_can_tell_no_case_is_opened_and_it_says_what_to_do(ready, host):
    host.passwords = False
    answer = ready.get(CONFIRM)
    assert answer.status_code == 503
    words = Page(answer.text).words
    assert "yip_password_is_right or yip_confirmed_at" in words
    assert "999" in words
    assert ready.get("/safeguarding/report").status_code == 200
