"""What the authority answers."""

import csv
import os
from pathlib import Path

from flask import current_app

from yip_county_desk.rota import on_duty, postcodes, rota
from yipplugin import Need, Route, WrongContact, hookimpl

SERVES = "931"
"""The authority whose desk this is, by its three digits."""


class CountyDesk:
    """Answers from files that come with the distribution; a new rota is a new version of it."""

    def __init__(self) -> None:
        self._turns, self._postcodes = rota(), postcodes()

    @hookimpl
    def yip_authority_at(self, postcode: str) -> str | None:
        """Return the authority by the first half of a postcode; ``None`` for one we do not know."""
        return self._postcodes.get(postcode.split()[0])

    @hookimpl
    def yip_contact_routes(self, school: str, need: Need) -> list[Route]:
        """Return whoever is at the desk, before every other route, for a child who lives here."""
        turn = on_duty(self._turns, need.at)
        # A child of another authority is for that one's desk, whatever school they go to.
        if need.purpose != "csc_front_door" or need.home != SERVES or turn is None:
            return []
        desk = Route(
            "county-desk",
            need.purpose,
            "County duty desk",
            role=f"{turn.name}, duty social worker",
            phone=turn.phone,
            areas=(f"la:{SERVES}",),
            source="the rota of the duty desk",
            owner="County duty desk",
            tells="desk@county.example",
            order=10,
        )
        return [desk]

    @hookimpl
    def yip_contact_wrong(self, wrong: WrongContact) -> None:
        """Write down that one of our contacts is wrong, for the desk to collect from the school."""
        if wrong.tells != "desk@county.example":
            return
        path = Path(current_app.config["COUNTY_DESK_WRONG"])
        # What was typed may be about a child: for nobody else who has an account on the machine.
        mode = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(path, mode, 0o600), "a", encoding="utf-8", newline="") as file:
            row = (wrong.at.isoformat(), wrong.school, wrong.org, wrong.phone, wrong.says)
            csv.writer(file).writerow(row)
