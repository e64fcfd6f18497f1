"""A plugin that does not come back is left to itself, not asked again at once, and tried later."""

import subprocess
import sys
from contextvars import ContextVar
from pathlib import Path
from threading import Event, get_ident

import pytest
from flask import Flask, current_app, g, has_request_context, request, session
from flask_login import LoginManager, UserMixin, login_user

from yipplugin import hookimpl
from yipplugin.hooking import house, open_house
from yipplugin.hooking.asking import SECONDS
from yipplugin.hooking.waiting import (
    LONGEST_PAUSE,
    MANY_LEFT,
    NOT_ASKED,
    PAUSE_WITH_MANY_LEFT,
    Hung,
    Waiting,
)

SOON = 0.05
WHOM = ("yip_may", "bad")
ROOT = Path(__file__).parents[2]


class Clock:
    """Seconds that go forward when they are told to."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def waiting(clock):
    return Waiting(clock)


@pytest.fixture
def hang():
    """Return something that hangs until the test is over."""
    over = Event()
    yield lambda: over.wait(60)
    over.set()


def answers():
    return "said", ""


def hung(waiting, work, seconds=SOON, whom=WHOM):
    with pytest.raises(Hung) as told:
        waiting.ask(whom, seconds, work)
    return str(told.value)


def test_an_answer_comes_from_another_thread(waiting):
    assert waiting.ask(WHOM, 60, lambda: (get_ident(), "")) != (get_ident(), "")
    assert waiting.ask(WHOM, 60, lambda: (None, "failed")) == (None, "failed")


def test_one_that_hangs_is_left_and_says_for_how_long_it_was_waited(waiting, hang):
    assert hung(waiting, hang) == "took longer than 0.05 seconds"


def test_one_that_hung_is_not_asked_until_its_pause_is_over(waiting, clock, hang):
    hung(waiting, hang)
    assert waiting.ask(WHOM, SOON, answers) == NOT_ASKED
    clock.now += SOON * 0.99
    assert waiting.ask(WHOM, SOON, answers) == NOT_ASKED
    clock.now += SOON * 0.01
    assert waiting.ask(WHOM, 60, answers) == ("said", "")


def test_others_are_asked_meanwhile(waiting, hang):
    hung(waiting, hang)
    assert waiting.ask(("yip_may", "good"), 60, answers) == ("said", "")
    assert waiting.ask(("yip_pupil", "bad"), 60, answers) == ("said", "")


def pauses(waiting, clock, hang, times):
    """Return how long it is not asked each time that it hung."""
    found = []
    for _ in range(times):
        hung(waiting, hang)
        found.append(waiting._patience[WHOM].not_before - clock.now)
        clock.now += found[-1]
    return found


def test_each_pause_is_twice_as_long_as_the_one_before(waiting, clock, hang):
    assert pauses(waiting, clock, hang, 3) == pytest.approx([SOON, 2 * SOON, 4 * SOON])


def test_an_answer_makes_the_pauses_short_again(waiting, clock, hang):
    pauses(waiting, clock, hang, 3)
    waiting.ask(WHOM, 60, answers)
    assert pauses(waiting, clock, hang, 1) == pytest.approx([SOON])


def test_a_pause_has_an_end(waiting, clock):
    # Each comes back as soon as it was given up, so that none is left running.
    for _ in range(30):
        over = Event()
        hung(waiting, lambda over=over: over.wait(60) and answers())
        pause = waiting._patience[WHOM].not_before - clock.now
        assert pause <= LONGEST_PAUSE
        clock.now += pause
        over.set()
        while waiting._patience[WHOM].left_running:
            pass
    assert pause == LONGEST_PAUSE


def test_where_many_were_left_running_the_pause_is_long(waiting, clock, hang):
    assert max(pauses(waiting, clock, hang, 30)) == PAUSE_WITH_MANY_LEFT
    assert waiting._patience[WHOM].left_running == 30 > MANY_LEFT


def test_one_call_at_a_time_tries_again(waiting, clock, hang):
    hung(waiting, hang)
    clock.now += LONGEST_PAUSE
    tried = []

    def tries():
        tried.append(waiting.ask(WHOM, 60, answers))
        return answers()

    assert waiting.ask(WHOM, 60, tries) == ("said", "")
    assert tried == [NOT_ASKED]
    assert waiting.ask(WHOM, 60, answers) == ("said", "")


def test_a_try_that_the_server_ends_leaves_the_next_one_free(waiting, clock, hang, monkeypatch):
    hung(waiting, hang)
    clock.now += LONGEST_PAUSE

    def ended(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(waiting, "_said", ended)
        with pytest.raises(KeyboardInterrupt):
            waiting.ask(WHOM, 60, answers)
    assert waiting.ask(WHOM, 60, answers) == ("said", "")


def test_one_that_comes_back_late_says_nothing_to_anybody(waiting, clock):
    over, late = Event(), Event()

    def work():
        over.wait(60)
        late.set()
        return "too late", ""

    hung(waiting, work)
    over.set()
    assert late.wait(60)
    clock.now += LONGEST_PAUSE
    assert waiting.ask(WHOM, 60, answers) == ("said", "")


def test_without_a_thread_it_is_a_failure(waiting, monkeypatch):
    def none_left(*_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("_thread.start_new_thread", none_left)
    value, wrong = waiting.ask(WHOM, 60, answers)
    assert value is None
    assert "no thread" in wrong


def test_whatever_ends_the_thread_is_a_failure(waiting):
    def ends():
        raise MemoryError

    assert waiting.ask(WHOM, 60, ends)[1]


def test_a_request_in_which_some_hung_waits_less_for_the_others(waiting, hang):
    with Flask("bare").test_request_context():
        said = [hung(waiting, hang, whom=("yip_may", str(n))) for n in range(4)]
    long, short = "took longer than 0.05 seconds", "took longer than 0.005 seconds"
    assert said == [long, long, short, short]
    with Flask("bare").test_request_context():
        assert hung(waiting, hang, whom=("yip_may", "another")) == long


def test_one_that_was_hardly_waited_for_is_asked_in_the_next_request(waiting, hang):
    with Flask("bare").test_request_context():
        for n in range(3):
            hung(waiting, hang, whom=("yip_may", str(n)))
    assert waiting.ask(("yip_may", "1"), SOON, answers) == NOT_ASKED
    assert waiting.ask(("yip_may", "2"), 60, answers) == ("said", "")


# Within a request --------------------------------------------------------------------------------

OWN = ContextVar("own", default="nothing")


def opened(app, *plugins, seconds=60):
    app.secret_key = "for tests only"
    app.extensions["yipplugin"] = open_house(plugins, seconds)
    return app


def test_a_plugin_is_within_the_request_that_asks():
    class Mis:
        @hookimpl
        def yip_confirm_url(self, next_url):
            assert current_app.name == "bare"
            assert has_request_context()
            g.left_there, session["kept"] = "by the plugin", "by the plugin"
            OWN.set("changed")
            return f"{request.path}?{g.before}"

    app = opened(Flask("bare"), Mis())
    with app.test_request_context("/here"):
        g.before = "before"
        assert house().hooks.yip_confirm_url("/x") == "/here?before"
        assert (g.left_there, session["kept"]) == ("by the plugin", "by the plugin")
        assert not house().failures
    assert OWN.get() == "nothing", "what a plugin sets in a context variable stays its own"


class User(UserMixin):
    id, name = 12, "Amara Obi"


def signed_in(app):
    manager = LoginManager(app)
    manager.user_loader(lambda key: User())
    login_user(User())
    g.pop("_login_user")


def test_roles_that_hang_leave_somebody_without_roles_and_not_unknown(hang):
    class Roles:
        @hookimpl
        def yip_roles(self):
            hang()

    # Long enough for what is asked within the time of another, and comes back after it is up.
    app = opened(Flask("bare"), Roles(), seconds=0.5)
    with app.test_request_context():
        signed_in(app)
        actor = house().hooks.yip_actor()
        assert (actor.ref, actor.roles) == ("12", frozenset())
        assert [one.hook for one in house().failures] == ["yip_roles"]


def test_a_user_loader_that_hangs_hangs_no_page(hang):
    app = opened(Flask("bare"), seconds=SOON)
    with app.test_request_context():
        signed_in(app)
        app.login_manager.user_loader(lambda key: hang())
        assert house().hooks.yip_actor() is None
        from flask_login import current_user

        # A host's base template asks this, in the request's own thread.
        assert not current_user.is_authenticated


def test_where_a_session_would_not_go_along_nobody_is_asked_apart():
    class Mis:
        @hookimpl
        def yip_confirm_url(self):
            return f"/{get_ident()}"

    app = opened(Flask("bare"), Mis(), seconds=None)
    with app.test_request_context():
        assert house().hooks.seconds is None
        assert house().hooks.yip_confirm_url("/x") == f"/{get_ident()}"
        app.extensions["sqlalchemy"] = object()
        assert house().hooks.seconds == SECONDS
        assert house().hooks.yip_confirm_url("/x") != f"/{get_ident()}"


def test_nought_waits_for_ever():
    app = opened(Flask("bare"), seconds=0)
    app.extensions["sqlalchemy"] = object()
    with app.test_request_context():
        assert house().hooks.seconds is None


def test_who_is_told_while_no_page_waits_has_longer(monkeypatch):
    class Told:
        @hookimpl
        def yip_notify(self):
            return None

        @hookimpl
        def yip_pupil(self):
            return None

    app, waited = opened(Flask("bare"), Told(), seconds=5), []
    monkeypatch.setattr(
        app.extensions["yipplugin"].hooks._waiting,
        "ask",
        lambda whom, seconds, work: waited.append((whom[0], seconds)) or (None, ""),
    )
    with app.app_context():
        house().hooks.yip_notify(object())
        house().hooks.yip_pupil("pupil:1")
    with app.test_request_context():
        house().hooks.yip_notify(object())
    assert waited == [("yip_notify", 60), ("yip_pupil", 5), ("yip_notify", 5)]


PROGRAM = """
from threading import Event
from yipplugin import hookimpl
from yipplugin.hooking import open_house

class Bad:
    @hookimpl
    def yip_pupil(self):
        Event().wait()

print(open_house([Bad()], 0.05).hooks.yip_pupil("pupil:1"))
"""


def test_a_plugin_that_hangs_does_not_keep_the_process_from_ending():
    ran = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(ran, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (0, "None\n"), done.stderr
