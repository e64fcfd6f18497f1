"""Referrals on authorities' own forms as a chronology and a paper tell of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from yipplugin.referral import WAYS
from yipplugin.services import delivering
from yipplugin.services.cases import CaseView
from yipplugin.web import words
from yipplugin.web.delivered import Delivered, delivered

ITSELF = "yipplugin itself"
"""Who passed a referral on that no person did."""

PASSED_ON = {
    delivering.TRIED: "Referral could not be sent yet",
    delivering.SENT: "Referral sent",
    delivering.FAILED: "Referral could not be sent",
    delivering.UNKNOWN: "Not known whether the referral arrived",
}
"""What a chronology says of how a referral was passed on; of one that waits, nothing."""


@dataclass(frozen=True)
class Step:
    """Something that happened to a referral: what, when, by whom, and what they did."""

    referral: str
    at: datetime
    says: str
    by: str = field(repr=False)
    did: str = ""


@dataclass(frozen=True)
class Printed:
    """A referral on paper: what is known of it, what became of it, and the text that was signed."""

    title: str
    facts: tuple[tuple[str, str], ...] = field(repr=False)
    became: tuple[tuple[str, str], ...] = field(repr=False)
    parts: tuple[str, ...] = field(repr=False)


def steps(case: CaseView) -> Iterator[Step]:
    """Yield what happened to a case's referrals: signed, passed on, answered."""
    for how in delivered(case):
        one = how.referral
        title = f"{one.title}, for {one.owner}"
        yield Step(one.id, one.signed_at, f"Referral signed: {title}", one.by_name, "signed")
        if how.moved_at and how.state in PASSED_ON:
            yield Step(one.id, how.moved_at, f"{PASSED_ON[how.state]}: {title}", ITSELF)
        if one.answered_at:
            says = f"What came of the referral: {title}"
            yield Step(one.id, one.answered_at, says, one.answered_by, "wrote it down")


def printed(case: CaseView, outside: bool = False) -> list[Printed]:
    """Return a case's referrals for a paper, oldest first.

    :param outside: whether it is read outside, without the words of a server that nobody checked.
    """
    return [on_paper(one, outside) for one in delivered(case)]


def on_paper(how: Delivered, outside: bool = False) -> Printed:
    """Return one referral for a paper."""
    one = how.referral
    # The text is kept in pieces, set apart by an empty line each: a page may break between them.
    return Printed(one.title, tuple(_facts(how)), tuple(_became(how, outside)), _parts(one.text))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n\n"))


def _facts(how: Delivered) -> Iterator[tuple[str, str]]:
    one, route = how.referral, how.referral.route
    yield "Signed", f"{words.long_moment(one.signed_at)} by {one.by_name}"
    yield "For", f"{one.owner}, {WAYS[one.way]}"
    if one.address:
        yield "Where it was to go", one.address
    whom = ", ".join(filter(None, (route.org, route.role)))
    reached = "\n".join(filter(None, (route.phone, route.email)))
    yield "Whom to ring about it, as it stood then", f"{whom}: {reached}"
    yield "Form", f"{one.form}, version {one.version} of their contacts"
    yield "Checksum of that version", one.digest


def _became(how: Delivered, outside: bool) -> Iterator[tuple[str, str]]:
    one = how.referral
    if how.moved_at and how.state in PASSED_ON:
        said = "" if outside else how.answer
        yield PASSED_ON[how.state], f"{how.at}{f': {said}' if said else ''}"
    if not one.answered_at:
        yield "Stands at", how.says
        return
    yield "Written down", f"{words.long_moment(one.answered_at)} by {one.answered_by}"
    yield "Spoke to, or was told", one.answer["spoke_to"]
    if one.answer.get("reference"):
        yield "Their reference", one.answer["reference"]
    if one.answer.get("says"):
        yield "What they will do", one.answer["says"]
