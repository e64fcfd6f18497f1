"""Nothing that anybody types is anywhere but sealed in its row, and on the pages that show it."""

import shutil

import pytest
import time_machine
from sqlalchemy import make_url, text

from tests.canaries import Canaries
from tests.conftest import MORNING, PUPILS, STAFF, _through_the_door, _toy, password_of
from tests.journey import Journey, gathering
from tests.journey_authority import publishes, tries
from tests.journey_calls import calls
from tests.journey_papers import papers
from tests.journey_referrals import refers
from yipplugin.cli import yip

TAKES_NO_WORDS = {"anywhere"}
"""Pages that a form may be sent to and that keep nothing: they are on the journey all the same."""


@pytest.fixture(scope="module")
def travelled(built_database, migrated_file, tmp_path_factory):
    """Return the journey, with everything that came out of it, in the toy school.

    The school's own tables, which hold names in the clear, stand in a database of their own.
    """
    folder = tmp_path_factory.mktemp("leaks")
    ours = folder / "ours.sqlite"
    shutil.copy(built_database, folder / "school.sqlite")
    shutil.copy(migrated_file, ours)
    with time_machine.travel(MORNING, tick=False), pytest.MonkeyPatch.context() as monkeypatch:
        app = _toy(folder / "school.sqlite", YIP_DATABASE_URI=str(make_url(f"sqlite:///{ours}")))
        says = Canaries()
        with gathering(app, ours) as found:
            journey = Journey(app, _signs_in(app), says, found)
            case = journey.reports()
            journey.works_on(case)
            calls(journey, case)
            refers(journey, case, folder)
            tries(journey)
            publishes(journey, folder)
            papers(journey, case, monkeypatch)
            journey.keeps_a_register()
            journey.is_stopped(case)
            journey.meets_a_fault(monkeypatch)
            found.told.append(app.test_cli_runner().invoke(yip, ["tick"]).output)
            journey.moves(case)
            journey.holds(case)
            journey.disposes_of(case, monkeypatch)
            found.told.append(app.test_cli_runner().invoke(yip, ["doctor"]).output)
        says.also(journey.password, *STAFF.values(), *(name for name, *_ in PUPILS))
        journey.case = case
        yield journey
        _close(app)


def _signs_in(app):
    def sign_in(username, through_the_door=True):
        client = app.test_client()
        sent = {"username": username, "password": password_of(username)}
        assert client.post("/sign-in", data=sent).status_code == 302
        if through_the_door:
            _through_the_door(app, client, username)
        return client

    return sign_in


def _close(app):
    from tests.toy_host.models import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()
        app.extensions["yipplugin"].store.engine.dispose()


LETTING_IN = {"case_find", "delegation_end", "delegations", "team", "team_end", "widen"}
"""Pages past which the journey goes: ``tests/services/test_grants.py`` looks at what they keep."""


def test_the_journey_types_into_every_page_that_takes_a_form(travelled):
    rules = travelled.app.url_map.iter_rules()
    taking = {one.endpoint.partition(".")[2] for one in rules if "POST" in one.methods}
    assert taking - {""} - LETTING_IN <= travelled.found.posted


def test_what_was_typed_is_shown_to_those_it_is_for(travelled):
    shown = travelled.says.found_in("".join(travelled.shown))
    for place in ("account", "addition", "correction", "reason for a correction", "draft"):
        assert place in shown, place


def test_nothing_is_in_the_files_of_the_database(travelled):
    assert len(travelled.found.kept) > 10
    assert any("-journal" in name for name in travelled.found.kept)
    for name, held in travelled.found.kept.items():
        assert travelled.says.found_in(held) == [], name


def test_nothing_is_in_any_row(travelled):
    with travelled.app.extensions["yipplugin"].store.engine.connect() as connection:
        names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))
        rows = [
            repr(tuple(row))
            for name in names.all()
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608
        ]
    assert len(rows) > 40
    assert travelled.says.found_in("\n".join(rows)) == []


def test_nothing_is_in_any_log_even_where_every_statement_is_logged(travelled):
    log = "\n".join(travelled.found.log)
    assert "INSERT INTO yip_record" in log
    assert "RuntimeError on yipplugin.report at" in log
    assert "IntegrityError on yipplugin.report at" in log
    assert travelled.says.found_in(log) == []


def test_nothing_is_in_any_address(travelled):
    addresses = "\n".join(map(str, travelled.found.addresses))
    assert f"/cases/{travelled.case}" in addresses
    assert travelled.says.found_in(addresses) == []


def test_nothing_is_in_any_header_or_cookie(travelled):
    headers = "\n".join(travelled.found.headers)
    assert "Location: " in headers
    assert "Set-Cookie: session=" in headers
    assert "'_user_id': '" in headers
    assert travelled.says.found_in(headers) == []


def test_nothing_is_told_to_a_host_or_printed(travelled):
    told = "\n".join(travelled.found.told)
    assert "Notice(" in told
    assert "passed on" in told
    mine = set(travelled.says.found_in(told)) - {*STAFF.values()}
    assert mine == set(), "only the doctor names people: those who hold a role"
    assert travelled.says.found_in(travelled.found.printed.getvalue()) == []


def test_no_error_goes_to_the_hosts_own_handlers(travelled):
    assert travelled.found.errors == []


def test_what_a_value_shows_of_itself_is_nothing_that_was_typed(travelled):
    kinds = {name.partition(" ")[0] for name in travelled.found.values}
    assert kinds >= {"Actor", "Record", "Draft", "CaseView", "Receipt", "Signing", "CasePerson"}
    shown = {(name.partition(" ")[0], shown) for name, shown in travelled.found.values.items()}
    for name, one in shown:
        assert travelled.says.found_in(one) == [], name
