"""A host that is nothing but its answers: who is asking is whoever a test says."""

from dataclasses import replace
from datetime import UTC, datetime

from flask import Flask

from yipplugin import Person, YipPlugin, hookimpl
from yipplugin.keys import LocalKeys
from yipplugin.policy import Calendar
from yipplugin.settings import USUAL_LIMITS
from yipplugin.values import OURS_TO_GIVE

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
PUPIL = Person("pupil:1", "Robin Ash")
LEAD, HEAD = "staff:the-lead", "staff:the-head"
HOLDS = {LEAD: ["dsl"], HEAD: ["head"]}
"""The lead and the head whom some cases name; nobody acts as them."""


class Host:
    """Answers what yipplugin asks.

    ``who`` is whoever is signed in, ``sure`` says that the host has just made sure of it; ``asked``
    are the hooks called.
    """

    def __init__(self, packs):
        self.packs, self.who, self.sure, self.asked = packs, None, True, []

    @hookimpl
    def yip_policy_folders(self):
        return [self.packs]

    @hookimpl
    def yip_key_provider(self):
        return LocalKeys({"test": b"k" * 32})

    @hookimpl
    def yip_actor(self):
        self.asked.append("yip_actor")
        # A host gives no role that only a grant of ours does.
        return self.who and replace(self.who, roles=self.who.roles - OURS_TO_GIVE)

    @hookimpl
    def yip_roles_of(self, ref, school):
        self.asked.append("yip_roles_of")
        return HOLDS.get(ref, [])

    @hookimpl
    def yip_may(self, actor, act, case):
        self.asked.append(f"yip_may {act}")

    @hookimpl
    def yip_calendar(self, school):
        self.asked.append("yip_calendar")
        return Calendar()

    @hookimpl
    def yip_password_is_right(self, actor, password):
        self.asked.append("yip_password_is_right")
        return password == "their own"

    @hookimpl
    def yip_confirmed_at(self, actor):
        self.asked.append("yip_confirmed_at")
        return datetime.now(UTC) if self.sure else None

    @hookimpl
    def yip_sign_in_url(self, next_url):
        self.asked.append("yip_sign_in_url")
        return "/sign-in"

    @hookimpl
    def yip_pupils(self, text, actor):
        self.asked.append("yip_pupils")
        return [PUPIL]

    @hookimpl
    def yip_pupil(self, ref):
        self.asked.append("yip_pupil")
        return PUPIL if ref == PUPIL.ref else None

    @hookimpl
    def yip_staff(self, text, actor):
        self.asked.append("yip_staff")
        return [Person("staff:someone", "Some One", "staff")]

    @hookimpl
    def yip_staff_member(self, ref):
        self.asked.append("yip_staff_member")
        return Person(ref, ref, "staff") if ref.startswith("staff:") else None


UNLIMITED = {act: [10**6, 60] for act in USUAL_LIMITS}
"""No limit is met by a test that does in a moment what people do in a year."""


def make_app(path, packs, policy="toy", kind=Host, **settings):
    """Return an application around a database file, and the host of a kind that it asks."""
    app, host = Flask("matrix"), kind(packs)
    app.config.update(
        SECRET_KEY="for tests only",
        YIP_DATABASE_URI=f"sqlite:///{path}",
        YIP_POLICY=policy,
        YIP_LIMITS=UNLIMITED,
        **settings,
    )
    YipPlugin(app, host)
    return app, host
