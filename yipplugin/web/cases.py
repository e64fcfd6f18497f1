"""Cases: the list of what is due next, the page of one case, and its file on paper."""

from dataclasses import dataclass
from functools import partial

from flask import Blueprint, render_template, request, url_for

from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.rules import worktime
from yipplugin.services import cases
from yipplugin.services.cases import CaseFilter, CaseLine
from yipplugin.services.policies import policy_now
from yipplugin.web import words
from yipplugin.web.answers import paper
from yipplugin.web.casepage import CasePage
from yipplugin.web.chronology import chronology
from yipplugin.web.drafts import unfinished
from yipplugin.web.explaining import Explanations
from yipplugin.web.frame import now, signed_in

PAGE = 25
"""How many cases a page of the list shows."""


def add_pages(pages: Blueprint) -> None:
    """Add the pages of cases."""
    pages.add_url_rule("/cases", "case_list", case_list)
    pages.add_url_rule("/cases/<case_id>", "case", case)
    pages.add_url_rule("/cases/<case_id>/print", "case_print", case_print)


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
        page=CasePage(found, actor, now()),
        chronology=chronology(found, actor),
        opened=words.long_moment(found.opened_at),
        signed=explain.title(signed) if signed else "",
    )


def case_print(case_id: str) -> str:
    """Show the whole case as a file to be printed."""
    actor = signed_in()
    found = cases.look(actor, case_id)
    explain, page = Explanations(found.policy, found), CasePage(found, actor, now())
    return render_template(
        "yipplugin/cases/print.html",
        case=found,
        page=page,
        all_tasks=[page.task(duty) for duty in found.standing.duties],
        papers=[
            paper(explain, one, found.signings[one.id].reasons, house().kinds)
            for one in found.records
        ],
        opened=words.long_moment(found.opened_at),
        printed=words.long_moment(now()),
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


def _list_url(wanted: CaseFilter, after: str | None = None) -> str:
    show = "late" if wanted.overdue else "mine" if wanted.mine else None
    return url_for("yipplugin.case_list", stage=wanted.stage or None, show=show, after=after)
