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
OFFICER = {
    "org": "Rutland officer",
    "phone": "0114 496 0103",
    "hours": "weekdays: 09:00 to 17:00\nbank holidays: closed",
    "source": "our own page",
}


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
        "Still to be answered: “Who answers?”, “Telephone”, “When is somebody there?” and" in half
    )
    assert "Something is still missing" in Page(council.get(f"{RUTLAND}/publish").text).words
    written(council)
    tried = council.get(f"{RUTLAND}/try?for=csc_front_door&day=2026-12-26&time=02:10").text
    words = Page(tried).words
    assert "Rutland night team : open now until Tue 29 December, 8:30am" in words
    assert "Mon 28 December, bank holiday" in words
    shown = Page(council.get(f"{RUTLAND}/publish").text).words
    assert "New: Rutland front door" in shown
    assert "Publish version 1 to 1 school" in shown
    assert press(council, f"{RUTLAND}/publish", _do="publish").status_code == 303
    assert "Uses it" in Page(council.get(f"{RUTLAND}/publish").text).words
    clock.move_to(at("2026-12-26T02:10"))
    page = as_("dsl").get("/safeguarding/contacts?home=857").text
    assert 'href="tel:+441144960102"' in page


def test_what_was_typed_is_shown_again_where_somebody_else_was_quicker(council, as_):
    written(council)
    slow = as_("council")
    page = Page(slow.get(f"{RUTLAND}/route?key=lado").text)
    save(council, f"{RUTLAND}/route?key=lado", OFFICER, org="The other name")
    save(council, f"{RUTLAND}/route?key=front_door", DOOR, notes="Quite another route")
    answer = slow.post(action(page), data=typed(page, OFFICER | {"org": "My name"}, "_give"))
    assert answer.status_code == 409
    again = Page(answer.text)
    assert "You have changed this in another window" in again.words
    assert "The other name" in again.words
    assert again.text("org") == "My name"
    sent = slow.post(action(again), data=typed(again, {}, "_give"))
    assert sent.status_code == 303
    assert "My name" in slow.get(RUTLAND).text


def test_what_is_said_of_all_of_them_by_two_people_is_shown_twice(council, as_):
    written(council)
    page = Page(council.get(RUTLAND).text)
    save(council, RUTLAND, {"thresholds": "In any doubt."})
    answer = council.post(action(page), data=typed(page, {"thresholds": "Whenever."}, "_give"))
    assert answer.status_code == 409
    assert "In any doubt." in Page(answer.text).words
    assert Page(answer.text).text("thresholds") == "Whenever."


def test_what_is_said_of_all_of_them_stands_beside_what_is_said_of_each(council, as_):
    written(council)
    slow = as_("council")
    page = Page(slow.get(RUTLAND).text)
    save(council, f"{RUTLAND}/route?key=lado", OFFICER, org="The other name")
    answer = slow.post(action(page), data=typed(page, {"thresholds": "Whenever."}, "_give"))
    assert answer.status_code == 303
    shown = council.get(RUTLAND).text
    assert "The other name" in shown
    assert "Whenever." in shown


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "0114 496 010", "cannot be rung"),
        ("phone", "", "This says no way to reach anybody"),
        ("hours", "Mondy: 09:00 to 17:00\nbank holidays: closed", "Monday"),
        ("hours", "Monday: 09:00 to 17:00", "bank holidays"),
        ("hours", "outside: nobody", "is not a route of this pack"),
        ("email", "us", "is not an e-mail address"),
        ("web", "http://rutland.example", "Write all of it: https://"),
        ("confirm", "soon", "is not a length of time"),
        ("org", "", "Who answers?"),
        ("from_age", "200", "120 or less"),
    ],
)
def test_a_mistake_is_said_where_it_was_made_and_nothing_typed_is_lost(council, field, value, says):
    written(council)
    answer = save(council, f"{RUTLAND}/route?key=front_door", DOOR | {field: value}, source="Seen")
    assert answer.status_code == 422
    page = Page(answer.text)
    assert says in page.words
    assert page.text(field) == value
    assert page.text("source") == "Seen"
    assert "Seen" not in council.get(RUTLAND).text


def test_first_and_last_days_that_cross_are_refused(council):
    written(council)
    days = {"valid_from-day": "2", "valid_from-month": "1", "valid_from-year": "2027"}
    days |= {"valid_until-day": "1", "valid_until-month": "1", "valid_until-year": "2027"}
    answer = save(council, f"{RUTLAND}/route?key=lado", OFFICER | days)
    assert answer.status_code == 422
    assert "Its last day comes before its first" in Page(answer.text).words


def test_a_check_holds_until_something_else_is_changed(council):
    written(council)
    assert save(council, f"{RUTLAND}/route?key=front_door", {}).status_code == 303
    assert "Checked on Monday 2 March 2026 by Cleo Barnes" in Page(council.get(RUTLAND).text).words
    save(council, f"{RUTLAND}/route?key=front_door", {"phone": "0114 496 0109"})
    assert "Checked on" not in Page(council.get(RUTLAND).text).words


def test_everything_that_can_be_said_of_a_route_comes_back_as_it_was_typed(council):
    written(council)
    said = {
        "purpose": "early_help",
        "org": "Early help",
        "role": "Duty worker",
        "phone": "0114 496 0104 ext. 3",
        "email": "help@rutland.example",
        "secure": "yes",
        "web": "https://rutland.example/help",
        "form": "https://rutland.example/form",
        "hours": "weekdays: 09:00 to 12:00, 13:00 to 17:00\nbank holidays: as on other days",
        "at_risk": "yes",
        "from_age": "5",
        "under_age": "12",
        "notes": "They call back.",
        "confirm": "2 working days",
        "source": "our page",
        "checked": "no",
        "valid_from-day": "1",
        "valid_from-month": "4",
        "valid_from-year": "2026",
    }
    assert save(council, f"{RUTLAND}/route", said).status_code == 303
    shown = Page(council.get(f"{RUTLAND}/route?key=early_help").text)
    chosen = {one: shown.sent[one] for one in said}
    assert chosen == said
    assert save(council, f"{RUTLAND}/route?key=early_help", {}).status_code == 303
    assert Page(council.get(RUTLAND).text).words.count("Early help") >= 2


def test_routes_are_copied_put_in_order_and_taken_out(council):
    written(council)
    assert press(council, RUTLAND, _do="copy", of="lado").status_code == 303
    copied = Page(council.get(f"{RUTLAND}/route?key=lado_2").text)
    assert copied.text("org") == "Rutland officer"
    save(council, f"{RUTLAND}/route?key=lado_2", {"org": "The second", "phone": "0114 496 0107"})
    first = council.get(RUTLAND).text
    assert first.index("Rutland officer") < first.index("The second")
    assert press(council, RUTLAND, _do="earlier", of="lado_2").status_code == 303
    then = council.get(RUTLAND).text
    assert then.index("The second") < then.index("Rutland officer")
    assert press(council, RUTLAND, _do="later", of="lado_2").status_code == 303
    assert press(council, RUTLAND, _do="retire", of="lado").status_code == 303
    assert "Rutland officer" not in council.get(RUTLAND).text
    for wrong in ({"_do": "retire", "of": "lado"}, {"_do": "burn", "of": "lado_2"}):
        assert press(council, RUTLAND, **wrong).status_code == 404


def test_taking_out_what_another_route_leans_on_is_said_there(council):
    written(council)
    press(council, RUTLAND, _do="retire", of="front_door")
    page = Page(council.get(RUTLAND).text).words
    assert "“front_door” is not a route of this pack" in page
    assert "Something is still missing" in Page(council.get(f"{RUTLAND}/publish").text).words


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("day=2026-02-30&time=02:10", "is no day and time"),
        ("day=tomorrow", "is no day and time"),
        ("day=2026-12-26&time=25:00", "is no day and time"),
        ("day=9999-12-31&time=10:00", "is no day and time"),
        ("day=2026-03-29&time=01:30", "There is no such time that night"),
        ("day=2026-12-26", "Saturday 26 December 2026, midday"),
        ("for=burn&area=england&urgent=maybe", "Children’s social care"),
        ("for=lado&day=2026-10-25&time=01:30", "Rutland officer : closed"),
    ],
)
def test_any_moment_is_tried_and_what_is_none_is_said(council, asked, says):
    written(council)
    answer = council.get(f"{RUTLAND}/try?{asked}")
    assert answer.status_code == 200
    assert says in Page(answer.text).words


def test_before_anything_is_written_there_is_nothing_to_try(council):
    press(council, HOME, area="la:857")
    assert "There is nothing to try yet" in Page(council.get(f"{RUTLAND}/try").text).words


def test_a_page_that_is_too_old_publishes_nothing_that_was_not_read(council, as_, rutland, app):
    written(council)
    page = Page(council.get(f"{RUTLAND}/publish").text)
    save(council, f"{RUTLAND}/route?key=lado", OFFICER, org="The other name")
    answer = council.post(
        f"{RUTLAND}/publish?seen=4", data={"_token": page.text("_token"), "_do": "publish"}
    )
    assert answer.status_code == 409
    assert "nothing was published" in Page(answer.text).words
    stale = council.post(f"{RUTLAND}/publish?seen=x", data={"_token": "", "_do": "publish"})
    assert (stale.status_code, council.get(f"{RUTLAND}/file").status_code) == (400, 404)


def test_the_file_is_signed_and_what_schools_elsewhere_take_in(council, rutland):
    written(council)
    press(council, f"{RUTLAND}/publish", _do="publish")
    answer = council.get(f"{RUTLAND}/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rutland-1.signed.json"'
    assert signing.opened(answer.data).public == rutland.public


def test_a_wrong_number_and_a_check_that_runs_out_stand_where_they_are_mended(
    council, rutland, app, as_, clock
):
    with app.app_context():
        contactpacks.pin(SCHOOL, "rutland", rutland.public, ["la:857"], False)
    written(council)
    press(council, f"{RUTLAND}/publish", _do="publish")
    teacher = as_("teacher")
    page = Page(teacher.get("/safeguarding/contacts?home=857").text)
    sent = {"_token": page.text("_token"), "ref": "rutland/front_door", "home": "857"}
    sent |= {"for": "csc_front_door", "says": "It <b>rings</b> out."}
    assert teacher.post("/safeguarding/contacts/wrong", data=sent).status_code == 303
    assert "1 is said to be wrong" in Page(council.get(HOME).text).words
    shown = council.get(RUTLAND).text
    assert "It &lt;b&gt;rings&lt;/b&gt; out." in shown
    assert "Toy School" in shown
    save(council, f"{RUTLAND}/route?key=front_door", {"phone": "0114 496 0105", "checked": "yes"})
    press(council, f"{RUTLAND}/publish", _do="publish")
    assert "You have published it otherwise since" in Page(council.get(RUTLAND).text).words
    clock.move_to(at("2027-02-20T10:00"))
    assert "1 is to be checked again" in Page(as_("council").get(HOME).text).words


def test_without_a_key_it_is_said_who_makes_one(council, app):
    app.config["YIP_CONTACT_KEYS"] = {}
    written(council)
    page = Page(council.get(f"{RUTLAND}/publish").text)
    assert "It cannot be signed here" in page.words
    assert not [one for one in page.buttons if one.get("value") == "publish"]


def test_nobody_has_said_for_whom_they_write(council, rutland):
    rutland.areas = []
    assert "Nobody has said for which authority" in Page(council.get(HOME).text).words


def test_an_authoritys_people_go_to_what_they_publish(council):
    assert council.get("/safeguarding/").location == HOME
    bar = Page(council.get(HOME).text)
    assert HOME in bar.links
    assert not [one for one in bar.links if "/cases" in one or "/report" in one]


def test_no_image_gets_into_what_is_published(council):
    written(council)
    answer = save(council, f"{RUTLAND}/route?key=lado", OFFICER, notes="data:image/png;base64,iVBO")
    assert answer.status_code in (400, 422)
    assert "iVBO" not in council.get(RUTLAND).text
