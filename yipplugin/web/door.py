"""The door: what each page asks of people before it opens, in one table."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from flask import Blueprint, request, url_for

from yipplugin.errors import ConductWanted, ConfirmWanted
from yipplugin.rules import access
from yipplugin.services import conduct
from yipplugin.values import Actor
from yipplugin.web import proof
from yipplugin.web.drafts import keep_what_was_sent
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer, Problem, problem, typed
from yipplugin.web.ways import here


@dataclass(frozen=True)
class Demand:
    """What a page asks for. ``proof`` is a level, or nothing; ``conduct`` the rules of conduct.

    With ``of_readers`` it is asked only of those who work on cases: the page is also one on which
    others see what they wrote themselves.
    """

    proof: str = ""
    conduct: bool = False
    of_readers: bool = False


FREE = Demand()
"""Asks for nothing but to be signed in: reporting a concern never asks for more."""

CASES = Demand(proof.READ, conduct=True)

AUTHORITY = Demand(proof.READ)
FORMS = Demand(proof.READ)
"""What holds nothing of a case, and is not for everybody."""

STRICTEST = Demand(proof.CHANGE, conduct=True)
"""What a page asks for that changes who sees a case, or that nobody has put into the table."""

DEMANDS: Mapping[str, Demand] = MappingProxyType(
    {
        "home": FREE,
        "report": FREE,
        "report_addition": FREE,
        "own_reports": FREE,
        "receipt": FREE,
        "draft_save": FREE,
        "procedure": FREE,
        "forms": FORMS,
        "form_shown": FORMS,
        "form_try": FORMS,
        "case_list": CASES,
        "case_find": CASES,
        "case": CASES,
        "case_print": CASES,
        "case_inspection": CASES,
        "case_person": CASES,
        "case_papers": CASES,
        "case_paper": CASES,
        "case_file": CASES,
        "case_outside": STRICTEST,
        "form": CASES,
        "record": CASES,
        "registers": CASES,
        "register_form": CASES,
        "team": STRICTEST,
        "team_end": STRICTEST,
        "widen": STRICTEST,
        "delegations": STRICTEST,
        "delegation_end": STRICTEST,
        "disposal": STRICTEST,
        "move": STRICTEST,
        "hold": STRICTEST,
        "ledger": CASES,
        "case_ledger": CASES,
        "numbers": CASES,
        "numbers_file": STRICTEST,
        "ledger_file": STRICTEST,
        "case_ledger_file": STRICTEST,
        "correct": Demand(proof.READ, conduct=True, of_readers=True),
        # Whoever needs a number needs it now; no page of these holds anything of a case but one.
        "contacts": FREE,
        "contact_wrong": FREE,
        "case_contacts": CASES,
        "refer": CASES,
        "referral": CASES,
        "referral_print": CASES,
        "own_contacts": STRICTEST,
        # What is written there is for the public; sending it to schools is not.
        "authority": AUTHORITY,
        "authority_pack": AUTHORITY,
        "authority_route": AUTHORITY,
        "authority_try": AUTHORITY,
        "authority_file": AUTHORITY,
        "authority_publish": STRICTEST,
        "confirm": FREE,
        "conduct": Demand(proof.READ),
        "hide": FREE,
        "seen": FREE,
        "anywhere": FREE,
        "static": FREE,
    }
)
"""By endpoint. Signing asks for a newer proof beside, where the form asks for no signature, and so
does a paper that is taken as a file."""


def add_pages(pages: Blueprint) -> None:
    """Put the door before every page, and say what happens to whoever is stopped at it."""
    pages.before_request(_at_the_door)
    pages.register_error_handler(ConfirmWanted, _confirm_first)
    pages.register_error_handler(ConductWanted, _conduct_first)


def demand_proof(actor: Actor, level: str) -> None:
    """Let through whoever has proved lately enough that it is them."""
    if not proof.holds(actor, level):
        raise ConfirmWanted(level)


def confirm_url(back_to: str, level: str) -> str:
    """Return where somebody proves that it is them, to come back to ``back_to``.

    A form's leave to lead elsewhere ends at this site, so after one the page shows a link.
    """
    after_form = "yes" if request.method == "POST" else None
    wanted = level if level != proof.READ else None
    return url_for("yipplugin.confirm", next=back_to, level=wanted, back=after_form)


def _at_the_door() -> None:
    asked = DEMANDS.get((request.endpoint or "").partition(".")[2], STRICTEST)
    if asked == FREE:
        return
    actor = signed_in()
    works_on_cases = access.may(actor, "case:list").allowed
    if asked.of_readers and not works_on_cases:
        return
    demand_proof(actor, asked.proof)
    if asked.conduct and works_on_cases and not conduct.acknowledged(actor):
        raise ConductWanted


def _confirm_first(error: ConfirmWanted) -> Answer:
    url = confirm_url(here(), error.level)
    if _nothing_is_lost():
        return go(url)
    says = "Cases are opened only by somebody who has lately said who they are."
    return problem(
        Problem("Confirm that it is you", says, LOST, url, "Confirm that it is you"), 401
    )


def _conduct_first(_: ConductWanted) -> Answer:
    url = url_for("yipplugin.conduct", next=here())
    if _nothing_is_lost():
        return go(url)
    says = "The rules for working on cases are to be read once a year, and when they change."
    return problem(Problem("Read the rules first", says, LOST, url, "Read the rules"), 403)


LOST = "Nothing was signed. What you typed is below: copy it before you go on."


def _nothing_is_lost() -> bool:
    """Keep what was being sent as a draft, and say whether the browser may be led away from it."""
    return request.method != "POST" or keep_what_was_sent() or not list(typed())
