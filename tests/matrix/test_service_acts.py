"""Every act of the services, for every role, in every situation: one table, and nobody left out.

A case that one may not know of is answered in the words of one that there is not, and costs the
very steps.
"""

import importlib
import inspect
import pkgutil
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.matrix import contact_acts
from tests.matrix import expected as says
from tests.matrix.steps import steps
from tests.matrix.world import PERSONS, SITUATIONS, WANTED, WHO, filled, person
from yipplugin import services
from yipplugin.errors import NotAllowed, NotDisposedOf, NotFound, NotHeld, NotMoved, Refused
from yipplugin.services import (
    cases,
    conduct,
    confirming,
    delegations,
    disposal,
    drafts,
    entries,
    forms,
    holding,
    makings,
    moving,
    numbers,
    papers,
    people,
    records,
    registers,
    reports,
    team,
    widening,
)
from yipplugin.services.drafts import DraftKey
from yipplugin.services.entries import Wanted
from yipplugin.services.signatures import Signature
from yipplugin.store.base import new_id


@dataclass(frozen=True)
class Try:
    """One act as it is tried: what is called, and what is expected of whom, where.

    ``everywhere`` is set for an act that names a case and does not look whether there is one.
    """

    call: Any
    expected: Any
    everywhere: bool = False

    @property
    def situations(self):
        """Return in which situations it is tried."""
        about_a_case = self.everywhere or says.NOT_FOUND in self.expected.values()
        return SITUATIONS if about_a_case else PERSONS


def sign(form, **more):
    def signed(actor, place, world):
        about = f"record:{place.look}" if form == "sign_off" else None
        own = Signature("their own")
        return records.sign(actor, place.case, filled(form, about=about, signature=own, **more))

    return signed


def correct(which):
    """Return an act that corrects the version of a record that stands now."""

    def corrected(actor, place, world):
        first = getattr(place, which)
        newest = world.corrected.get(first, first)
        how = filled(which, supersedes=newest, reason="It was not so")
        world.corrected[first] = records.sign(actor, place.case, how).id

    return corrected


def keep(actor, place, world):
    drafts.keep(actor, DraftKey("look", place.case), new_id(), [["danger", "no"]])


def let_in(actor, place, world):
    team.let_in(actor, place.case, replace(WANTED, holder=f"staff:for {actor.ref[6:]}"))


def decides(act, *more):
    """Return an act on what becomes of a case; what stands in its way comes after the permit."""

    def decided(actor, place, world):
        with suppress(NotDisposedOf, NotHeld, NotMoved):
            act(actor, place.case, *more)

    return decided


TRIED = {
    **contact_acts.tried(Try),
    "cases.look": [
        Try(lambda actor, place, _: cases.look(actor, place.case), says.READ),
        Try(lambda actor, place, _: cases.look(actor, place.case, "case:inspect"), says.PRINT),
    ],
    "cases.of_pupils": [Try(lambda actor, *_: cases.of_pupils(actor, ["pupil:1"]), says.LISTERS)],
    "cases.page": [Try(lambda actor, *_: cases.page(actor), says.LISTERS)],
    "conduct.acknowledge": [
        Try(
            lambda actor, *_: conduct.acknowledge(actor, conduct.digest(conduct.rules())),
            says.ANYBODY,
        )
    ],
    "forms.form": [Try(lambda actor, *_: forms.form(actor, "look"), says.COUNTERS)],
    "forms.forms": [Try(lambda actor, *_: forms.forms(actor), says.COUNTERS)],
    "confirming.confirm": [
        Try(lambda actor, *_: confirming.confirm(actor, "their own"), says.PROVERS)
    ],
    "delegations.delegate": [
        Try(lambda actor, *_: delegations.delegate(actor, "deputy_dsl", WANTED), says.DELEGATE)
    ],
    "delegations.end_it": [
        Try(
            lambda actor, _, world: delegations.end_it(actor, world.world.delegated),
            says.DELEGATE,
        )
    ],
    "delegations.page": [Try(lambda actor, *_: delegations.page(actor), says.DELEGATIONS)],
    "disposal.look": [Try(decides(disposal.look), says.DISPOSAL)],
    "disposal.propose": [Try(decides(disposal.propose, "", ""), says.PROPOSE)],
    "disposal.withdraw": [Try(decides(disposal.withdraw), says.DISPOSAL)],
    "disposal.dispose": [Try(decides(disposal.dispose, "none"), says.DISPOSE)],
    "entries.all_of_case": [
        Try(lambda actor, place, _: list(entries.all_of_case(actor, place.case)[1]), says.LEDGER)
    ],
    "entries.all_of_school": [
        Try(lambda actor, *_: list(entries.all_of_school(actor)), says.LEDGER_OF_SCHOOL)
    ],
    "entries.of_case": [
        Try(lambda actor, place, _: entries.of_case(actor, place.case, Wanted()), says.LEDGER)
    ],
    "entries.of_school": [
        Try(lambda actor, *_: entries.of_school(actor, Wanted()), says.LEDGER_OF_SCHOOL)
    ],
    "drafts.discard": [Try(lambda actor, *_: drafts.discard(actor, "none"), says.ANYBODY)],
    "drafts.find": [Try(lambda actor, *_: drafts.find(actor, DraftKey("look")), says.ANYBODY)],
    "drafts.keep": [Try(keep, says.ANYBODY, everywhere=True)],
    "drafts.mine": [Try(lambda actor, *_: drafts.mine(actor), says.ANYBODY)],
    "holding.hold": [Try(decides(holding.hold, "", ""), says.DISPOSAL)],
    "holding.lift": [Try(decides(holding.lift, ""), says.DISPOSAL)],
    "holding.look": [Try(decides(holding.look), says.DISPOSAL)],
    "makings.begin": [
        Try(lambda actor, place, _: makings.begin(actor, place.case, papers.FILE), says.PRINT)
    ],
    "makings.cancel": [Try(lambda actor, place, _: makings.cancel(actor, place.case), says.PRINT)],
    "makings.look": [Try(lambda actor, place, _: makings.look(actor, place.case), says.PRINT)],
    "makings.take": [Try(lambda actor, place, _: makings.take(actor, place.case), says.PRINT)],
    "moving.agree": [Try(decides(moving.agree), says.DISPOSAL)],
    "moving.look": [Try(decides(moving.look), says.DISPOSAL)],
    "moving.move": [Try(decides(moving.move, "", ""), says.DISPOSAL)],
    "moving.propose": [Try(decides(moving.propose, "", ""), says.PROPOSE)],
    "moving.withdraw": [Try(decides(moving.withdraw), says.DISPOSAL)],
    "numbers.exact": [Try(lambda actor, *_: numbers.exact(actor), says.COUNTERS)],
    "numbers.public": [Try(lambda actor, *_: numbers.public(actor), says.NUMBERS)],
    "papers.look": [Try(lambda actor, place, _: papers.look(actor, place.case), says.PRINT)],
    "papers.take": [
        Try(
            lambda actor, place, _: papers.take(actor, place.case, papers.Wanted(papers.FILE)),
            says.PRINT,
        )
    ],
    "people.find": [Try(lambda actor, *_: people.find(actor, "staff", "Some"), says.ANYBODY)],
    "records.add_to_report": [
        Try(
            lambda actor, place, _: records.add_to_report(
                actor, place.case, filled("report_addition")
            ),
            says.ADD,
        )
    ],
    "records.sign": [
        Try(sign("look"), says.SIGN_LOOK),
        Try(sign("sign_off"), says.SIGN_OFF),
        Try(sign("team_note"), says.SIGN_TEAM_NOTE),
        Try(correct("look"), says.CORRECT_ANOTHERS),
        Try(correct("report"), says.CORRECT_REPORT),
    ],
    "registers.look": [Try(lambda actor, *_: registers.look(actor), says.REGISTERS)],
    "registers.sign": [
        Try(lambda actor, *_: registers.sign(actor, filled("training")), says.REGISTERS)
    ],
    "reports.own_reports": [Try(lambda actor, *_: reports.own_reports(actor), says.ANYBODY)],
    "reports.receipt": [
        Try(lambda actor, place, _: reports.receipt(actor, place.case), says.RECEIPT)
    ],
    "reports.report": [
        Try(lambda actor, *_: reports.report(actor, filled("report")), says.ANYBODY)
    ],
    "team.end_it": [
        Try(lambda actor, place, _: team.end_it(actor, place.case, place.grant), says.TEAM)
    ],
    "team.let_in": [Try(let_in, says.TEAM)],
    "team.look": [Try(lambda actor, place, _: team.look(actor, place.case), says.TEAM)],
    "widening.widen": [
        Try(
            lambda actor, place, _: widening.widen(actor, place.reference, "At once"),
            says.WIDEN,
        )
    ],
}
NO_ACTS = {
    "conduct.acknowledged": "asks the ledger what the actor themselves did",
    "confirming.confirmed_by_host": "asks the host about whoever is signed in",
    "drafts.keep_unsigned": "is for somebody signed out, whom a token of ours names",
    "grants.checked": "can only refuse, once the permit was asked",
    "grants.end": "is a part of an act that has begun already",
    "grants.entry_of": "makes a value and writes nothing",
    "grants.with_roles": "says which roles live grants give, and does nothing",
    "imagery.hold_imagery": "can only refuse, once the permit was asked",
    "limits.hold": "can only refuse, and knows of no case",
    "limits.hold_passwords": "can only refuse, and knows of no case",
    "makings.fail": "goes on with what was begun, for whoever may still see it",
    "makings.finish": "goes on with what was begun, for whoever may still see it",
    "makings.tell": "goes on with what was begun, for whoever may still see it",
    "permits.demand": "is how the others ask",
    "permits.demand_role": "is how the others ask",
    "permits.may": "is how the others ask",
    "permits.not_found": "is how the others refuse",
    "permits.objection": "is how the others ask",
    "permits.refuse": "is how the others refuse",
    "prefilling.prefilled": "makes values of a case that was opened before, and writes nothing",
    "registers.may_sign": "says which forms name a role of theirs, and does nothing",
    "reports.kept_from": "says past whom a report goes, to whoever made it",
    "signatures.check_signature": "is a step of signing, before which the permit was asked",
    "signing.candidate": "makes a value and writes nothing",
    "widening.may_ask": "says whether the permit is held, and does nothing",
}


def acts():
    """Yield every public function of the services that takes whoever acts."""
    for found in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"yipplugin.services.{found.name}")
        for name, one in inspect.getmembers(module, inspect.isfunction):
            own = one.__module__ == module.__name__ and not name.startswith("_")
            names = list(inspect.signature(one).parameters)
            # What takes a session is a part of an act that has begun already.
            if own and "actor" in names and names[0] != "session":
                yield f"{found.name}.{name}"


def test_every_act_of_the_services_has_a_row():
    found = set(acts())
    rows = TRIED.keys() | NO_ACTS.keys()
    assert found - rows == set(), (
        "An act without a row in the matrix. Say in tests/matrix/expected.py who may do it in "
        "which situation, and in TRIED here how it is tried; or in NO_ACTS why it is none."
    )
    assert rows - found == set(), "The matrix has rows for what is gone."


@dataclass(frozen=True)
class Came:
    """What came of an act: how it was answered, in which words, and the steps that it took."""

    outcome: str
    words: str
    steps: list[str]


def came_of(call, actor, place, world):
    outcome, words = says.LET_THROUGH, ""
    with steps(world) as taken:
        try:
            call(actor, place, world)
        except (NotFound, NotAllowed, Refused) as error:
            kinds = {NotFound: says.NOT_FOUND, NotAllowed: says.NOT_ALLOWED}
            outcome, words = kinds.get(type(error), says.BY_POLICY), str(error)
    return Came(outcome, words, taken)


def in_order(tried, role):
    """Return in which situations an act is tried; what changes something for them comes last."""
    missing = tried.expected[role, "missing"]
    return sorted(tried.situations, key=lambda one: tried.expected[role, one] != missing)


@pytest.mark.parametrize(
    ("act", "number"),
    [(act, number) for act, tries in TRIED.items() for number in range(len(tries))],
)
def test_each_role_is_answered_in_each_situation_as_the_table_says(act, number, world):
    tried, wrong = TRIED[act][number], []
    for role in WHO:
        nowhere, missing = world.place(role, "missing"), {}
        for situation in in_order(tried, role):
            actor, place = person(role, situation), world.place(role, situation)
            said, wanted = f"as {role}, {SITUATIONS[situation]}", tried.expected[role, situation]
            hides = tried.situations is SITUATIONS and says.hides(tried.expected, role, situation)
            if hides and actor not in missing:
                # Twice at first: keys are opened and statements compiled when first wanted.
                for _ in range(1 if missing else 2):
                    missing[actor] = came_of(tried.call, actor, nowhere, world)
            came = came_of(tried.call, actor, place, world)
            if came.outcome != wanted:
                wrong.append(f"{said}: {came.outcome}, not {wanted}")
            elif hides and came != missing[actor]:
                wrong.append(f"{said}: not the words or the steps of a missing one")
    assert not wrong, "\n".join([act, *wrong])


@pytest.mark.parametrize("role", WHO)
def test_a_list_shows_what_may_be_opened_and_nothing_else(role, world):
    for situation in SITUATIONS:
        if says.LISTERS[role, situation] != says.LET_THROUGH:
            continue
        actor, case = person(role, situation), world.place(role, situation).case
        listed = {line.id for line in cases.page(actor, size=500).rows}
        may_open = says.READ[role, situation] == says.LET_THROUGH
        assert (case in listed) is may_open, SITUATIONS[situation]
        # Whatever their part elsewhere, these are never in any list of theirs.
        hidden = {world.place(role, one).case for one in ("disposed", "other school")}
        assert not listed & hidden


@pytest.mark.parametrize("role", [one for one in WHO if one not in ("nobody", "authority")])
def test_ones_own_reports_are_ones_own(role, world):
    for situation in PERSONS:
        listed = {one.case_id for one in reports.own_reports(person(role, situation))}
        own = {world.place(role, "reporter").case} if situation == "own" else set()
        assert listed == own, SITUATIONS[situation]
