"""Looking back: who saw and did what in a case and at the school, on pages and as files."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from yipplugin.services import entries
from yipplugin.services.entries import NEWEST, Line, Lines, Wanted
from yipplugin.services.permits import may
from yipplugin.store.entries import KINDS
from yipplugin.web import spreadsheet, words
from yipplugin.web.doings import did, doing
from yipplugin.web.frame import signed_in

OFFERED = {"": "All", "seen": "Looked at", "changed": "Changed", "refused": "Refused"}
"""The kinds of entries that a page may be narrowed to, by what stands in its address."""

HEAD = (
    "number",
    "at (UTC)",
    "who",
    "who, in the host’s own words",
    "act",
    "what",
    "about",
    "outcome",
    "from",
    "more",
    "hash before",
    "hash",
)


def add_pages(pages: Blueprint) -> None:
    """Add the pages and the files."""
    pages.add_url_rule("/ledger", "ledger", ledger)
    pages.add_url_rule("/ledger.csv", "ledger_file", ledger_file)
    pages.add_url_rule("/cases/<case_id>/ledger", "case_ledger", case_ledger)
    pages.add_url_rule("/cases/<case_id>/ledger.csv", "case_ledger_file", case_ledger_file)


def ledger() -> str:
    """Show what was done at the school and in no one case."""
    wanted = _wanted()
    found = entries.of_school(signed_in(), wanted)
    signed = found.signed
    return render_template(
        "yipplugin/ledger/school.html",
        lines=[doing(one, references=found.references) for one in found.page.lines],
        **_around("yipplugin.ledger", wanted, found.page),
        file_url=url_for("yipplugin.ledger_file"),
        disposed=[
            (one.reference, words.long_date(one.at), _case_url(one.case_id))
            for one in found.disposed
        ],
        signed=signed,
        signed_at=words.long_moment(signed.at) if signed else "",
    )


def ledger_file() -> Response:
    """Give what was done at the school and in no one case as a file."""
    return spreadsheet.answer("school-ledger.csv", HEAD, _rows(entries.all_of_school(signed_in())))


def case_ledger(case_id: str) -> str:
    """Show who saw and did what in a case, one that was disposed of too."""
    actor, wanted = signed_in(), _wanted()
    found = entries.of_case(actor, case_id, wanted)
    gone = found.disposed_at
    return render_template(
        "yipplugin/ledger/case.html",
        case_id=found.case_id,
        reference=found.reference,
        disposed=words.long_date(gone) if gone else "",
        lines=[doing(one, found.policy) for one in found.page.lines],
        **_around("yipplugin.case_ledger", wanted, found.page, case_id=case_id),
        file_url=url_for("yipplugin.case_ledger_file", case_id=case_id),
        school_url=url_for("yipplugin.ledger") if may(actor, entries.LIST).allowed else "",
    )


def case_ledger_file(case_id: str) -> Response:
    """Give who saw and did what in a case as a file."""
    reference, found = entries.all_of_case(signed_in(), case_id)
    return spreadsheet.answer(f"{reference}-ledger.csv", HEAD, _rows(found))


def _wanted() -> Wanted:
    kind, before = request.args.get("show", ""), request.args.get("before", "")
    plain = before.isascii() and before.isdigit() and len(before) < len(str(NEWEST))
    return Wanted(kind if kind in KINDS else "", int(before) if plain else NEWEST)


def _around(page: str, wanted: Wanted, found: Lines, **of: Any) -> dict[str, object]:
    """Return what stands around the lines: what to narrow them to, and where older ones are."""
    kind = wanted.kind or None
    return {
        "filters": [
            (label, url_for(page, show=key or None, **of), key == wanted.kind)
            for key, label in OFFERED.items()
        ],
        "older": url_for(page, show=kind, before=found.before, **of) if found.before else "",
        "newest": url_for(page, show=kind, **of) if wanted.before != NEWEST else "",
    }


def _case_url(case_id: str) -> str:
    return url_for("yipplugin.case_ledger", case_id=case_id)


def _rows(found: Iterator[Line]) -> Iterator[tuple[object, ...]]:
    for one in found:
        yield (
            one.id,
            one.at.strftime("%Y-%m-%d %H:%M:%S"),
            one.actor_name,
            one.actor,
            one.act,
            did(one.act, one.outcome),
            one.subject,
            one.outcome,
            one.origin,
            json.dumps(dict(one.detail), ensure_ascii=False, sort_keys=True),
            one.previous,
            one.hash,
        )
