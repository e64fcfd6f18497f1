"""An authority's own referral form: what it asks, what fills it in, and how it reaches them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Literal

from yipplugin.form import Form

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "name": "The young person’s name.",
        "date of birth": "The young person’s date of birth.",
        "age": "How old the young person is, in years.",
        "year group": "The young person’s year group.",
        "case": "The case’s reference at the school.",
        "school": "The school’s name.",
        "referred by": "The name of whoever fills the form in.",
        "role": "The role of whoever fills the form in.",
        "date": "The day on which the form is filled in.",
        "reported at": "The day on which the concern was reported.",
        "reasons": "Why the policy refers the case, each reason in the policy’s words.",
        "reported": "What was reported, as it was written.",
    }
)
"""What a question can be filled in from, and what that is: a closed list."""

DAYS = frozenset({"date of birth", "date", "reported at"})
"""The sources that are days; a date question takes no other."""

PHONE, PORTAL, MAIL, WEBHOOK = "phone", "portal", "mail", "webhook"
WAYS: Mapping[str, str] = MappingProxyType(
    {
        PHONE: "by telephone",
        PORTAL: "through their web page",
        MAIL: "by mail over an encrypted connection",
        WEBHOOK: "straight into their system",
    }
)
"""How a form reaches whoever it is for, and how people say so."""

SENT_BY_ITSELF = frozenset({MAIL, WEBHOOK})
"""The ways in which no person passes it on, once it is signed."""


@dataclass(frozen=True)
class Source:
    """What a question is filled in from: a name of ``SOURCES``, or answers in the case.

    ``answers`` are pairs of a policy's form and a question of it: the first that the case has an
    answer to counts, and one that its policy does not know is passed over.
    """

    name: str = ""
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Delivery:
    """How a form reaches whoever it is for.

    ``by`` is one of ``WAYS``. ``address`` is the page of a portal, the mail address, or that of
    their system; ``copy`` are the questions whose answers are copied to a portal, in its order.
    """

    by: str
    address: str = ""
    copy: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sending:
    """A signed referral that is to be passed on, for ``yip_send_referral``.

    ``key`` is always the same for the same referral. ``way`` is ``mail`` or ``webhook``, and
    ``address`` where. ``form`` is the pack and the form's key in it, such as ``oxfordshire/mash``,
    ``version`` and ``digest`` are the pack's. ``text`` is exactly what was signed, ``answers`` the
    text of a JSON object with the same by question.
    """

    key: str
    school: str
    reference: str
    way: str
    address: str
    form: str
    version: int
    digest: str
    title: str
    text: str = field(repr=False)
    answers: str = field(repr=False)
    signed_at: datetime
    signed_by: str = field(repr=False)

    @property
    def pack(self) -> str:
        """Return the key of the pack that the form came with."""
        return self.form.partition("/")[0]


@dataclass(frozen=True)
class Receipt:
    """What became of a referral that was to be passed on.

    It was ``taken``, or certainly ``not taken``, which is tried again; or it is ``not known``, and
    nobody sends it again by themselves. ``says`` is what their side said, in a few words, and
    ``reference`` theirs.
    """

    outcome: Literal["taken", "not taken", "not known"]
    says: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ReferralForm:
    """A form that an authority wants a referral on.

    ``ref`` is the pack and the key in it, such as ``oxfordshire/mash_form``; ``route`` the ref of
    the route to ring about it, in the same pack. ``fill`` says by question what fills it in.
    """

    ref: str
    purpose: str
    areas: tuple[str, ...]
    route: str
    form: Form
    delivery: Delivery
    fill: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
