"""Papers of a case: which there are, and each as a page to be printed or as a file."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.errors import NotFound, Refused
from yipplugin.hooking import house
from yipplugin.services import makings, papers
from yipplugin.services.cases import CaseView
from yipplugin.services.outside import Copy, anonymised
from yipplugin.services.papers import FILE, OURS, Wanted
from yipplugin.web import pdf, words
from yipplugin.web.answers import paper as record_paper
from yipplugin.web.casepage import CasePage
from yipplugin.web.changes import past
from yipplugin.web.chronology import with_role
from yipplugin.web.explaining import Explanations
from yipplugin.web.explaining import Refused as WhyNot
from yipplugin.web.frame import now, signed_in
from yipplugin.web.onpaper import as_file, head_of, on_paper
from yipplugin.web.paperwork import Paperwork, people_of
from yipplugin.web.problems import Answer, Problem, problem
from yipplugin.web.referred import printed


@dataclass(frozen=True)
class Way:
    """A paper in the list: for whom it is, what it is about, where it is, or why it is not."""

    title: str
    about: str
    url: str
    refused: tuple[WhyNot, ...]


def add_pages(pages: Blueprint) -> None:
    """Add the list of papers, and the papers."""
    pages.add_url_rule("/cases/<case_id>/print", "case_print", case_print)
    pages.add_url_rule("/cases/<case_id>/papers", "case_papers", case_papers)
    pages.add_url_rule("/cases/<case_id>/papers/<paper>", "case_paper", case_paper)


def case_papers(case_id: str) -> str:
    """List the papers that can be made of a case, and for whom each is."""
    case = papers.look(signed_in(), case_id)
    explain = Explanations(case.policy, case)
    found: dict[tuple[str, str], list[Way]] = {}
    for one in papers.offered(case):
        paper, about = one.paper, explain.about(papers.whom(case, one.about))
        record = explain.records.get(one.about.removeprefix("record:"))
        signed = words.short_moment(record.signed_at) if record else ""
        url = url_for(
            "yipplugin.case_paper", case_id=case_id, paper=paper.key, about=one.about or None
        )
        refused = tuple(explain.refused(why, paper.title) for why in one.refused)
        way = Way(paper.title, ", ".join(filter(None, (about, signed))), url, refused)
        found.setdefault((paper.title, paper.reader), []).append(way)
    return render_template(
        "yipplugin/papers/list.html",
        case=case,
        papers=found,
        file_url=url_for("yipplugin.case_print", case_id=case_id),
        making=makings.look(signed_in(), case_id),
        making_url=url_for("yipplugin.case_file", case_id=case_id),
        outside=[
            (one.person.name, url_for("yipplugin.case_outside", case_id=case_id, about=ref))
            for one in case.standing.people
            if one.person.kind != "staff" and (ref := one.person.ref)
        ],
        no_pdf="" if pdf.available() else pdf.MISSING,
    )


def case_print(case_id: str) -> str | Response:
    """Show the whole case as a file to be printed."""
    case = papers.take(signed_in(), case_id, Wanted(FILE, file=as_file()))
    head = head_of(case, OURS[FILE], url_for("yipplugin.case", case_id=case_id))
    return on_paper(head, "yipplugin/papers/file.html", FILE, **file_of(case))


def case_paper(case_id: str, paper: str) -> Answer | str | Response:
    """Show one of the policy's papers, made from a case, a pupil or a record."""
    about = request.args.get("about", "")
    if paper in OURS:
        raise NotFound  # each of ours has a page of its own
    try:
        case = papers.take(signed_in(), case_id, Wanted(paper, about, as_file()))
    except Refused as refusal:
        return _refused(case_id, refusal)
    made = case.policy.papers[paper]
    whom = papers.whom(case, about)
    shown = anonymised(case, whom).case if made.subject_only and whom else case
    by = with_role(case.reader.name, case.reader.roles)
    work = Paperwork(made, shown, about, by, now())
    back = url_for("yipplugin.case_papers", case_id=case_id)
    head = head_of(case, made.title, back, made.subject_only)
    return on_paper(head, "yipplugin/papers/body.html", paper, blocks=list(work.blocks()))


def file_of(case: CaseView, about: str = "", copy: Copy | None = None) -> dict[str, object]:
    """Return what the case file says; of a copy for outside, with nothing that is not in it."""
    explain, page = Explanations(case.policy, case), CasePage(case, now())
    return {
        "case": case,
        "copy": copy,
        "page": page,
        "people": people_of(page, case, about),
        "all_tasks": [page.task(duty) for duty in case.standing.duties],
        "papers": [
            record_paper(explain, one, case.signings[one.id].reasons, house().kinds)
            for one in case.records
        ],
        "referrals": printed(case, outside=copy is not None),
        "opened": words.long_moment(case.opened_at),
        "moves": [past(one) for one in case.moves],
    }


def _refused(case_id: str, refusal: Refused) -> Answer:
    says = " ".join(one.says for one in refusal.refusals)
    back = url_for("yipplugin.case_papers", case_id=case_id)
    shown = Problem(
        "The policy does not allow this paper now", says, "", back, "Back to the papers"
    )
    return problem(shown, 409)
