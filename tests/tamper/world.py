"""A small world in the database, made by the services: two schools, cases, all that is covered."""

import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from sqlalchemy import text

from tests.services.authority import CLEO, Council
from tests.services.conftest import (
    AMARA,
    DEV,
    HANA,
    PACK,
    PUPIL,
    SAL,
    TESS,
    Clock,
    School,
    filled,
    own_password,
    staff,
    with_school,
)
from tests.services.contacts import DATA, Owner
from tests.services.elsewhere import beside
from yipplugin.checkpoint import Checkpoint
from yipplugin.errors import NotFound
from yipplugin.hooking import open_house
from yipplugin.keys import LocalKeys
from yipplugin.packs.contacts.reading import read_contacts
from yipplugin.packs.library import Library
from yipplugin.services import authoring, contactpacks, owncontacts, publishing, referring
from yipplugin.services.cases import look
from yipplugin.services.delegations import delegate
from yipplugin.services.delegations import end_it as end_delegation
from yipplugin.services.delegations import page as delegated
from yipplugin.services.disposal import dispose, propose
from yipplugin.services.grants import Wanted
from yipplugin.services.holding import hold, lift
from yipplugin.services.ledger import checkpoint
from yipplugin.services.moving import agree
from yipplugin.services.moving import propose as propose_move
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.services.signing import Filled
from yipplugin.services.team import end_it as end_in_case
from yipplugin.services.team import let_in
from yipplugin.services.team import look as team
from yipplugin.settings import settle
from yipplugin.store.covered import COVERED
from yipplugin.store.sessions import Store
from yipplugin.values import Everything

TABLES = (*COVERED, "yip_ledger", "yip_chain")


def refer(case_id):
    """Refer a case on the form of a pack, and write down what came of it."""
    pack = read_contacts(DATA / "westhampton.yaml").pack
    offer = referring.Offer(pack.referrals[0], pack.routes[0], pack)
    form = Filled("referral", "a/b", {"child": "Robin"}, version=1)
    sent = referring.send(AMARA, case_id, offer, form)
    referring.answer(AMARA, case_id, sent, {"spoke_to": "Jo"})


@dataclass(frozen=True)
class World:
    """The database as it was half-way, row by row, and the checkpoints that were taken out."""

    before: dict[str, list[dict]]
    checkpoints: tuple[Checkpoint, ...]
    disposed: str


def build(engine) -> World:
    """Fill a database that has our tables and nothing in them."""
    app = Flask("host")
    app.config.update(YIP_POLICY="toy", SECRET_KEY="for tests only", SERVER_NAME="school.test")
    settle(app.config)
    clock = Clock()
    house = app.extensions["yipplugin"] = open_house([School(), Council("Oxfordshire")])
    house.policies = Library([Path(PACK)], house.kinds)
    kept = house.store = Store(lambda: engine, lambda: LocalKeys({"t": b"k" * 32}), clock=clock)
    with app.app_context(), TemporaryDirectory() as folder:
        cases = [_case(clock, n) for n in range(3)]
        elsewhere = report(with_school(TESS, "other"), filled("report")).case_id
        until = Wanted(SAL.ref, clock().date() + timedelta(days=30), "They know the family")
        let_in(AMARA, cases[0], until)
        delegate(HANA, "viewing_delegate", until)
        owner, route = _contacts(folder)
        app.config["YIP_CONTACT_KEYS"] = {"oxfordshire": str(Path(folder) / "oxfordshire.pem")}
        authoring.begin(CLEO, "la:931")
        taken = [checkpoint(one) for one in ("toy", "other", "county")]
        refer(cases[1])
        hold(AMARA, cases[1], "claim", "A solicitor wrote.")
        propose_move(AMARA, cases[1], beside(app, _copied(house, folder)), "It is meant for this.")
        before = _rows(kept)
        clock.move(days=1)
        _later(clock, cases, elsewhere)
        owner.install(2)
        retitled = authoring.change(CLEO, "oxfordshire", 1, lambda said: said | {"title": "É"})
        publishing.publish(CLEO, "oxfordshire", retitled.revision)
        contactpacks.drop(AMARA, "oxfordshire")
        owncontacts.retire(AMARA, route)
        taken += [checkpoint(one) for one in ("toy", "other", "county")]
    return World(before, tuple(taken), cases[2])


def _case(clock, number):
    """Return a case with a report, two looks, a correction, some reads and a refusal."""
    people = {"said": "É, “as told”", "pupil": PUPIL}
    if number == 1:
        people["adult"] = staff(SAL)
    case_id = report(TESS, filled("report", people)).case_id
    clock.move(minutes=5)
    looked = sign(AMARA, case_id, filled("look"))
    look(DEV, case_id)
    clock.move(minutes=5)
    wrong = filled(
        "look", {"danger": "no" if number == 2 else "yes"}, supersedes=looked.id, reason="A slip"
    )
    corrected = sign(AMARA, case_id, wrong)
    if number == 0:
        signed = filled("sign_off", about=f"record:{corrected.id}", signature=own_password(HANA))
        sign(HANA, case_id, signed)
    try:
        look(with_school(AMARA, "other"), case_id)
    except NotFound:
        clock.move(minutes=1)
    return case_id


def _copied(house, folder):
    """Have the pack read from where another can stand beside it; return that folder."""
    pack = Path(shutil.copytree(PACK, Path(folder) / "pack"))
    house.policies = Library([pack], house.kinds)
    return pack


def _contacts(folder):
    """Return an authority whose pack is installed, and the name of a route of the school's own."""
    owner = Owner(Path(folder))
    owner.pin(approves=True)
    owner.pin()
    owner.install()
    said = {"purpose": "lado", "org": "É", "phone": "101", "hours": "always", "source": "Known"}
    owncontacts.save(AMARA, said)
    return owner, owncontacts.save(AMARA, said)


def _later(clock, cases, elsewhere):
    lift(HANA, cases[1], "It was settled.")
    agree(HANA, cases[1])
    look(HANA, cases[0])
    sign(AMARA, cases[1], filled("look", {"danger": "no", "adult": staff(DEV)}))
    for one in team(AMARA, cases[0]).grants:
        end_in_case(AMARA, cases[0], one.id)
    for one in delegated(HANA):
        end_delegation(HANA, one.id)
    clock.move(minutes=1)
    sign(AMARA, cases[2], filled("closure", reasons={"A-4": "It is"}))
    propose(AMARA, cases[2], "time", "I read the file from beginning to end.")
    dispose(HANA, cases[2], "YIP-2026-0003")
    sign(with_school(AMARA, "other"), elsewhere, filled("look"))


def _rows(kept):
    found = {}
    with kept.reading(Everything()) as session:
        for name in TABLES:
            rows = session.connection().execute(text(f"SELECT * FROM {name}"))  # noqa: S608
            found[name] = [dict(row) for row in rows.mappings()]
    return found
