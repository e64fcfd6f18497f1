"""Letting a story's people into its case: the lead does it as soon as the case is opened."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from yipplugin.services import team
from yipplugin.services.grants import Wanted
from yipplugin.story.company import Company, Stranger
from yipplugin.story.script import Someone
from yipplugin.values import DSL_GROUP, HEADS

FOR = timedelta(days=90)
REASON = "They work with the young people in it."


def let_team_in(
    company: Company, people: Mapping[str, Someone], case_id: str, at: datetime
) -> None:
    """Let those into a case whom the story puts on its team."""
    names = [name for name, one in people.items() if one.on_team]
    if not names:
        return
    leads = [name for name, one in people.items() if one.roles & (DSL_GROUP | HEADS)]
    if not leads:
        raise Stranger("Nobody in this story may let anybody into the case: add a lead or a head.")
    for name in names:
        wanted = Wanted(company.person(name).ref, (at + FOR).date(), REASON)
        team.let_in(company.actor(leads[0]), case_id, wanted)
