"""Cases: the list of what is due next, and the page of one case."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request, url_for

from yipplugin.policy import Policy
from yipplugin.rules import worktime
from yipplugin.rules.access import could
from yipplugin.services import cases
from yipplugin.services.cases import CaseFilter, CaseLine
from yipplugin.services.permits import may
from yipplugin.services.policies import policy_now
from yipplugin.values import Actor
from yipplugin.web import words
from yipplugin.web.casepage import CasePage
from yipplugin.web.changes import past
from yipplugin.web.chronology import chronology
from yipplugin.web.delivered import delivered
from yipplugin.web.drafts import unfinished
from yipplugin.web.explaining import Explanations
from yipplugin.web.frame import now, signed_in
from yipplugin.web.holding import in_words
from yipplugin.web.procedure import review_lapsed
from yipplugin.web.seeing import seen_by

PAGE = 25
"""How many cases a page of the list shows."""


def add_pages(pages: Blueprint) -> None:
    """Add the pages of cases."""
    pages.add_url_rule("/cases", "case_list", case_list)
    pages.add_url_rule("/cases/<case_id>", "case", case)


@dataclass(frozen=True)
class Line:
    """One case in the list: no name, and nothing that was written about anybody."""

    reference: str
    url: str
    stage: str
    alarm: bool
    next: str
    due: str
    tone: str


@dataclass(frozen=True)
class Filter:
    """One link that narrows the list."""

    label: str
    url: str
    here: bool


def case_list() -> str:
    """List the cases that somebody may read, what is late first."""
    actor = signed_in()
    policy = policy_now(actor.school)
    wanted, after = _wanted(policy), request.args.get("after")
    found = cases.page(actor, wanted, after, PAGE)
    return render_template(
        "yipplugin/cases/list.html",
        rows=[_line(one, policy) for one in found.rows],
        filters=_filters(policy, wanted),
        narrowed=wanted != CaseFilter(),
        first=_list_url(wanted) if after else "",
        more=_list_url(wanted, found.next_after) if found.next_after else "",
        unfinished=[] if after else unfinished(actor),
        beside=_beside(actor),
        lapsed=review_lapsed(actor, policy),
    )


def case(case_id: str) -> str:
    """Show one case: what to do next first, and everything else after it."""
    actor = signed_in()
    found = cases.look(actor, case_id)
    explain = Explanations(found.policy, found)
    signed = explain.records.get(request.args.get("signed", ""))
    return render_template(
        "yipplugin/cases/case.html",
        case=found,
        page=CasePage(found, now()),
        seen=seen_by(found),
        chronology=chronology(found),
        referrals=delivered(found),
        moves=[past(one) for one in found.moves],
        hold=in_words(found.hold) if found.hold else "",
        opened=words.long_moment(found.opened_at),
        signed=explain.title(signed) if signed else "",
    )


def _line(one: CaseLine, policy: Policy) -> Line:
    due, tone = "", ""
    if one.next_due_at:
        is_school_day = partial(worktime.is_school_day, policy.calendar)
        due = words.initial(words.due(one.next_due_at, now(), is_school_day))
        tone = "late" if one.overdue else ""
    return Line(
        reference=one.reference,
        url=url_for("yipplugin.case", case_id=one.id),
        stage=one.stage_label,
        alarm=one.urgent,
        next=one.next_do,
        due=due,
        tone=tone,
    )


def _wanted(policy: Policy) -> CaseFilter:
    stage = request.args.get("stage", "")
    return CaseFilter(
        stage=stage if stage in {one.key for one in policy.stages} else "",
        overdue=request.args.get("show") == "late",
        mine=request.args.get("show") == "mine",
    )


def _filters(policy: Policy, wanted: CaseFilter) -> list[Filter]:
    offered = [("All", CaseFilter()), ("Late", CaseFilter(overdue=True))]
    offered.append(("Waiting for me", CaseFilter(mine=True)))
    offered += [(stage.label, CaseFilter(stage=stage.key)) for stage in policy.stages]
    return [Filter(label, _list_url(one), one == wanted) for label, one in offered]


def _beside(actor: Actor) -> list[tuple[str, str]]:
    """Return what else there is to do, beside the list, for whoever may."""
    offered = [
        ("Find a young person’s cases", "case_find", may(actor, "case:find").allowed),
        ("Who to call", "contacts", may(actor, "contact:read").allowed),
        ("Open a case in an emergency", "widen", could(actor.roles, "case:widen")),
        ("The school’s registers", "registers", may(actor, "register:read").allowed),
        ("Delegations", "delegations", may(actor, "delegation:list").allowed),
        ("Numbers", "numbers", may(actor, "numbers:read").allowed),
        ("What was done at the school", "ledger", may(actor, "ledger:list").allowed),
    ]
    return [(label, url_for(f"yipplugin.{page}")) for label, page, may_be in offered if may_be]


def _list_url(wanted: CaseFilter, after: str | None = None) -> str:
    show = "late" if wanted.overdue else "mine" if wanted.mine else None
    return url_for("yipplugin.case_list", stage=wanted.stage or None, show=show, after=after)
