"""Whatever a query forgot, a session shows whoever it belongs to no more than they may know of."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import exists, func, literal_column, select, text, union, update
from sqlalchemy.orm import aliased

from tests.store.conftest import NOON
from yipplugin.errors import PastTheWall
from yipplugin.store.base import UNWALLED, new_id
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.grants import DELEGATION, TEAM, GrantRow
from yipplugin.store.ledger import Entry, LedgerRow, append_to_case, append_to_school
from yipplugin.store.makings import MakingRow
from yipplugin.store.outbox import OutboxRow, put
from yipplugin.store.tables import TABLES
from yipplugin.store.wall import on_ledger
from yipplugin.values import ROLES, Actor, Everything

DSL = Actor("staff:1", "A name", frozenset({"staff", "dsl"}), "toy")
EVERY_ROLE = Actor("staff:1", "A name", frozenset(ROLES), "toy")
TEACHER = Actor("staff:3", "A name", frozenset({"staff"}), "toy")


@pytest.fixture
def there(make_case):
    """Keep a case that everybody may know of, one that names staff:1, and one of another school."""
    return {
        "open": make_case("toy", "staff:2"),
        "naming": make_case("toy", "staff:2", named=("staff:1",)),
        "elsewhere": make_case("other", "staff:2"),
    }


def ways(kind=CaseRow):
    """Return the ways in which a query can come to a case that it does not ask after by itself."""
    inner, listed = select(kind).subquery(), select(kind).cte()
    return {
        "rows": select(kind.id),
        "subquery": select(inner.c.id),
        "common table": select(listed.c.id),
        "join": select(NamedRow.case_id).join(kind, kind.id != NamedRow.id),
        "count": select(func.count()).select_from(kind),
        "count of a column": select(func.count(kind.id)),
        "part of a question": select(NamedRow.id).where(exists().where(kind.id == kind.id)),
        "one of": select(kind.id).where(kind.id.in_(select(kind.id))),
        "value": select(select(func.max(kind.id)).scalar_subquery()),
        "two kinds": select(kind.id, NamedRow.case_id).where(kind.id != NamedRow.id),
    }


@pytest.mark.parametrize("way", ways())
@pytest.mark.parametrize("who", [DSL, EVERY_ROLE], ids=["lead", "every role"])
def test_there_is_no_way_to_a_case_that_names_one(store, there, who, way):
    hidden = {there["naming"], there["elsewhere"]}
    with store.reading(who) as session:
        found = session.execute(ways()[way]).all()
    assert not hidden & {value for row in found for value in row}
    if way.startswith("count"):
        assert found == [(1,)]
    if way in ("join", "part of a question", "two kinds"):
        assert found == []
    if way in ("rows", "subquery", "common table", "one of", "value"):
        assert found == [(there["open"],)]


@pytest.mark.parametrize("way", ways())
def test_the_same_ways_lead_there_without_the_wall(store, there, way):
    with store.reading(Everything()) as session:
        found = session.execute(ways()[way]).all()
    assert len(found) > 1 or found[0][0] not in (1, there["open"]) or way == "value"


def test_a_row_is_not_got_by_its_key(store, there):
    with store.reading(DSL) as session:
        assert session.get(CaseRow, there["naming"]) is None
        assert session.get(CaseRow, there["elsewhere"]) is None
        assert session.get(CaseRow, there["open"]) is not None


TABLE, OTHER = CaseRow.__table__, aliased(CaseRow)
ROUND_THE_WALL = {
    "table": select(TABLE),
    "columns of a table": select(TABLE.c.id),
    "alias of a table": select(TABLE.alias().c.id),
    "another name": select(OTHER.id),
    "another name joined": select(CaseRow.id).join(OTHER, OTHER.id != CaseRow.id),
    "another name of a question": select(aliased(CaseRow, select(CaseRow).subquery()).id),
    "table in a part that stands alone": select(CaseRow.id).where(
        exists(select(TABLE.c.id).correlate(None))
    ),
    "table beside": select(NamedRow.id).select_from(TABLE),
    "table in a part": select(NamedRow.id).where(exists(select(TABLE.c.id))),
    "table asked after": select(NamedRow.id).where(TABLE.c.id != NamedRow.id),
    "text": text("SELECT id FROM yip_case"),
    "text in a question": select(NamedRow.id).where(text("1 = 1")),
    "text as a column": select(literal_column("(SELECT max(id) FROM yip_case)")),
    "rows from text": select(CaseRow).from_statement(text("SELECT * FROM yip_case")),
    "two questions": union(select(CaseRow.id), select(NamedRow.case_id)),
    "change of many": update(CaseRow).values(stage="closed"),
}


@pytest.mark.parametrize("way", ROUND_THE_WALL)
@pytest.mark.parametrize("who", [DSL, Everything("toy")], ids=["lead", "engine"])
def test_what_the_wall_cannot_be_put_around_is_refused(store, there, who, way):
    with pytest.raises(PastTheWall), store.reading(who) as session:
        session.execute(ROUND_THE_WALL[way])


def test_the_engine_sees_one_school_or_all(store, there):
    for who, known in (
        (Everything("toy"), {there["open"], there["naming"]}),
        (Everything("other"), {there["elsewhere"]}),
        (Everything(), set(there.values())),
    ):
        with store.reading(who) as session:
            assert set(session.scalars(select(CaseRow.id))) == known


@pytest.mark.sqlite  # on PostgreSQL there is a second one behind it
def test_a_statement_that_looks_past_the_wall_says_so(store, there):
    with store.reading(DSL) as session:
        asked = select(CaseRow.id).execution_options(**UNWALLED)
        assert set(session.scalars(asked)) == set(there.values())


def grant(session, kind, holder, case_id=None):
    row = GrantRow(
        id=new_id(),
        school="toy",
        kind=kind,
        holder=holder,
        case_id=case_id,
        role="deputy_dsl",
        begins_at=NOON,
        ends_at=NOON + timedelta(days=1),
        made_at=NOON,
        made_by="staff:9",
    )
    row.seal(session, content="{}")
    session.add(row)
    return row.id


def test_what_belongs_to_a_case_is_found_with_it_alone(store, there, make_case):
    with store.writing(Everything("toy")) as session:
        for name in ("open", "naming"):
            grant(session, TEAM, "staff:5", there[name])
            case = session.get(CaseRow, there[name])
            append_to_case(session, case, Entry(NOON, "staff:5", "case:read", f"case:{case.id}"))
    columns = {
        "named": NamedRow.case_id,
        "grant": GrantRow.case_id,
        "entry": LedgerRow.chain,
    }
    for who, known in ((DSL, {there["open"]}), (TEACHER, set())):
        with store.reading(who) as session:
            for name, column in columns.items():
                found = set(session.scalars(select(column))) - {None, "school:toy"}
                assert found <= known, name
    with store.reading(DSL) as session:
        assert set(session.scalars(select(GrantRow.case_id))) == {there["open"]}
        assert set(session.scalars(select(LedgerRow.chain))) == {there["open"], "school:toy"}


def test_delegations_are_found_by_who_may_list_them_and_by_whoever_holds_one(store, make_case):
    make_case()
    with store.writing(Everything("toy")) as session:
        mine, other = grant(session, DELEGATION, "staff:3"), grant(session, DELEGATION, "staff:5")
        append_to_school(session, "toy", Entry(NOON, "staff:9", "delegation:change", ""))
    with store.reading(TEACHER) as session:
        assert set(session.scalars(select(GrantRow.id))) == {mine}
    with store.reading(DSL) as session:
        assert set(session.scalars(select(GrantRow.id))) == {mine, other}


def test_a_file_is_found_by_whoever_asked_for_it_while_they_may_know_of_the_case(store, there):
    with store.writing(Everything("toy")) as session:
        for case in ("open", "naming"):
            for ref in ("staff:1", "staff:9"):
                row = MakingRow(id=f"{case} {ref}", school="toy", case_id=there[case], asked_by=ref)
                row.paper, row.step, row.pages = "case-file", "waiting", 0
                row.asked_at = row.moved_at = NOON
                session.add(row)
    with store.reading(DSL) as session:
        assert set(session.scalars(select(MakingRow.id))) == {"open staff:1"}
    with store.reading(TEACHER) as session:
        assert session.scalars(select(MakingRow.id)).all() == []


def test_nobody_finds_a_message(store, make_case):
    case_id = make_case()
    with store.writing(DSL) as session:
        put(session, school="toy", kind="notice", payload={"case": case_id}, due_at=NOON, key="k")
    with store.reading(DSL) as session:
        assert session.scalars(select(OutboxRow)).all() == []
    with store.reading(Everything("toy")) as session:
        assert len(session.scalars(select(OutboxRow)).all()) == 1


def tried(store, case_id, who="staff:5"):
    with store.writing(Everything("toy")) as session:
        entry = Entry(NOON, who, "case:read", f"case:{case_id}", "refused")
        append_to_school(session, "toy", entry)


def test_the_ledger_of_the_school_does_not_tell_what_was_tried_with_a_hidden_case(store, there):
    for one in (there["open"], there["naming"], "nowhere"):
        tried(store, one)
    with store.reading(DSL) as session:
        asked = select(LedgerRow.subject).where(LedgerRow.outcome == "refused")
        # Nor what was tried with a case that there is not: the two are one.
        assert set(session.scalars(asked)) == {f"case:{there['open']}"}


def test_what_one_did_in_a_case_that_is_hidden_now_is_not_theirs_to_read(store, there):
    with store.writing(Everything("toy")) as session:
        case = session.get(CaseRow, there["naming"])
        append_to_case(session, case, Entry(NOON, "staff:1", "case:read", f"case:{case.id}"))
    with store.reading(DSL) as session:
        asked = select(LedgerRow.chain).where(LedgerRow.chain != "school:toy")
        assert there["naming"] in set(session.scalars(asked))
        assert set(session.scalars(asked.where(on_ledger(DSL.roles)))) == {there["open"]}
    with store.reading(TEACHER) as session:
        assert session.scalars(asked.where(on_ledger(TEACHER.roles))).all() == []


def test_every_kind_of_row_has_a_school_to_be_kept_to():
    assert all("school" in one.__table__.c for one in TABLES)


YIPPLUGIN = Path(__file__).parents[2] / "yipplugin"
PAST_IT = {
    "UNWALLED": {
        "store/base.py": "says what it is",
        "store/keys.py": "whether a school is new is told of cases that whoever asks cannot see",
        "store/records.py": "somebody else's filling must not be taken for a new one",
        "store/cases.py": "who is named, and the team, are what access is worked out from",
        "store/drafts.py": "drafts of a case go with it, whoever wrote them",
        "store/makings.py": "files of a case go with it, whoever asked for them",
        "store/outbox.py": "what is waiting for somebody who was named since is given up",
        "store/lists.py": "whoever opens a case in an emergency does not know of it yet",
        "store/grants.py": "the roles that grants give are what access is worked out from",
    },
    "__table__": {
        "store/visible.py": "criteria, which stand inside the wall",
        "store/wall.py": "the wall itself",
        "store/ledger.py": "adds entries, and finds none",
        "store/walking.py": "verifies what is stored, for the engine",
        "store/orphans.py": "verifies what is stored, for the engine",
        "store/verify.py": "verifies what is stored, for the engine",
        "store/witnesses.py": "verifies what is stored, for the engine",
        "store/rowlevel.py": "writes the database's own policies",
    },
    "text": {"store/rowlevel.py": "settings, and who we are to the database: no row of ours"},
    "connection": {
        "store/ledger.py": "adds entries, and finds none",
        "store/numbers.py": "counts, at one school",
        "store/verify.py": "verifies what is stored, for the engine",
        "services/ledger.py": "verifies what is stored, for the engine",
        "store/rowlevel.py": "tells the database whose the session is",
    },
}


def users(name):
    """Return the modules that use a name: call it, or take it as an attribute."""
    found = set()
    for path in YIPPLUGIN.rglob("*.py"):
        if "migrations" in path.parts or "demo" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            called = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == name
            taken = isinstance(node, ast.Attribute) and node.attr == name == "__table__"
            from_alchemy = (
                isinstance(node, ast.ImportFrom)
                and (node.module or "").startswith(("sqlalchemy", "yipplugin.store"))
                and name in {one.name for one in node.names}
            )
            named = isinstance(node, ast.Name) and node.id == name == "UNWALLED"
            if (called and name == "connection") or taken or from_alchemy or named:
                found.add(path.relative_to(YIPPLUGIN).as_posix())
    return found


@pytest.mark.parametrize("name", PAST_IT)
def test_only_these_modules_reach_past_the_wall(name):
    assert users(name) <= set(PAST_IT[name])
