"""An authority's own pages: its contacts are written, tried, published, and seen by schools."""

import pytest

from tests.services.contacts import at
from tests.web.reading import Page, typed
from yipplugin.marks import hookimpl
from yipplugin.packs.contacts import signing
from yipplugin.services import contactpacks
from yipplugin.values import Everything

HOME = "/safeguarding/authority"
RUTLAND = f"{HOME}/rutland"
SCHOOL = Everything("school")
ABOUT = {
    "reports_to": "contacts@rutland.example",
    "thresholds": "Call us whenever you are in doubt.",
}
DOOR = {
    "org": "Rutland front door",
    "phone": "0114 496 0101",
    "hours": "Monday to Thursday: 08:30 to 17:00\nFriday: 08:30 to 16:30\nbank holidays: closed",
    "source": "our own page",
    "checked": "yes",
}
NIGHT = {
    "org": "Rutland night team",
    "phone": "0114 496 0102",
    "hours": "outside: front_door",
    "source": "our own page",
}
OFFICER = {"org": "Rutland officer", "phone": "0114 496 0103", "source": "our own page"}


@pytest.fixture
def rutland(app, tmp_path):
    """Have the council keep Rutland's contacts, with a key that the school trusts."""

    class Council:
        areas = ["Rutland"]

        @hookimpl
        def yip_authority_areas(self, actor):
            return self.areas

    council = Council()
    app.extensions["yipplugin"].manager.register(council, "council")
    council.public = signing.new_key(tmp_path / "rutland.pem")
    app.config["YIP_CONTACT_KEYS"] = {"rutland": str(tmp_path / "rutland.pem")}
    return council


@pytest.fixture
def council(as_, rutland):
    return as_("council")


def save(client, url, answers, button="_give", **more):
    """Fill in the form at an address as it is shown, and send it where it says."""
    page = Page(client.get(url).text)
    return client.post(action(page), data=typed(page, {**answers, **more}, button))


def action(page):
    forms = [about for tag, about in page.tags if tag == "form" and "data-yip-form" in about]
    return forms[0]["action"]


def press(client, url, **sent):
    page = Page(client.get(url).text)
    sent["_token"] = page.text("_token")
    to = next(a["action"] for tag, a in page.tags if tag == "form" and a["method"] == "post")
    return client.post(to, data=sent)


def written(client):
    """Write Rutland's contacts as far as they can be published."""
    if client.get(RUTLAND).status_code == 404:
        assert press(client, HOME, area="la:857").status_code == 303
    assert save(client, RUTLAND, ABOUT).status_code == 303
    for key, answers in (("front_door", DOOR), ("out_of_hours", NIGHT), ("lado", OFFICER)):
        answer = save(client, f"{RUTLAND}/route?key={key}", answers)
        assert answer.status_code == 303, Page(answer.text).words
    return client


def test_it_is_written_tried_published_and_called(council, rutland, app, as_, clock):
    with app.app_context():
        contactpacks.pin(SCHOOL, "rutland", rutland.public, ["la:857"], False)
    first = Page(council.get(HOME).text)
    assert "Places without any" in first.words
    assert press(council, HOME, area="la:857").location == RUTLAND
    half = Page(council.get(RUTLAND).text).words
    assert (
        "Still to be answered: “Who answers?”, “Telephone” and “Where was it taken from?”" in half
    )
    assert "Something is still missing" in Page(council.get(f"{RUTLAND}/publish").text).words
    written(council)
    tried = council.get(f"{RUTLAND}/try?for=csc_front_door&day=2026-12-26&time=02:10").text
    words = Page(tried).words
    assert "Rutland night team: open until" in words or "Rutland night team" in words
    assert "Mon 28 December, bank holiday" in words
    shown = Page(council.get(f"{RUTLAND}/publish").text).words
    assert "New: Rutland front door" in shown
    assert "Publish version 1 to 1 school" in shown
    assert press(council, f"{RUTLAND}/publish", _do="publish").status_code == 303
    assert "Uses it" in Page(council.get(f"{RUTLAND}/publish").text).words
    clock.move_to(at("2026-12-26T02:10"))
    page = as_("dsl").get("/safeguarding/contacts?home=857").text
    assert 'href="tel:+441144960102"' in page
    assert "Rutland night team" in page
