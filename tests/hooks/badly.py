"""Plugins that answer badly: every way of it, and every hook point with what that may cost there.

A hook point without a row in ``ROWS`` fails the tests. To add one, say with which arguments it is
asked, which answer would allow the most and whether that is a failure. Where a failure stops more
than the answer, say what in ``stops``; where the host's word is taken whatever it allows, say of
what in ``trusted``.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import repeat
from threading import Event as Flag
from typing import Any

from markupsafe import Markup

from yipplugin import (
    Actor,
    Calendar,
    CaseKnown,
    Checkpoint,
    Event,
    Need,
    Notice,
    OnDuty,
    PageLink,
    Person,
    Receipt,
    Route,
    Sending,
    Verdict,
    WrongContact,
    hookimpl,
)
from yipplugin.hooking.waiting import Said, Waiting
from yipplugin.values import ROLES

SECRET = "Robin Ash"
"""What no log and no count of failures may hold."""

COME_BACK = Flag()
"""Set when the tests are over, so that no thread is left hanging."""


class Abort(BaseException):
    """Like what ends a program: not an ``Exception``."""


class Touchy(Person):
    """A person whom one may not ask."""

    def __getattribute__(self, name: str) -> Any:
        raise LookupError(SECRET)


class Nowhere(tzinfo):
    """A time zone that does not know."""

    def utcoffset(self, at: datetime | None) -> timedelta:
        raise LookupError(SECRET)


def raises(error: BaseException) -> Callable[[], Any]:
    def answer() -> Any:
        raise error

    return answer


def hangs() -> None:
    COME_BACK.wait(60)


def hangs_halfway() -> Iterator[Any]:
    hangs()
    yield from ()


def breaks_off() -> Iterator[Any]:
    yield from ()
    raise LookupError(SECRET)


def in_itself() -> list[Any]:
    inner: list[Any] = []
    inner.append(inner)
    return inner


ERRORS: dict[str, Callable[[], Any]] = {
    "raises": raises(LookupError(SECRET)),
    "exits": raises(SystemExit(SECRET)),
    "interrupts": raises(KeyboardInterrupt(SECRET)),
    "aborts": raises(Abort(SECRET)),
}
HANGS: dict[str, Callable[[], Any]] = {"hangs": hangs, "hangs halfway": hangs_halfway}
RUBBISH: dict[str, Callable[[], Any]] = {
    "breaks off": breaks_off,
    "a number": lambda: 42,
    "not a number": lambda: float("nan"),
    "an object": object,
    "a type": lambda: Person,
    "bytes": SECRET.encode,
    "text": lambda: SECRET,
    "markup": lambda: Markup("<b>Robin Ash</b>"),
    "long text": lambda: SECRET * 1_000_000,
    "a mapping": lambda: {SECRET: True},
    "a list of anything": lambda: [object(), 42, None, SECRET, [SECRET]],
    "a huge list": lambda: [SECRET] * 1_000_000,
    "a list in itself": in_itself,
    "no end": lambda: repeat(SECRET),
    "a person who may not be asked": lambda: Touchy("pupil:1", SECRET),
    "a moment nowhere": lambda: datetime(2026, 3, 2, tzinfo=Nowhere()),
}
WAYS = {**ERRORS, **HANGS, **RUBBISH, "nothing": lambda: None}
ALLOWS_EVERYTHING = "allows everything"


@dataclass(frozen=True)
class Row:
    """What is known of one hook point.

    ``asked`` are its arguments. ``most`` is the answer that would allow the most; it ``is_failure``
    unless the hook takes it, and what it gives then is ``taken``. ``sound`` are the ways of
    ``RUBBISH`` that are good enough here. ``stops`` is what a failure stops besides: ``identity``,
    so that nobody is signed in; ``roles``, so that nobody holds one; ``sealing``, so that nothing
    is kept; or ``the start``. ``trusted`` says of what the host's word is taken as it is.
    """

    asked: tuple[Any, ...] = ()
    most: Callable[[], Any] = lambda: None
    is_failure: bool = True
    taken: Any = None
    sound: frozenset[str] = frozenset()
    stops: str = ""
    trusted: str = ""

    def way(self, name: str) -> Callable[[], Any]:
        """Return what answers in the way called ``name``."""
        return self.most if name == ALLOWS_EVERYTHING else WAYS[name]

    def fails(self, name: str) -> bool:
        """Say whether that is a failure."""
        if name == ALLOWS_EVERYTHING:
            return self.is_failure
        return name not in self.sound and (name != "nothing" or self.stops == "the start")


TEACHER = Actor("1", "Tess Archer", frozenset({"staff"}))
CASE = CaseKnown("school", "1", named_adults=frozenset({"4"}))
EVENT = Event("school", "c1", "SG-2026-0001", "report", "r1", "1")
NOTICE = Notice("school", frozenset({"dsl"}), "", "SG-2026-0001", "A concern", "/c1")
CHECKPOINT = Checkpoint("school", 1, datetime(2026, 3, 2, tzinfo=UTC), "r", b"{}", "k", "s")
MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
NEED = Need("lado", MOMENT, "931", "931")
ROUTE = Route("desk", "lado", "Duty desk", phone="0114 496 0009")
WRONG = WrongContact("school", "own/1", "Duty desk", "0114 496 0009", "school", "", "", MOMENT)
SENDING = Sending(
    "r1", "school", "SG-2026-0001", "mail", "a@county.example", "county/form", 1, "d", "Referral",
    SECRET, SECRET, MOMENT, "Amara Obi",
)  # fmt: skip
HOST_ROLES = frozenset(ROLES) - {"case_team"}
ROBIN = Person("pupil:1", Markup("<b>Robin Ash</b>"), "pupil", date(2012, 2, 29))
PLAIN = replace(ROBIN, name="<b>Robin Ash</b>")
ANY_ANSWER = frozenset(RUBBISH) | {"hangs halfway"}
"""Nobody looks at what a hook that tells is answered."""

ROWS: dict[str, Row] = {
    "yip_actor": Row(
        most=lambda: replace(TEACHER, roles=frozenset({*ROLES, "god"})),
        taken=replace(TEACHER, roles=HOST_ROLES),
        stops="identity",
        trusted="who is signed in, with which roles",
    ),
    "yip_roles": Row(
        (object(),),
        most=lambda: [*ROLES, "god"],
        taken=[one for one in ROLES if one in HOST_ROLES],
        stops="roles",
        trusted="which roles somebody holds",
    ),
    "yip_roles_of": Row(
        ("1", "school"),
        most=lambda: [*ROLES, "god"],
        taken=[one for one in ROLES if one in HOST_ROLES],
    ),
    "yip_pupils": Row(
        ("Robin", TEACHER),
        most=lambda: [ROBIN] * 1_000_000,
        is_failure=False,
        taken=[PLAIN] * 500,
    ),
    "yip_pupil": Row(("pupil:1",), most=lambda: replace(ROBIN, ref="pupil:2")),
    "yip_staff": Row(("Tess", TEACHER), most=lambda: [replace(ROBIN, ref="1\0")]),
    "yip_staff_member": Row(("1",), most=lambda: Person("2", "Tess Archer", "staff")),
    "yip_password_is_right": Row(
        (TEACHER, "wrong"),
        most=lambda: True,
        is_failure=False,
        taken=True,
        trusted="whether a password is right",
    ),
    "yip_confirmed_at": Row(
        (TEACHER,),
        most=lambda: MOMENT,
        is_failure=False,
        taken=MOMENT,
        trusted="when somebody was last made sure of",
    ),
    "yip_confirm_url": Row(
        ("/x",), most=lambda: "javascript:alert(1)", sound=frozenset({"text", "markup"})
    ),
    "yip_sign_in_url": Row(
        ("/x",), most=lambda: "javascript:alert(1)", sound=frozenset({"text", "markup"})
    ),
    "yip_may": Row(
        (TEACHER, "case:read", CASE),
        most=lambda: Verdict(True, "everybody may"),
        is_failure=False,
    ),
    "yip_key_provider": Row(most=lambda: {"key": b"0" * 32}, stops="sealing"),
    "yip_calendar": Row(("school",), most=lambda: Calendar(opens=time(23), closes=time(1))),
    "yip_policy_folders": Row(most=lambda: [""], stops="the start"),
    "yip_field_types": Row(most=lambda: [object], stops="the start"),
    "yip_case_opened": Row((EVENT,), is_failure=False, sound=ANY_ANSWER),
    "yip_record_signed": Row((EVENT,), is_failure=False, sound=ANY_ANSWER),
    "yip_notify": Row((NOTICE,), is_failure=False, sound=ANY_ANSWER),
    "yip_keep_checkpoint": Row((CHECKPOINT,), is_failure=False, sound=ANY_ANSWER),
    "yip_school_authority": Row(
        ("school",), most=lambda: SECRET * 1_000, sound=frozenset({"text", "markup"})
    ),
    "yip_home_authority": Row(
        ("pupil:1",), most=lambda: SECRET * 1_000, sound=frozenset({"text", "markup"})
    ),
    "yip_authority_at": Row(
        ("OX1 1ND",), most=lambda: SECRET * 1_000, sound=frozenset({"text", "markup"})
    ),
    "yip_authority_areas": Row(
        (TEACHER,), most=lambda: ["Rutland", "Elsewhere"], taken=["Rutland"]
    ),
    "yip_contact_routes": Row(
        ("school", NEED), most=lambda: [replace(ROUTE, order="first")] * 1_000_000
    ),
    "yip_contact_wrong": Row((WRONG,), is_failure=False, sound=ANY_ANSWER),
    "yip_send_referral": Row(
        (SENDING,),
        most=lambda: Receipt("taken", Markup("<b>fine</b>"), "Q1"),
        is_failure=False,
        taken=Receipt("taken", "<b>fine</b>", "Q1"),
        trusted="whether a referral was taken",
    ),
    "yip_page_links": Row(
        (TEACHER, "report"),
        most=lambda: [PageLink("Ours", "javascript:alert(1)"), PageLink("Handbook", "/handbook")],
        taken=[PageLink("Handbook", "/handbook")],
    ),
    "yip_dsl_on_duty": Row(("school", MOMENT), most=lambda: OnDuty(SECRET, "lead", "0" * 9_999)),
}


def plugin(hook: str, answer: Callable[[], Any], base: type = object) -> Any:
    """Return a plugin that answers ``hook`` with ``answer``, and everything else as ``base``."""

    def method(self: Any) -> Any:
        return answer()

    return type("Bad", (base,), {hook: hookimpl(method)})()


class Impatient(Waiting):
    """Waits long for everybody, and hardly at all for one plugin in one hook."""

    def __init__(self, hook: str, plugin: str = "bad") -> None:
        super().__init__()
        self._whom = (hook, plugin)

    def ask(self, whom: tuple[str, str], seconds: float, work: Callable[[], Said]) -> Said:
        return super().ask(whom, 0.05 if whom == self._whom else 60, work)
