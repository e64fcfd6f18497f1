"""The page on which a case is moved to another policy: what that would change, then who decides."""

from flask import Blueprint, render_template, request, url_for

from yipplugin.errors import NotMoved
from yipplugin.services import moving as services
from yipplugin.services.moves import Moving, PolicyName
from yipplugin.values import Actor
from yipplugin.web import tokens, words
from yipplugin.web.changes import parts_of, past, policy_about, policy_name, stage_of
from yipplugin.web.deciding import Deciding, Typed
from yipplugin.web.frame import go, signed_in
from yipplugin.web.problems import Answer

AT = {services.NOWHERE: "yip-to-1", services.NO_REASON: "yip-reason"}
"""Where on the page something is to be put right; anything else is read under the heading."""


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/cases/<case_id>/move", "move", move, methods=["GET", "POST"])


def move(case_id: str) -> Answer:
    """Show what a move would change, and take down what is decided."""
    actor = signed_in()

    def propose(typed: Typed) -> Answer:
        services.propose(actor, case_id, typed.get("to", ""), typed.get("reason", ""))
        return go(_url(case_id))

    def move_now(typed: Typed) -> Answer:
        services.move(actor, case_id, typed.get("to", ""), typed.get("reason", ""))
        return go(url_for("yipplugin.case", case_id=case_id))

    def agree(_typed: Typed) -> Answer:
        services.agree(actor, case_id)
        return go(url_for("yipplugin.case", case_id=case_id))

    def withdraw(_typed: Typed) -> Answer:
        services.withdraw(actor, case_id)
        return go(_url(case_id))

    def show(typed: Typed, wrong: str) -> str:
        return _shown(actor, case_id, typed, wrong)

    buttons = {"propose": propose, "move": move_now, "agree": agree, "withdraw": withdraw}
    return Deciding(actor, _page(case_id), show, buttons, NotMoved).answer()


def _shown(actor: Actor, case_id: str, typed: Typed, wrong: str) -> str:
    to = typed.get("to", "") or request.args.get("to", "")
    case = services.look(actor, case_id, to)
    return render_template(
        "yipplugin/moving/move.html",
        case=case,
        names={one.digest: policy_name(one) for one in (case.now, *case.offered, *_to(case))},
        about={one.digest: policy_about(one) for one in (case.now, *case.offered, *_to(case))},
        history=[past(one) for one in case.history],
        proposed=words.long_moment(case.proposal.at) if case.proposal else "",
        is_proposed=bool(case.proposal and case.to and case.proposal.to == case.to),
        parts=parts_of(case, case.change) if case.change else [],
        stage=stage_of(case.change) if case.change else "",
        typed=typed,
        wrong=wrong,
        at=AT.get(wrong, "yip-decide"),
        token=tokens.for_button(actor, _page(case_id)),
        here=_url(case_id),
        back=url_for("yipplugin.case", case_id=case_id),
    )


def _to(case: Moving) -> tuple[PolicyName, ...]:
    proposal = (case.proposal.to,) if case.proposal else ()
    return ((case.to,) if case.to else ()) + proposal


def _page(case_id: str) -> str:
    # What was shown for one case moves no other.
    return f"move {case_id}"


def _url(case_id: str) -> str:
    return url_for("yipplugin.move", case_id=case_id)
