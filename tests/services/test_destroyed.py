"""What is left of a case that was disposed of: who did what, and nothing that could be read."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import make_url, select

from tests.services.conftest import AMARA, COLIN, DEV, HANA, SAL, TESS, filled, person
from tests.services.disposing import EZRA, REFERENCE, WHY, WORDS, close_a_case, kept, row_of
from tests.services.granting import wanted
from yipplugin.errors import NotFound, SealRefused
from yipplugin.keys import LocalKeys, decrypt
from yipplugin.services import cases, drafts, reports
from yipplugin.services.disposal import dispose, look, propose
from yipplugin.services.drafts import DraftKey, keep
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.services.team import let_in
from yipplugin.store.cases import CaseRow, NamedRow, PupilRow
from yipplugin.store.destroying import destroy
from yipplugin.store.drafts import DraftRow
from yipplugin.store.engine import engine_on
from yipplugin.store.grants import GrantRow
from yipplugin.store.keys import KeyRow, key_of_case
from yipplugin.store.ledger import LedgerRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.records import RecordRow
from yipplugin.store.sessions import Store
from yipplugin.store.verify import verify
from yipplugin.values import Everything


@pytest.fixture
def case_id(app):
    """Return a case that is closed."""
    return close_a_case()


@pytest.fixture
def proposed(case_id):
    propose(AMARA, case_id, "time", WHY)
    return case_id


@pytest.fixture
def disposed(proposed):
    dispose(HANA, proposed, REFERENCE)
    return proposed


def test_the_case_is_nowhere_to_be_found(app, disposed):
    other = report(TESS, filled("report")).case_id
    for who in (AMARA, DEV, HANA, EZRA, SAL):
        with pytest.raises(NotFound):
            cases.look(who, disposed)
        with pytest.raises(NotFound):
            look(who, disposed)
    assert [line.id for line in cases.page(HANA).rows] == [other]
    with pytest.raises(NotFound):
        reports.receipt(TESS, disposed)
    assert [one.case_id for one in reports.own_reports(TESS)] == [other]
    with pytest.raises(NotFound):
        sign(AMARA, disposed, filled("look"))


def test_what_points_to_people_is_gone_and_what_says_anything_is_empty(
    app,
    proposed,
    store,
):
    keep(AMARA, DraftKey("look", proposed), "s1", [["danger", "yes"]])
    keep(DEV, DraftKey("look", proposed), "s2", [["danger", "no"]])
    keep(DEV, DraftKey("report"), "s3", [["said", "of another"]])
    dispose(HANA, proposed, REFERENCE)
    assert kept(store, KeyRow, case_id=proposed) == []
    assert kept(store, PupilRow) == []
    assert [one.submission for one in kept(store, DraftRow)] == ["s3"]
    assert [one for one in kept(store, OutboxRow) if not one.done_at] == []
    case = row_of(store, proposed)
    assert (case.proposal, case.next_due_at, case.next_duty) == (None, None, None)
    assert (case.waits_for, case.outstanding) == ("", 0)
    assert not case.urgent
    assert case.disposed_at == store.clock()


def test_what_let_somebody_in_ends_with_it_and_no_other_grant_does(app, proposed, store, clock):
    other = report(TESS, filled("report")).case_id
    let_in(AMARA, proposed, wanted(DEV, days=1))
    clock.move(days=3)
    for case in (proposed, other):
        let_in(AMARA, case, wanted(COLIN))
    dispose(HANA, proposed, REFERENCE)
    ended = {
        (row.case_id, row.holder): (row.ended_at, row.ended_by) for row in kept(store, GrantRow)
    }
    assert ended == {
        (proposed, DEV.ref): (None, None),
        (proposed, COLIN.ref): (clock(), HANA.ref),
        (other, COLIN.ref): (None, None),
    }
    with store.reading(Everything()) as session:
        assert verify(session, proposed) is None


def test_the_adults_in_it_are_still_kept_from_what_the_ledger_says_of_it(app, disposed, store):
    named = person("Sal", "staff", "head")
    for who, finds in (
        (HANA, True),
        (AMARA, True),
        (EZRA, True),
        (named, False),
        (TESS, False),
    ):
        with store.reading(who) as session:
            found = session.scalars(select(LedgerRow).where(LedgerRow.chain == disposed)).all()
            others = [one for one in found if one.actor != who.ref]
        assert bool(others) is finds, who
    assert len(kept(store, NamedRow)) == 1


def test_the_ledger_still_verifies_and_says_who_did_it(app, disposed, store, ledger):
    with store.reading(Everything()) as session:
        assert verify(session, disposed) is None
        assert verify(session, "school:toy") is None
        entry = session.scalars(select(LedgerRow).order_by(LedgerRow.id.desc())).first()
    assert (entry.actor, entry.act) == ("staff:hana", "case:dispose")
    assert b'"ground":"time"' in entry.payload
    assert b'"proposed_by":"staff:amara"' in entry.payload
    assert WHY.encode() not in entry.payload


def test_no_key_there_is_opens_anything_of_it(app, proposed, store):
    everything = Everything()
    with store.reading(everything) as session:
        place = session.scalars(select(RecordRow)).first()
        assert WORDS in place.opened("content")
        ring = store.vault._ring(session, "toy")
    dispose(HANA, proposed, REFERENCE)
    keys = {b"k" * 32, *ring.own.values(), *ring.others.values()}
    with store.reading(everything) as session:
        for one in session.scalars(select(KeyRow)):
            bound = one.bound
            opened = [_tried(key, one.wrapped, bound) for key in keys]
            keys |= {found for found in opened if found}
        rows = session.scalars(select(RecordRow)).all()
        assert len(rows) == 3
        for one in rows:
            with pytest.raises(SealRefused):
                one.opened("content")
            bound = b"\x01" + one._place("content").bound.removeprefix(b"\x01")
            assert not any(_tried(key, one.content[1:], bound) for key in keys)


def test_not_even_the_session_that_destroys_it_opens_it_any_more(app, proposed, store):
    with store.reading(Everything("toy")) as session:
        session.begin()
        case = session.get(CaseRow, proposed)
        place = session.scalars(select(RecordRow).filter_by(form="report")).one()
        assert WORDS in place.opened("content")
        destroy(session, case, HANA.ref, store.clock())
        with pytest.raises(SealRefused, match="key of the case is not there"):
            place.opened("content")
        session.rollback()
        assert WORDS in place.opened("content")
    with store.reading(Everything("toy")) as session:
        session.begin()
        destroy(session, session.get(CaseRow, proposed), HANA.ref, store.clock())
        assert key_of_case(session, proposed) is None
        session.rollback()


def test_a_case_beside_it_opens_as_before(app, proposed, store):
    other = report(TESS, filled("report", {"said": "Of another."})).case_id
    dispose(HANA, proposed, REFERENCE)
    assert cases.look(AMARA, other).records[0].answers == {"said": "Of another."}
    assert drafts.mine(AMARA) == ()


def test_it_is_disposed_of_once(app, disposed):
    with pytest.raises(NotFound):
        dispose(EZRA, disposed, REFERENCE)


def _tried(key, sealed, bound):
    try:
        return decrypt(key, sealed, bound, "it")
    except SealRefused:
        return None


class Broken(Exception):
    pass


@pytest.mark.parametrize(
    "step", ["throw_away", "throw_away_files", "take_back", "carry_out", "on_team"]
)
def test_what_breaks_on_the_way_destroys_nothing(app, proposed, rows, monkeypatch, step):
    def breaks(*_):
        raise Broken

    before = rows()
    with monkeypatch.context() as broken:
        broken.setattr(f"yipplugin.store.destroying.{step}", breaks)
        with pytest.raises(Broken):
            dispose(HANA, proposed, REFERENCE)
    assert rows() == before
    assert cases.look(AMARA, proposed).records[0].answers["said"] == WORDS


@pytest.mark.sqlite
@pytest.mark.parametrize("mode", ["delete", "truncate", "wal"])
def test_the_file_does_not_hold_the_destroyed_key_anywhere(app, proposed, store, mode):
    path = store.engine.url.database
    keep(DEV, DraftKey("look", proposed), "s2", [["danger", "no"]])
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        connection.rollback()
        driver.execute(f"PRAGMA journal_mode = {mode}").fetchall()
        # Enough else is written for the log to hold the key, and for pages to be used again.
    for number in range(3):
        report(TESS, filled("report", {"said": str(number)}))
    with store.reading(Everything()) as session:
        secrets = [
            key_of_case(session, proposed).wrapped,
            session.scalars(select(PupilRow)).first().mark.encode(),
        ]
        secrets += [one.raw for one in session.scalars(select(DraftRow))]
    assert all(any(one in held for held in files_of(path)) for one in secrets)
    dispose(HANA, proposed, REFERENCE)
    wrapped, _, raw = secrets
    for held in files_of(path):
        assert wrapped not in held
        assert wrapped[12:28] not in held
        assert raw not in held


def files_of(path):
    """Return the bytes of the database's files, as they are on the disk now."""
    return [one.read_bytes() for one in Path(path).parent.glob(f"{Path(path).name}*")]


@pytest.mark.sqlite
def test_a_copy_from_before_still_opens_so_backups_have_to_age_out(app, proposed, store, tmp_path):
    copy = shutil.copy(store.engine.url.database, tmp_path / "backup.sqlite")
    dispose(HANA, proposed, REFERENCE)
    engine = engine_on(make_url(f"sqlite:///{copy}"))
    before = Store(lambda: engine, lambda: LocalKeys({"test": b"k" * 32}))
    with before.reading(Everything()) as session:
        assert WORDS in session.scalars(select(RecordRow)).first().opened("content")
    engine.dispose()
