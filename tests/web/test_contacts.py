"""Who to call: 999 first, the right number in large type, and what is known of it."""

import re

import pytest

from tests.services.contacts import Owner, at
from tests.web.reading import Page, send
from yipplugin.marks import hookimpl
from yipplugin.services.contactpacks import pin
from yipplugin.values import Everything

SCHOOL = Everything("school")
NIGHT = at("2026-12-26T02:10")
"""A Saturday on which a bank holiday falls."""


@pytest.fixture
def installed(app, tmp_path):
    """Have three packs at the school, which is in Oxfordshire; pupil:1 lives in Rotherham."""

    class Homes:
        @hookimpl
        def yip_home_authority(self, ref):
            return {"pupil:1": "Rotherham", "pupil:2": "OX1 1ND"}.get(ref)

        @hookimpl
        def yip_authority_at(self, postcode):
            return {"OX1 1ND": "931"}.get(postcode)

    app.config["YIP_AUTHORITY"] = "Oxfordshire"
    house_of = app.extensions["yipplugin"]
    house_of.manager.register(Homes(), "homes")
    with app.app_context():
        for name, areas in (
            ("oxfordshire", ("la:931",)),
            ("rotherham", ("la:372",)),
            ("thames-valley", ("force:thames-valley",)),
        ):
            owner = Owner(tmp_path, name.replace("-", "_"), areas)
            pin(SCHOOL, name, owner.public, areas, False)
            owner.install(who=SCHOOL)
    return house_of


def order(text, *parts):
    places = [text.index(one) for one in parts]
    assert places == sorted(places), dict(zip(parts, places, strict=True))


def test_a_child_of_one_authority_at_school_in_another_at_night(installed, reported, as_, clock):
    case = reported()
    clock.move_to(NIGHT)
    page = as_("dsl").get(f"/safeguarding/cases/{case}/contacts").text
    order(
        page,
        'href="tel:999"',
        "Rotherham out of hours",
        'href="tel:+441709336080"',
        "zero one seven zero nine, three three six zero eight zero",
        "South Yorkshire",
        'href="tel:101"',
        "Designated officer",
        "Oxfordshire LADO",
        "closed; opens Tue 29 December, 9am",
        'href="tel:+441865810603"',
        "Until then: Rotherham out of hours",
    )
    assert "so it is Rotherham’s, although the school is in Oxfordshire" in page
    assert "so it is Oxfordshire’s, although the child lives in Rotherham" in page
    assert "Oxfordshire emergency duty team" not in page
    assert "Not checked" in page
    assert ">Checked<" not in page


def test_anybody_at_the_school_finds_whom_to_call_without_any_proof(installed, as_):
    teacher = as_("teacher", through_the_door=False)
    page = teacher.get("/safeguarding/contacts").text
    order(page, 'href="tel:999"', "Oxfordshire MASH", 'href="tel:+443450507666"')
    assert "Where the child lives is not known" in page
    assert "Rotherham MASH" in teacher.get("/safeguarding/contacts?home=372").text


def test_where_a_child_lives_is_typed_and_stands_in_no_address(installed, as_):
    teacher, url = as_("teacher", through_the_door=False), "/safeguarding/contacts"
    token = {"_token": Page(teacher.get(url).text).text("_token")}
    answer = teacher.post(url, data={**token, "home": "ox11nd", "urgent": "yes"})
    assert answer.location == f"{url}?home=931&urgent=yes"
    assert "the child lives in Oxfordshire" in teacher.get(answer.location).text
    answer = teacher.post(url, data={**token, "home": "Rotherham", "for": "early_help"})
    assert answer.location == f"{url}?home=372&for=early_help"
    assert teacher.post(url, data={"home": "Rotherham"}).status_code == 400
    unknown = teacher.post(url, data={**token, "home": "Atlantis"})
    assert unknown.status_code == 422
    assert 'value="Atlantis"' in unknown.text
    order(unknown.text, "“Atlantis” is not an authority", 'href="tel:999"', "Oxfordshire MASH")


def test_another_purpose_is_one_link_away(installed, as_):
    page = as_("teacher").get("/safeguarding/contacts?for=support_services").text
    assert "Childline" in page
    assert "Oxfordshire MASH" not in page
    assert as_("teacher").get("/safeguarding/contacts?for=nonsense").status_code == 200


def form_of(text, label):
    """Return the address and the fields of the first form whose button says ``label``."""
    for action, inside in re.findall(
        r'<form method="post" action="([^"]+)">(.*?)</form>', text, re.S
    ):
        if f">{label}" in inside:
            fields = re.findall(r'name="([^"]+)" value="([^"]*)"', inside)
            return action.replace("&amp;", "&"), {k: v.replace("&amp;", "&") for k, v in fields}
    raise AssertionError(f"no button {label}")


def test_a_wrong_number_is_told_in_one_click_and_marked(installed, as_):
    teacher = as_("teacher")
    url, fields = form_of(teacher.get("/safeguarding/contacts").text, "This is wrong")
    answer = teacher.post(url, data=fields)
    assert answer.status_code == 303
    assert answer.location.endswith("/contacts?reported=yes")
    page = teacher.get(answer.location).text
    assert "Somebody says that this is wrong" in page
    assert "It is told to whoever can put it right" in page
    lead = as_("dsl").get("/safeguarding/contacts/own").text
    assert "contacts@oxfordshire.example" in lead
    url, fields = form_of(lead, "It is settled")
    assert as_("dsl").post(url, data=fields).status_code == 303
    assert "Somebody says" not in teacher.get("/safeguarding/contacts").text


def test_without_the_pages_own_token_nothing_is_told(installed, as_):
    teacher = as_("teacher")
    url, fields = form_of(teacher.get("/safeguarding/contacts").text, "This is wrong")
    assert teacher.post(url, data=fields | {"_token": "x"}).status_code == 400
    assert teacher.post(url, data=fields | {"ref": "x"}).status_code == 404
    assert "Somebody says" not in teacher.get("/safeguarding/contacts").text


def test_what_a_contact_was_when_it_was_called_is_kept_with_the_case(
    installed, reported, as_, tmp_path
):
    case = reported()
    lead = as_("dsl")
    page = lead.get(f"/safeguarding/cases/{case}/contacts").text
    url, fields = form_of(page, "I called them")
    answer = lead.post(url, data=fields)
    assert answer.location.endswith(f"/cases/{case}")
    shown = as_("dsl").get(f"/safeguarding/cases/{case}/ledger").text
    assert "Called somebody about the case" in shown
    assert "Rotherham MASH, 01709 336080" in shown
    assert "to be confirmed in writing" not in shown
    page = lead.get(f"/safeguarding/cases/{case}/contacts?for=csc_front_door&about=pupil:2").text
    assert "Oxfordshire MASH" not in page
    assert lead.post(url, data=fields | {"ref": "gone"}).status_code == 409
    assert lead.post(url, data=fields | {"_token": "x"}).status_code == 400


def test_whoever_may_not_read_a_case_is_told_nothing_of_whom_to_call_about_it(
    installed, reported, as_
):
    case = reported()
    for nobody in ("teacher", "team", "it"):
        there = as_(nobody).get(f"/safeguarding/cases/{case}/contacts")
        missing = as_(nobody).get(f"/safeguarding/cases/{'0' * 32}/contacts")
        assert (there.status_code, missing.status_code) == (404, 404)
        assert there.data == missing.data


def test_a_plugin_that_fails_is_said_and_keeps_nobody_from_a_number(installed, as_):
    class Broken:
        @hookimpl
        def yip_contact_routes(self, school, need):
            raise RuntimeError

    installed.manager.register(Broken(), "broken rota")
    page = as_("teacher").get("/safeguarding/contacts").text
    order(page, 'href="tel:999"', "Oxfordshire MASH", "broken rota: RuntimeError")


OWN = {
    "purpose": "police_non_emergency",
    "org": "Safer schools officer",
    "phone": "0114 496 0010",
    "hours": "weekdays: 08:00 to 16:00\nbank holidays: closed",
    "source": "I rang them",
    "checked": "yes",
    "order": "20",
}


def sent(client, url, **answers):
    return send(client, url, {**OWN, **answers}, "_give")


def test_the_lead_adds_a_contact_of_the_schools_own_and_it_comes_first(installed, as_):
    lead = as_("dsl")
    answer = sent(lead, "/safeguarding/contacts/own")
    assert answer.status_code == 303, answer.text
    page = as_("teacher").get("/safeguarding/contacts").text
    order(page, "Safer schools officer", "Police, 101")
    assert "Checked on Monday 2 March 2026 by Amara Obi" in page
    listed = lead.get("/safeguarding/contacts/own").text
    edit = listed.split("/contacts/own?edit=")[1].split('"')[0]
    url = f"/safeguarding/contacts/own?edit={edit}"
    assert "weekdays: 08:00 to 16:00" in lead.get(url).text
    assert sent(lead, url, phone="0114 496 0011", checked="no").status_code == 303
    page = as_("teacher").get("/safeguarding/contacts").text
    assert "0114 496 0011" in page
    assert "by Amara Obi" not in page
    url, fields = form_of(lead.get("/safeguarding/contacts/own").text, "Take it out of use")
    assert lead.post(url, data=fields | {"_do": "retire"}).status_code == 303
    assert "Safer schools officer" not in as_("teacher").get("/safeguarding/contacts").text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"phone": "call them"}, "is not a telephone number"),
        ({"hours": "now and then: perhaps"}, "not a day or days"),
        ({"hours": "weekdays: 08:00 to 16:00"}, "Say what happens on bank holidays"),
        ({"hours": "weekdays\nbank holidays: closed"}, "says no days and times"),
        ({"web": "example.org"}, "is not the address of a page"),
        ({"phone": "", "email": "", "web": ""}, "no way to reach anybody"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_nothing_typed_is_lost(
    installed, as_, answers, says
):
    answer = sent(as_("dsl"), "/safeguarding/contacts/own", **answers)
    assert answer.status_code == 422
    assert says in answer.text
    assert "Safer schools officer" in answer.text


def test_what_waits_is_approved_on_the_page(app, as_, tmp_path):
    with app.app_context():
        owner = Owner(tmp_path)
        owner.pin(SCHOOL, approves=True)
        owner.install(who=SCHOOL)
    app.config["YIP_AUTHORITY"] = "Oxfordshire"
    lead = as_("dsl")
    assert "Oxfordshire MASH" not in lead.get("/safeguarding/contacts").text
    page = lead.get("/safeguarding/contacts/own").text
    assert "Waits to be approved" in page
    assert "New: Oxfordshire MASH" in page
    url, fields = form_of(page, "Use this version")
    assert lead.post(url, data=fields | {"_do": "approve"}).status_code == 303
    assert "Oxfordshire MASH" in lead.get("/safeguarding/contacts").text
    assert lead.post(url, data=fields | {"_do": "approve"}).status_code == 409
    url, fields = form_of(lead.get("/safeguarding/contacts/own").text, "Stop using them")
    assert lead.post(url, data=fields | {"_do": "drop"}).status_code == 303
    assert "Oxfordshire MASH" not in lead.get("/safeguarding/contacts").text
    assert lead.post(url, data=fields | {"_do": "anything"}).status_code == 404


def test_what_waits_is_turned_down_on_the_page_and_a_key_of_old_is_named(app, as_, tmp_path):
    with app.app_context():
        owner = Owner(tmp_path)
        owner.pin(SCHOOL, approves=True)
        owner.install(who=SCHOOL)
        (tmp_path / "new").mkdir()
        Owner(tmp_path / "new").pin(SCHOOL, approves=True)
    lead = as_("dsl")
    page = lead.get("/safeguarding/contacts/own").text
    assert "Signed with a key that is not trusted any more" in page
    assert "Use this version" not in page
    url, fields = form_of(page, "Turn it down")
    assert lead.post(url, data=fields | {"_do": "approve"}).status_code == 409
    assert lead.post(url, data=fields | {"_do": "decline"}).status_code == 303
    assert "Waits to be approved" not in lead.get("/safeguarding/contacts/own").text
    assert lead.post(url, data=fields | {"_do": "decline"}).status_code == 409


def test_what_comes_into_force_later_says_when(app, as_, tmp_path):
    with app.app_context():
        owner = Owner(tmp_path)
        owner.pin(SCHOOL)
        owner.install(who=SCHOOL, swaps=[("in force: 2025-09-01", "in force: 2026-09-01")])
    page = as_("dsl").get("/safeguarding/contacts/own").text
    assert "Used from Tuesday 1 September 2026 on" in page
