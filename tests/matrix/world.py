"""Every situation in which a person can stand to a case, built once, through the services."""

from dataclasses import asdict, dataclass, replace
from datetime import timedelta

from sqlalchemy import select

from tests.matrix.host import HEAD, LEAD, START
from yipplugin.services import conduct, delegations, team
from yipplugin.services.grants import Wanted
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.services.signing import Filled
from yipplugin.store.base import new_id
from yipplugin.store.cases import CaseRow
from yipplugin.store.grants import EMERGENCY, TEAM, GrantRow
from yipplugin.store.keys import key_of_case
from yipplugin.store.ledger import Entry, append_to_case
from yipplugin.store.numbers import NumberRow
from yipplugin.store.sessions import store
from yipplugin.values import ALL_ROLES, AUTHORITY, ROLES, Actor, Everything

NOBODY, EVERY_ROLE = "nobody", "every role"
WHO = (*ALL_ROLES, NOBODY, EVERY_ROLE)
"""Whoever may ask: each role alone, somebody without any, and somebody with all of them."""

SITUATIONS = {
    "own": "a case of their school, in which they have no part",
    "reporter": "the case that they reported themselves",
    "team": "a case to whose team they belong",
    "expired": "a case whose team they belonged to; they belong to others' still",
    "emergency": "a case that they opened in an emergency, an hour ago",
    "lead": "a case in which the safeguarding lead is one of the adults",
    "head": "a case in which the head is one of the adults",
    "both": "a case in which the lead and the head are",
    "closed": "a case that is closed",
    "named": "a case in which they are one of the adults themselves",
    "named and let in": "the same, with a grant to the team and one for an emergency",
    "disposed": "a case whose content was destroyed",
    "other school": "a case of another school",
    "missing": "a case that there is not",
}

LET_IN = ("team", "expired", "emergency", "named and let in")
"""The situations of whoever is let into some case. In all the others it is somebody else, who holds
the same role and is let into none; whatever is about no case is tried as these two."""

PERSONS = ("own", "team")

TESS = Actor("staff:tess", "Tess", frozenset({"staff"}), "toy")
AMARA = Actor("staff:amara", "Amara", frozenset({"dsl"}), "toy")
HANA = Actor("staff:hana", "Hana", frozenset({"head"}), "toy")
PUPIL = {"ref": "pupil:1", "name": "Robin Ash", "kind": "pupil", "born": None}
NOWHERE, NO_REPORT, NO_LOOK, NO_GRANT = (figure * 32 for figure in "0123")
NO_REFERENCE = "YIP-2026-9999"
WANTED = Wanted("staff:guest", START.date(), "They work with the family")


@dataclass(frozen=True)
class Place:
    """A case as somebody is tried in it.

    By id: the case, their report in it, a look of the lead's, and the grant of a guest.
    """

    case: str = NOWHERE
    reference: str = NO_REFERENCE
    report: str = NO_REPORT
    look: str = NO_LOOK
    grant: str = NO_GRANT

    @property
    def names(self):
        """Return what the place is called, in addresses and in what is sent."""
        return asdict(self)


def person(role, situation):
    """Return whoever holds ``role`` and stands to a case as ``situation`` says."""
    roles = {NOBODY: set(), EVERY_ROLE: set(ALL_ROLES)}.get(role, {role})
    let_in = situation in LET_IN
    name = f"{role} let in" if let_in else role
    return Actor(
        f"staff:{name}", name, frozenset(roles | {"case_team"} if let_in else roles), "toy"
    )


def filled(form, answers=None, **more):
    usual = {
        "report": {"said": "As told", "pupil": PUPIL},
        "report_addition": {"said": "And this"},
        "look": {"danger": "no"},
        "sign_off": {"agreed": "yes"},
        "team_note": {"said": "Seen"},
        "closure": {"why": "It is over"},
        "training": {"held": "yes"},
    }
    return Filled(new_id(), form, answers or usual[form], **more)


def staff(ref):
    return {"ref": ref, "name": ref, "kind": "staff", "born": None}


class World:
    """Where each person is tried: ``place(role, situation)``.

    ``delegated`` is a delegation at the school, ``elsewhere`` one at another.
    """

    def __init__(self):
        self.shared, self.own = {}, {}
        self.delegated = self.elsewhere = ""

    def place(self, role, situation):
        return self.own.get((role, situation)) or self.shared[situation]


def build():
    """Build the world in the application's empty database."""
    world = World()
    _other_numbers()
    for situation in SITUATIONS:
        if situation == "missing":
            world.shared[situation] = Place()
        elif situation != "reporter":
            at = "other" if situation == "other school" else "toy"
            world.shared[situation] = _case(TESS, at)
    for role in WHO:
        able = person(role if role not in (NOBODY, AUTHORITY) else "staff", "reporter")
        who = replace(able, ref=person(role, "reporter").ref)
        world.own[role, "reporter"] = _case(who, "toy")
    _named(world)
    # After that: being named would end them, and what is tried is whether they would help.
    _grants(world)
    _ended(world)
    world.delegated, world.elsewhere = (_delegation(school) for school in ("toy", "other"))
    for one in {person(role, situation) for role in WHO for situation in PERSONS}:
        if one.roles & ROLES.keys():
            assert conduct.acknowledge(one, conduct.digest(conduct.rules()))
    return world


def _other_numbers():
    """Have the other school's references be none of ours: each school counts its own."""
    with store().writing(Everything("other")) as session:
        session.add(NumberRow(school="other", series=str(START.year), last=500))


def _case(reporter, school):
    reporter, lead = replace(reporter, school=school), replace(AMARA, school=school)
    made = report(reporter, filled("report"))
    looked = sign(lead, made.case_id, filled("look"))
    team.let_in(lead, made.case_id, WANTED)
    (guest,) = team.look(lead, made.case_id).grants
    return Place(made.case_id, made.reference, made.records[0].id, looked.id, guest.id)


def _delegation(school):
    head = replace(HANA, school=school)
    delegations.delegate(head, "viewing_delegate", WANTED)
    (found,) = delegations.page(head)
    return found.id


def _grants(world):
    with store().writing(Everything("toy")) as session:
        for role in WHO:
            for kind, situation, place, begins, ends in (
                (TEAM, "team", "team", -60, 60),
                (TEAM, "expired", "expired", -120, -1),
                (EMERGENCY, "emergency", "emergency", -60, 60),
                (TEAM, "named and let in", "named and let in", -60, 60),
                (EMERGENCY, "named and let in", "named and let in", -60, 60),
            ):
                row = GrantRow(
                    id=new_id(),
                    school="toy",
                    kind=kind,
                    holder=person(role, situation).ref,
                    case_id=world.shared[place].case,
                    role="case_team",
                    begins_at=START + timedelta(minutes=begins),
                    ends_at=START + timedelta(minutes=ends),
                    made_at=START,
                    made_by=AMARA.ref,
                )
                row.seal(session, content='{"holder_name": "", "made_by_name": "", "reason": ""}')
                session.add(row)
        for one in world.shared.values():
            _write_down(session, one.case, "team:change")


def _row(session, case_id):
    return session.scalars(select(CaseRow).where(CaseRow.id == case_id)).one_or_none()


def _write_down(session, case_id, act):
    case = _row(session, case_id)
    if case is not None:
        append_to_case(session, case, Entry.of(AMARA, START, act, f"case:{case_id}"))


def _named(world):
    named = {"lead": [LEAD], "head": [HEAD], "both": [HEAD, LEAD], "disposed": ["staff:someone"]}
    for situation in ("named", "named and let in"):
        named[situation] = [person(role, situation).ref for role in WHO]
    for situation, refs in named.items():
        for ref in refs:
            answers = {"danger": "no", "adult": staff(ref)}
            sign(AMARA, world.shared[situation].case, filled("look", answers))


def _ended(world):
    case = world.shared["closed"].case
    sign(AMARA, case, filled("closure", reasons={"A-4": "It is"}))
    gone = world.shared["disposed"].case
    with store().writing(Everything("toy")) as session:
        _row(session, gone).disposed_at = START
        session.delete(key_of_case(session, gone))
        _write_down(session, gone, "case:dispose")
