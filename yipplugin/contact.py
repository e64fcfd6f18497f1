"""Whom to contact: purposes, opening hours, routes, and what is asked of them.

A route is data with an owner, a source, and a day on which somebody checked it, or none. Hours are
those of the clock on the wall in England: in the hour that an October night shows twice, whoever
is there «until 01:30» is there until then both times.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from yipplugin.policy import Length
from yipplugin.purposes import PURPOSES as PURPOSES
from yipplugin.purposes import Purpose as Purpose
from yipplugin.referral import ReferralForm

DAY = 24 * 60
"""Minutes."""

ENGLAND = "england"
"""The area of what serves everybody."""

NATIONAL, AUTHORITY, SCHOOL, COMPUTED = "national", "authority", "school", "computed"
"""Where a route comes from: what ships, a pack, the school itself, a plugin."""

USUAL_ORDER = 50
"""Where a route stands that does not say; lower comes first."""


@dataclass(frozen=True)
class Span:
    """From one minute of a day to another; beyond ``DAY`` it ends on the day after."""

    opens: int
    closes: int


ALL_DAY = (Span(0, DAY),)


@dataclass(frozen=True)
class Hours:
    """When somebody is there: the spans of each day of the week, Monday first.

    ``bank_holidays`` stand in for those of a day that is one; without them it is a day like any
    other. A span belongs to the day on which it begins. With ``outside`` it is turned round:
    somebody is there whenever the rest says that nobody is.
    """

    weekly: tuple[tuple[Span, ...], ...] = (ALL_DAY,) * 7
    bank_holidays: tuple[Span, ...] | None = None
    outside: bool = False


ALWAYS = Hours()


@dataclass(frozen=True)
class Route:
    """One way to reach somebody.

    ``ref`` is the pack and the key in it, such as ``oxfordshire/mash``; ``layer`` where it comes
    from. ``areas`` are such as ``la:931``, ``force:thames-valley`` or ``england``. ``confirm`` is
    how soon a call is to be confirmed in writing. ``at_risk_only`` is set for what serves immediate
    risk alone; ``from_age`` and ``under_age`` bound whom it serves. ``tells`` is where the owner
    hears of a wrong number. Lower ``order`` comes first.
    """

    ref: str
    purpose: str
    org: str
    role: str = ""
    phone: str = ""
    sms: str = ""
    email: str = ""
    secure: bool = False
    url: str = ""
    form_url: str = ""
    hours: Hours = ALWAYS
    at_risk_only: bool = False
    from_age: int | None = None
    under_age: int | None = None
    notes: str = ""
    confirm: Length | None = None
    areas: tuple[str, ...] = (ENGLAND,)
    source: str = ""
    owner: str = ""
    tells: str = ""
    verified_on: date | None = None
    verified_by: str = ""
    order: int = USUAL_ORDER
    valid_from: date | None = None
    valid_until: date | None = None
    layer: str = AUTHORITY

    def is_valid(self, day: date) -> bool:
        """Say whether it serves on ``day``: both ends of its time count."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_until is None or day <= self.valid_until)

    def serves(self, age: int | None) -> bool:
        """Say whether it serves somebody of ``age``; whoever's is not known, it serves."""
        if age is None:
            return True
        old_enough = self.from_age is None or age >= self.from_age
        return old_enough and (self.under_age is None or age < self.under_age)


EMERGENCY = Route(
    ref="emergency",
    purpose="emergency",
    org="Emergency services",
    phone="999",
    notes="Ask for the police or an ambulance if anyone is in danger now.",
    source="the national emergency number",
    owner="",
    order=0,
    layer=NATIONAL,
)
"""Comes before every other, on every page. Nothing takes it away: no pack, hook or setting."""


@dataclass(frozen=True)
class ContactPack:
    """The routes and referral forms of one owner: ``areas`` are those that it says it serves.

    ``digest`` is that of what the pack says, whatever its comments and layout.
    """

    key: str
    version: int
    title: str
    owner: str
    tells: str
    areas: tuple[str, ...]
    in_force: date
    routes: tuple[Route, ...]
    referrals: tuple[ReferralForm, ...] = ()
    thresholds: str = ""
    source: str = ""
    digest: str = field(default="", compare=False)


@dataclass(frozen=True)
class Need:
    """Whom somebody needs to reach: for what, when, and about whom.

    ``home`` and ``school`` are codes of authorities, empty where not known; ``force`` is a police
    force, by default that of where the child lives. ``urgent`` says that a child is at risk now.
    """

    purpose: str
    at: datetime
    home: str = ""
    school: str = ""
    force: str = ""
    urgent: bool = False
    age: int | None = None


@dataclass(frozen=True)
class WrongContact:
    """Somebody says that a contact is wrong: what they saw, and where its owner wants to hear.

    ``ref`` is the route's; ``says`` what was typed, empty where nothing was; ``tells`` is empty for
    a contact of the school's own.
    """

    school: str
    ref: str
    org: str
    phone: str = field(repr=False)
    owner: str
    tells: str
    says: str = field(repr=False)
    at: datetime
