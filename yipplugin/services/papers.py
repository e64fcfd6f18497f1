"""Papers: taking a case to paper, or into a file, as one of the papers that there are of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yipplugin.errors import Refused
from yipplugin.policy import Paper
from yipplugin.rules.carrying import place_in
from yipplugin.rules.outcome import StandingRefusal
from yipplugin.services import cases, limits
from yipplugin.services.cases import CaseView
from yipplugin.services.opening import open_case
from yipplugin.services.permits import may, not_found, refuse
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.sessions import store
from yipplugin.values import Actor

PRINT = "case:print"

FILE, OUTSIDE_FILE, OUTSIDE_CHRONOLOGY = "case-file", "outside-file", "outside-chronology"
REFERRAL = "signed-referral"

OURS: Mapping[str, str] = MappingProxyType(
    {
        FILE: "Case file",
        OUTSIDE_FILE: "Case file for outside",
        OUTSIDE_CHRONOLOGY: "Chronology for outside",
        REFERRAL: "Signed referral",
    }
)
"""The papers that every case has. A pack cannot use their keys, which have a hyphen."""

OUTSIDE = (OUTSIDE_FILE, OUTSIDE_CHRONOLOGY)


@dataclass(frozen=True)
class Wanted:
    """Which paper of a case: its key, whom or what it is about, and what file it becomes."""

    key: str
    about: str = ""
    file: str = ""


@dataclass(frozen=True)
class Offered:
    """A paper that can be made of a case, and why the policy refuses it now, if it does."""

    paper: Paper
    about: str
    refused: tuple[StandingRefusal, ...]


def look(actor: Actor, case_id: str) -> CaseView:
    """Return a case for the list of its papers, to whoever may take one.

    :raises NotFound: for anybody else, as for a case that there is not.
    """
    view = cases.look(actor, case_id)
    if not may(view.reader, PRINT, view.known).allowed:
        not_found(actor, PRINT, case_id)
    return view


def offered(case: CaseView) -> Iterator[Offered]:
    """Yield each paper of the case's policy for each pupil or record that it can be made from."""
    people = {one.person.ref for one in case.standing.people}
    for paper in case.policy.papers.values():
        for about in _abouts(case, paper):
            if paper.subject_only and whom(case, about) not in people:
                continue
            yield Offered(paper, about, case.standing.refused(*paper.acts, about=whom(case, about)))


def take(actor: Actor, case_id: str, wanted: Wanted) -> CaseView:
    """Return a case to be put on paper; that it was, and as which paper, is written down first.

    :raises NotFound: for a case that is not the actor's to print, and for a paper there is not.
    :raises Refused: where the policy refuses now what giving the paper out does.
    :raises TooMany: where the actor has printed very much.
    """
    limits.hold(actor, PRINT)
    found: CaseView | None = None
    refused: tuple[StandingRefusal, ...] = ()
    with store().writing(actor) as session:
        opened = open_case(session, actor, PRINT, case_id, lock=True)
        if opened:
            now = store().clock()
            view = cases.view_of(session, actor, opened, now)
            found, refused = _found(view, wanted)
            if found and not refused:
                detail = {"paper": wanted.key, **({"file": wanted.file} if wanted.file else {})}
                if wanted.key == REFERRAL:
                    detail["referral"] = wanted.about
                entry = Entry.of(actor, now, PRINT, f"case:{case_id}", detail=detail)
                append_to_case(session, opened.row, entry)
    if not found:
        not_found(actor, PRINT, case_id)
    if refused:
        because = {"paper": wanted.key, "refusals": [one.id for one in refused]}
        refuse(actor, PRINT, f"case:{case_id}", because)
        raise Refused(refused)
    return found


def whom(case: CaseView, about: str) -> str:
    """Return the person that a paper is about: one that is named, or whom its record is about."""
    seen: set[str] = set()
    records = {one.id: one for one in case.records}
    while about.startswith("record:") and about not in seen:
        seen.add(about)
        record = records.get(about.removeprefix("record:"))
        about = (record.about if record else "") or ""
    return "" if about.startswith("record:") else about


def _found(case: CaseView, wanted: Wanted) -> tuple[CaseView | None, tuple[StandingRefusal, ...]]:
    """Return the case where it has the paper, and why the policy refuses that."""
    if wanted.key in OUTSIDE:
        named = {one.person.ref for one in case.standing.people if one.person.kind != "staff"}
        return (case if wanted.about in named else None), ()
    if wanted.key == FILE:
        return case, ()
    if wanted.key == REFERRAL:
        return (case if wanted.about in {one.id for one in case.referrals} else None), ()
    for one in offered(case):
        if (one.paper.key, one.about) == (wanted.key, wanted.about):
            return case, one.refused
    return None, ()


def _abouts(case: CaseView, paper: Paper) -> list[str]:
    """Return what a paper can be made from, as refs; an empty one is the case itself."""
    if paper.about == "pupil":
        return [one.person.ref for one in case.standing.people if one.person.kind == "pupil"]
    if not paper.about:
        return [""]
    form, current = paper.about.removeprefix("record:"), set(case.standing.current)
    return [
        f"record:{one.id}" for one in case.records
        if one.form == form and one.id in current and place_in(case.policy, one)
    ]  # fmt: skip
