"""What is counted as a step, and that a delegation of another school costs those of none."""

from tests.matrix.test_service_acts import TRIED, came_of
from tests.matrix.world import NO_GRANT, Place, person
from yipplugin.services import delegations


def test_steps_are_told_apart(world):
    look = TRIED["cases.look"][0].call
    hidden, mine = world.place("dsl", "other school"), world.place("dsl", "own")
    refused = came_of(look, person("dsl", "own"), hidden, world)
    allowed = came_of(look, person("dsl", "own"), mine, world)
    assert refused.words
    assert not allowed.words
    assert refused.steps != allowed.steps
    assert {"COMMIT", "yip_may case:read", "yip_calendar"} <= set(allowed.steps)


def test_a_delegation_of_another_school_is_as_one_that_there_is_not(world):
    def end(actor, place, world):
        delegations.end_it(actor, place.grant)

    actor = person("head", "own")
    others = [NO_GRANT, NO_GRANT, world.world.elsewhere, world.place("head", "own").grant]
    _, *came = [came_of(end, actor, Place(grant=one), world) for one in others]
    assert came == [came[0]] * 3
    assert came[0].words
    assert came_of(end, actor, Place(grant=world.world.delegated), world).words == ""
