"""How a page is asked for something: at which address, with what typed and pressed, as whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from tests.matrix import expected as says
from tests.matrix.steps import steps
from tests.matrix.world import PERSONS, SITUATIONS, TESS, Place
from yipplugin.services import conduct
from yipplugin.services.drafts import DraftKey
from yipplugin.store.base import new_id
from yipplugin.web import tokens


@dataclass(frozen=True)
class Form:
    """A form of the policy as somebody sends it who was served it while they could open it."""

    key: str
    answers: Mapping[str, str]
    case: str = "{case}"
    about: str = ""
    corrects: str = ""

    def token(self, actor, names):
        case, about, corrects = (
            said.format(**names) or None for said in (self.case, self.about, self.corrects)
        )
        return tokens.issue(actor, DraftKey(self.key, case, about, corrects), new_id())


@dataclass(frozen=True)
class Button:
    """A form of ours, or a button alone, with the token of the page that it stands on."""

    page: str
    answers: Mapping[str, str] = field(default_factory=dict)

    def token(self, actor, names):
        return tokens.for_button(actor, self.page.format(**names))


@dataclass(frozen=True)
class Ask:
    """One request, and what is expected of whom, where.

    ``at`` and whatever is sent name the place by the words of ``world.Place``. ``done`` is the
    status of whoever is let through, ``none`` that of whoever finds nothing, and ``signed_out``
    that of somebody who is not signed in, wherever they ask. ``echoes`` is set where an answer
    repeats what was asked for.
    """

    at: str
    expected: Mapping[Any, str]
    done: int = 200
    none: int = 404
    signed_out: int = 303
    sends: Form | Button | None = None
    echoes: bool = False

    @property
    def names_a_case(self):
        """Say whether it is about a case, in its address or in what is sent."""
        said = f"{self.at} {self.sends}"
        return any("{" + name + "}" in said for name in Place().names)

    @property
    def situations(self):
        """Return in which situations it is tried."""
        return SITUATIONS if self.names_a_case else PERSONS

    def in_order(self, role):
        """Return the same for a role: what changes something for them comes last."""
        return sorted(self.situations, key=lambda one: not self.is_as_missing(role, one))

    def is_as_missing(self, role, situation):
        """Say whether somebody is to be answered as where there is no case."""
        return self.status(role, situation) == self.status(role, "missing")

    def status(self, role, situation):
        """Return what somebody is answered; no role is that of whoever is not signed in."""
        if role is None:
            return self.signed_out
        shown = {says.BY_POLICY: 409, says.NOT_ALLOWED: 403, says.NOT_FOUND: self.none}
        return shown.get(self._expected[role, situation], self.done)

    @cached_property
    def _expected(self):
        return says.of_a_host(self.expected)


@dataclass(frozen=True)
class Came:
    """What came of asking: the answer, byte by byte, and the steps that it took."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    steps: tuple[str, ...]

    @property
    def answer(self):
        return self.status, self.headers, self.body


def ask(site, method, asked, actor, place):
    """Ask as somebody, or as nobody, in a place."""
    names = place.names | {"who": (actor or TESS).ref.removeprefix("staff:")}
    with site.app.app_context():
        names |= {
            "rules": conduct.digest(conduct.rules()),
            "delegated": site.world.delegated,
        }
        sent = None
        if asked.sends:
            typed = {name: said.format(**names) for name, said in asked.sends.answers.items()}
            sent = {"_token": asked.sends.token(actor or TESS, names), **typed}
    with steps(site) as taken:
        answer = site.visit(actor, method, asked.at.format(**names), sent)
        headers, body = answer.headers.to_wsgi_list(), answer.data
        answer.close()
    if asked.echoes:
        headers = [(name, _named(said, place)) for name, said in headers]
        body = _named(body.decode(), place).encode()
    return Came(answer.status_code, tuple(headers), body, tuple(taken))


def _named(said, place):
    """Return what was said with the place called by our words for it."""
    for name, value in place.names.items():
        said = said.replace(value, "{" + name + "}")
    return said
