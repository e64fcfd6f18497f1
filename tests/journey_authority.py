"""The part of the journey past a form that is tried, and past what an authority publishes.

What an authority writes is for the public, and so is no secret of the journey's.
"""

from tests.services.authority import Council
from tests.web.conftest import Council as AtTheCouncil
from tests.web.reading import Page
from yipplugin import hookimpl
from yipplugin.packs.contacts import signing


class Everywhere(Council):
    """The council's people stand under the school's own key here."""

    @hookimpl
    def yip_authority_areas(self, actor):
        return self.areas


def tries(journey) -> None:
    """Type into a form that is of no case, with a mistake and without."""
    says, lead = journey.says, journey.as_("dsl")
    half = {"safe_now": says("form that is tried with a mistake")}
    assert journey.sends(lead, "/forms/taken_up/try", half, "_try").status_code == 422
    whole = {"safe_now": says("form that is tried"), "reporter_thanked": "yes"}
    assert journey.sends(lead, "/forms/taken_up/try", whole, "_try").status_code == 200


def publishes(journey, folder) -> None:
    """Write Rutland's contacts and publish them."""
    manager = journey.app.extensions["yipplugin"].manager
    manager.register(AtTheCouncil(), "who works for the council")
    manager.register(Everywhere("Rutland"), "council")
    signing.new_key(folder / "rutland.pem")
    journey.app.config["YIP_CONTACT_KEYS"] = {"rutland": str(folder / "rutland.pem")}
    council = journey.as_("council")
    assert journey.sends(council, "/authority", {"area": "la:857"}).status_code == 303
    pack = "/authority/rutland"
    said = {"reports_to": "contacts@rutland.example", "thresholds": "In any doubt."}
    assert _sends(journey, council, pack, said).status_code == 303
    for n, key in enumerate(("front_door", "out_of_hours", "lado")):
        one = {"org": f"Desk {n}", "phone": f"0114 496 010{n}", "source": "our page"}
        one["hours"] = "outside: front_door" if n == 1 else "always"
        assert _sends(journey, council, f"{pack}/route?key={key}", one).status_code == 303
    journey.opens(council, f"{pack}/try")
    page = journey.opens(council, f"{pack}/publish")
    sent = {"_token": page.text("_token"), "_do": "publish"}
    revision = page.html.partition("seen=")[2].partition('"')[0]
    at = f"/safeguarding{pack}/publish?seen={revision}"
    assert council.post(at, data=sent).status_code == 303
    journey.opens(council, pack)


def _sends(journey, council, path, answers):
    page: Page = journey.opens(council, path)
    seen = page.html.partition("seen=")[2].partition('"')[0]
    joint = "&" if "?" in path else "?"
    return journey.sends(council, f"{path}{joint}seen={seen}", answers, "_give", page)
