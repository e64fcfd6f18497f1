"""The case page offers to close a case when, and only when, nothing stands in the way."""

import pytest

from tests.rules.casebook import DSL, HEAD, Casebook
from tests.web.viewing import view_of
from yipplugin.web.casepage import CasePage


@pytest.fixture
def shown(app, house):
    """Return a function that shows a case under the shipped policy to somebody."""
    policy = house.policies.policy("westcroft-2023")

    def show(take, actor=DSL):
        book = Casebook(policy)
        take(book)
        with app.test_request_context():
            return CasePage(view_of(book, actor), book.now).closing

    return show


def test_closing_is_offered_once_everything_that_binds_is_done(shown):
    way = shown(lambda book: book.to_sign_off())
    assert way.label == "Close the case"
    assert way.url.endswith("/cases/c1/forms/closure")
    assert shown(lambda book: book.to_decision()) is None


def test_closing_is_offered_to_nobody_who_may_not_sign_it_nor_twice(shown):
    assert shown(lambda book: book.to_sign_off(), HEAD) is None
    assert shown(lambda book: book.to_sign_off().sign("closure")) is None
