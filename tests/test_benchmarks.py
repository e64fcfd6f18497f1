"""What is measured is measured in pairs, in one run."""

import pytest

from benchmarks import pairs
from benchmarks.forty import by_hand, page, stored


@pytest.fixture
def clock(monkeypatch):
    """A clock that the acts move on, so that what is measured is known."""
    now = [0.0]
    monkeypatch.setattr(pairs, "process_time", lambda: now[0])

    def act(seconds):
        def run():
            now[0] += seconds

        return run

    return act


def test_a_ratio_is_of_the_act_to_its_base_whatever_the_order(clock):
    ratio = pairs.compare("three times", clock(0.003), clock(0.001))
    assert [round(one, 6) for one in (ratio.low, ratio.middle, ratio.high)] == [3, 3, 3]
    assert round(ratio.milliseconds, 6) == 3
    assert "three times" in str(ratio)
    assert "3.00" in str(ratio)


def test_both_forms_of_forty_ask_the_same():
    form = by_hand()()
    asked = [one for one in stored().questions]
    assert [one.name for one in form] == [one.key for one in asked]
    assert [one.label.text for one in form] == [one.ask for one in asked]
    html = page().render(form=form)
    assert html.count("<textarea") == 8
    assert html.count('type="radio"') == 48
