"""Settings that a host gives: what is wrong with one is said when the application starts."""

import pytest

from yipplugin.errors import SetupRefused
from yipplugin.settings import settle


@pytest.mark.parametrize("known", ["", "Rutland", "857", "Rutland County Council"])
def test_an_authority_that_there_is_is_taken(known):
    settle({"YIP_AUTHORITY": known})


@pytest.mark.parametrize(
    ("said", "hint"),
    [("Rutlnd", "Did you mean Rutland?"), ("99", "three digits"), ("Thames Valley Police", "name")],
)
def test_an_authority_that_there_is_not_stops_the_start(said, hint):
    with pytest.raises(SetupRefused, match="YIP_AUTHORITY names no authority") as told:
        settle({"YIP_AUTHORITY": said})
    assert hint in str(told.value)


def test_one_plugin_by_itself_is_no_list_of_them():
    with pytest.raises(SetupRefused, match="YIP_PLUGINS is str, not Sequence"):
        settle({"YIP_PLUGINS": "county-desk"})
