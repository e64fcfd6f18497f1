"""The school's procedure to be read: each clause in our words, with what carries it out here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from yipplugin.packs.carrying import Carrier, carriers
from yipplugin.policy import Citation, Clause, Policy
from yipplugin.rules.standing import without_names
from yipplugin.services.permits import demand, may
from yipplugin.services.policies import policy_now
from yipplugin.services.registers import owed_now
from yipplugin.values import DSL_GROUP, HEADS, LONDON, ROLES, Actor
from yipplugin.web import words
from yipplugin.web.frame import go, now, signed_in

ACT = "policy:read"

KINDS: Mapping[str, str] = {
    "obliged": "Must be done",
    "prohibited": "Not allowed",
    "permitted": "Allowed",
    "principle": "Principle",
    "definition": "Definition",
}
LABELS: Mapping[str, str] = {
    "trigger": "To be acted on at once",
    "duty": "Asked for",
    "refusal": "Refused",
    "warning": "Needs a reason",
    "two people": "Two people",
    "text": "Said",
    "inspection": "Asked by inspectors",
    "form": "Form",
    "question": "Question",
    "paper": "On paper",
}
MOST = 6
"""How much of what carries a clause is shown at once; the rest unfolds."""


def add_pages(pages: Blueprint) -> None:
    """Add the page."""
    pages.add_url_rule("/procedure", "procedure", procedure)


@dataclass(frozen=True)
class Shown:
    """One clause as people read it, with what carries it and what it rests on."""

    id: str
    says: str
    kind: str
    who: str
    lines: str
    carried: tuple[tuple[str, str], ...]
    more: tuple[tuple[str, str], ...]
    cited: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """The clauses whose numbers begin with the same letters."""

    key: str
    title: str
    clauses: tuple[Shown, ...]


def procedure() -> Response | str:
    """Show the procedure under which cases are opened now."""
    actor = signed_in()
    demand(actor, ACT)
    policy = policy_now(actor.school)
    wanted = request.args.get("clause", "").strip().upper()
    # Numbers such as DEC-3a are asked for as they come, in capitals or not.
    found = next((one for one in policy.clauses if one.upper() == wanted), "")
    if found:
        return go(url_for("yipplugin.procedure", _anchor=f"yip-{found}"))
    return render_template(
        "yipplugin/procedure/procedure.html",
        policy=policy,
        in_force=words.long_date(policy.in_force),
        review_by=words.long_date(policy.review_by),
        signed_by=words.listed(ROLES[role] for role in policy.signed_by),
        registers=may(actor, "register:read").allowed,
        forms=may(actor, "form:read").allowed,
        lapsed=review_lapsed(actor, policy),
        parts=list(_parts(policy)),
        wanted=wanted,
    )


def review_lapsed(actor: Actor, policy: Policy) -> str:
    """Return that the policy should have been reviewed, for those who see to it."""
    if now().astimezone(LONDON).date() <= policy.review_by or not actor.roles & (DSL_GROUP | HEADS):
        return ""
    due = _review_due(actor.school, policy)
    return due and (
        f"This procedure was due for review by {due}. Until it is reviewed, check what it rests on "
        "before you rely on it."
    )


def _review_due(school: str, policy: Policy) -> str:
    """Return by when a review is overdue; nothing where the registers have one that still holds."""
    if not policy.reviewed_with:
        return words.long_date(policy.review_by)
    owed = [one for one in owed_now(school) if policy.reviewed_with in one.forms]
    late = [one.due_at for one in owed if one.status == "overdue" and one.due_at]
    return words.long_date(max(late[0].astimezone(LONDON).date(), policy.review_by)) if late else ""


def _parts(policy: Policy) -> Iterator[Part]:
    carried: dict[str, list[Carrier]] = {}
    for one in carriers(policy):
        carried.setdefault(one.clause, []).append(one)
    grouped: dict[str, list[Clause]] = {key: [] for key in policy.parts}
    for clause in policy.clauses.values():
        grouped.setdefault(clause.id.partition("-")[0], []).append(clause)
    for key, clauses in grouped.items():
        if clauses:
            shown = (_shown(policy, one, carried.get(one.id, [])) for one in clauses)
            yield Part(key, policy.parts.get(key, key), tuple(shown))


def _shown(policy: Policy, clause: Clause, carried: list[Carrier]) -> Shown:
    told = tuple(dict.fromkeys(_words(policy, one) for one in carried if one.kind in LABELS))
    return Shown(
        id=clause.id,
        says=clause.says,
        kind=KINDS.get(clause.kind, ""),
        who=clause.who,
        lines=clause.lines,
        carried=told[:MOST],
        more=told[MOST:],
        cited=tuple(_cited(one) for one in policy.citations if one.clause == clause.id),
    )


def _words(policy: Policy, carrier: Carrier) -> tuple[str, str]:
    says = carrier.says
    if carrier.kind == "question":
        form = policy.forms[carrier.where.partition(".")[0]]
        says = f"{says} (in «{form.title}»)"
    elif carrier.kind == "two people":
        says = next(one.says for one in policy.two_people if one.id == carrier.where)
    elif carrier.kind in ("duty", "trigger"):
        says = without_names(says.replace("{person}", "each young person"))
    return LABELS[carrier.kind], says


def _cited(citation: Citation) -> str:
    checked = citation.checked_on
    parts = [citation.says]
    if citation.replaced_by:
        parts.append(f"Replaced since by {citation.replaced_by}")
    if checked is not None:
        parts.append(f"Looked up on {words.long_date(checked)}")
    return ". ".join(parts) + "."
