"""A signed referral as a paper: exactly what was signed, and what came of it."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from yipplugin.services import papers
from yipplugin.services.papers import OURS, REFERRAL, Wanted
from yipplugin.web.delivered import delivered
from yipplugin.web.frame import signed_in
from yipplugin.web.onpaper import as_file, head_of, on_paper
from yipplugin.web.referred import on_paper as referral_on_paper


def add_pages(pages: Blueprint) -> None:
    """Add the paper."""
    at = "/cases/<case_id>/referrals/<referral_id>/print"
    pages.add_url_rule(at, "referral_print", referral_print)


def referral_print(case_id: str, referral_id: str) -> str | Response:
    """Show a signed referral to be printed, or make it into a file."""
    case = papers.take(signed_in(), case_id, Wanted(REFERRAL, referral_id, as_file()))
    how = next(one for one in delivered(case) if one.referral.id == referral_id)
    back = url_for("yipplugin.referral", case_id=case_id, referral_id=referral_id)
    head = head_of(case, OURS[REFERRAL], back)
    template = "yipplugin/papers/referral.html"
    return on_paper(head, template, REFERRAL, case=case, one=referral_on_paper(how))
