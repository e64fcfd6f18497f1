"""flask yip init and flask yip tick."""

import pytest

from yipplugin.store.migrate import current, downgrade
from yipplugin.values import Everything


def test_init_says_what_was_there_already(flask_yip):
    told = flask_yip("init")
    assert told.exit_code == 0
    assert "Tables: up to date already" in told.output
    assert "westcroft-2023" in told.output
    assert "flask yip doctor" in told.output


def test_init_makes_the_tables_and_may_be_run_again(flask_yip, house):
    downgrade(house.store.engine, "base")
    assert current(house.store.engine) is None
    assert "Tables: brought up to date" in flask_yip("init").output
    assert current(house.store.engine) is not None
    assert "Tables: up to date already" in flask_yip("init").output


def test_init_keeps_the_policy_for_the_cases_to_come(flask_yip, house):
    from yipplugin.store.policies import is_kept

    flask_yip("init")
    with house.store.reading(Everything()) as session:
        assert is_kept(session, "school", house.policies.policy("westcroft-2023").digest)


def test_tick_says_how_many_notices_were_passed_on(flask_yip):
    told = flask_yip("tick")
    assert (told.exit_code, told.output) == (0, "0 passed on, 0 to be tried again\n")


@pytest.mark.parametrize("command", ["init", "doctor", "policy", "story", "tick"])
def test_every_command_says_in_plain_words_what_it_is_for(flask_yip, command):
    told = flask_yip(command, "--help")
    assert told.exit_code == 0
    assert len(told.output.splitlines()) > 4
    assert max(map(len, told.output.splitlines())) <= 80
