"""The school's registers: what it does apart from any case, each line signed and kept for good.

A line is an act in the ledger, and there is no other list of it. It holds codes, dates, numbers and
the refs of staff, and nothing that somebody wrote freely: a pack that asks for more is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from yipplugin.errors import NotAllowed, NotFound
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.policy import Policy
from yipplugin.rules.outcome import StandingDuty
from yipplugin.rules.registers import SCHOOL, owed, register_forms
from yipplugin.services import limits
from yipplugin.services.imagery import hold_imagery
from yipplugin.services.permits import demand, refuse
from yipplugin.services.policies import policy_now
from yipplugin.services.signatures import check_signature
from yipplugin.services.signing import Filled, form_of
from yipplugin.store.drafts import lay_aside
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.registers import SIGNED, WrittenLine, lines
from yipplugin.store.sessions import store
from yipplugin.values import Actor, Everything, Person, Record

READ, SIGN = "register:read", SIGNED

MOST_LINES = 2000
"""How many lines are read, the newest: more than a school writes in many years."""


@dataclass(frozen=True)
class Registers:
    """Every line of the school's registers, oldest first, and what the school owes now."""

    policy: Policy
    records: tuple[Record, ...] = field(repr=False)
    owed: tuple[StandingDuty, ...]


def look(actor: Actor) -> Registers:
    """Return the school's registers, for whoever sees to them."""
    demand(actor, READ)
    return _registers(actor.school, named=True)


def owed_now(school: str) -> tuple[StandingDuty, ...]:
    """Return what a school owes now, for those who are told of it on other pages."""
    return _registers(school, named=False).owed


def sign(actor: Actor, filled: Filled) -> None:
    """Sign a line. Sending the same submission again writes nothing more.

    :raises NotFound: for a form that is not the school's.
    :raises NotAllowed: for one that is not theirs to sign.
    :raises WrongSignature, FormChanged, TooMany: as when a record is signed.
    """
    demand(actor, SIGNED)
    policy = policy_now(actor.school)
    form = form_of(policy, filled)
    if form.about != SCHOOL or filled.supersedes:
        raise NotFound
    if not actor.roles & set(form.who):
        reason = "None of your roles signs this register."
        refuse(actor, SIGNED, f"form:{form.key}", {"reason": reason})
        raise NotAllowed(SIGNED, reason)
    limits.hold(actor, SIGNED)
    hold_imagery(actor, SIGNED, f"form:{form.key}", filled)
    check_signature(actor, SIGNED, form, filled.answers, filled.signature)
    if _signed_before(actor, filled):
        return
    with store().writing(actor) as session:
        _write(session, actor, form, filled)


def may_sign(actor: Actor, policy: Policy) -> tuple[Form, ...]:
    """Return the forms of the registers that somebody may sign."""
    return tuple(form for form in register_forms(policy) if actor.roles & set(form.who))


def _signed_before(actor: Actor, filled: Filled) -> bool:
    with store().reading(Everything(actor.school)) as session:
        kept = lines(session, actor.school, MOST_LINES)
    return any(one.said.get("submission") == filled.submission for one in kept)


def _write(session: Session, actor: Actor, form: Form, filled: Filled) -> None:
    now = store().clock()
    detail = {
        "form": form.key,
        "version": form.version,
        "submission": filled.submission,
        "roles": sorted(actor.roles),
        "answers": _plain(filled.answers),
    }
    entry = Entry.of(actor, now, SIGNED, f"form:{form.key}", detail=detail)
    append_to_school(session, actor.school, entry)
    lay_aside(session, actor, filled.submission, now)


def _registers(school: str, *, named: bool) -> Registers:
    policy = policy_now(school)
    # Whoever may read the registers may not read the rest of the school's chain.
    with store().reading(Everything(school)) as session:
        found = lines(session, school, MOST_LINES)
    records = tuple(_record(one, named) for one in found)
    return Registers(policy, records, owed(policy, records, store().clock()))


def _record(line: WrittenLine, named: bool) -> Record:
    said = line.said
    return Record(
        id=str(line.id),
        form=said["form"],
        version=said["version"],
        by=line.actor,
        by_name=_name(line.actor) if named else "",
        by_roles=frozenset(said["roles"]),
        signed_at=line.at,
        answers=_with_names(said["answers"]) if named else said["answers"],
        about=SCHOOL,
    )


def _plain(answers: Any) -> Any:
    """Return answers in which a member of staff is no more than a ref."""
    if isinstance(answers, Mapping):
        if "ref" in answers:
            return {"ref": answers["ref"]}
        return {key: _plain(one) for key, one in answers.items()}
    if isinstance(answers, Sequence) and not isinstance(answers, str):
        return [_plain(one) for one in answers]
    return answers


def _with_names(answers: Any) -> Any:
    if isinstance(answers, Mapping):
        if "ref" in answers:
            return {**answers, "kind": "staff", "name": _name(answers["ref"])}
        return {key: _with_names(one) for key, one in answers.items()}
    if isinstance(answers, list):
        return [_with_names(one) for one in answers]
    return answers


def _name(ref: str) -> str:
    """Return what somebody is called now; somebody who has left is still known by their ref."""
    found: Person | None = house().hooks.yip_staff_member(ref)
    return found.name if found else ref
