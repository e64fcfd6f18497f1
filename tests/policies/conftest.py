"""The shipped Westcroft pack, read once."""

import pytest

from tests.rules.casebook import Casebook
from yipplugin import shipped
from yipplugin.packs.reading import read_policy
from yipplugin.policy import Policy


@pytest.fixture(scope="session")
def westcroft() -> Policy:
    """Return the policy of the shipped Westcroft pack."""
    kinds = {
        kind.name: kind() for kind in shipped.module("yipplugin.forms.fields").yip_field_types()
    }
    return read_policy(shipped.folder("forms") / "policies" / "westcroft_2023", kinds)


@pytest.fixture
def case(westcroft: Policy) -> Casebook:
    """Return an empty case under the Westcroft policy."""
    return Casebook(westcroft)
