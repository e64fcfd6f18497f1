"""Whom to turn to, if the host says."""

from datetime import UTC, datetime

import pytest

from yipplugin import OnDuty, hookimpl

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_yip_dsl_on_duty_is_the_hosts(hooks_with):
    lead = OnDuty("Amara Obi", "designated safeguarding lead", "ext. 204")

    class Mis:
        @hookimpl
        def yip_dsl_on_duty(self, school, at):
            return lead if at == NOW else None

    assert hooks_with(Mis()).yip_dsl_on_duty("school", NOW) == lead
    assert hooks_with().yip_dsl_on_duty("school", NOW) is None


@pytest.mark.parametrize("rubbish", ["Amara Obi", OnDuty("Amara Obi", "lead", 204), LookupError])
def test_yip_dsl_on_duty_of_a_failing_plugin_is_passed_over(hooks_with, rubbish):
    class Broken:
        @hookimpl
        def yip_dsl_on_duty(self):
            if rubbish is LookupError:
                raise rubbish
            return rubbish

    assert hooks_with(Broken()).yip_dsl_on_duty("school", NOW) is None
