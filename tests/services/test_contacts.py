"""Whom to contact, from all that a school knows; whatever fails, what is known is shown."""

from dataclasses import replace
from datetime import date

import pytest

from tests.hooks.badly import COME_BACK
from tests.services.conftest import AMARA, PAT, TESS
from tests.services.contacts import TOY, Owner, at, refs, whom
from yipplugin.contact import Hours, Need, Route, Span
from yipplugin.errors import ContactsRefused, NotAllowed, NotFound
from yipplugin.hooking import house
from yipplugin.marks import hookimpl
from yipplugin.packs.contacts.keeping import kept, route_of
from yipplugin.policy import Length
from yipplugin.services import calling, contactpacks, contacts, entries, owncontacts, wrongcontacts
from yipplugin.services.contactwarnings import warn_of_checks
from yipplugin.services.outbox import deliver

DESK = Route("desk", "police_advice", "Duty desk", phone="0114 496 0009", order=30)
OWN = {
    "purpose": "police_advice",
    "org": "Safer schools officer",
    "phone": "0114 496 0010",
    "hours": {"weekdays": "08:00 to 16:00", "bank holidays": "closed"},
    "source": "Rang them",
    "order": "20",
}


@pytest.fixture
def plugin(app):
    """Return a plugin whose answer a test sets: routes, something to raise, or a function."""

    class Rota:
        answer = ()

        @hookimpl
        def yip_contact_routes(self, school, need):
            if isinstance(self.answer, Exception):
                raise self.answer
            return self.answer() if callable(self.answer) else self.answer

    rota = Rota()
    house().manager.register(rota, "rota")
    return rota


def police():
    return whom(purpose="police_advice", moment="2026-11-26T10:00")


def test_without_any_pack_what_ships_is_there(app):
    found = police()
    assert refs(found.answer.now) == ["england/police"]
    assert found.answer.emergency.route.phone == "999"


def test_thresholds_are_those_of_the_packs_that_serve_the_place(app, tmp_path):
    owner = Owner(tmp_path)
    owner.pin()
    owner.install()
    assert whom().thresholds[0][0] == "Oxfordshire County Council"
    assert whom(home="372", school="372").thresholds == ()


def test_what_a_plugin_works_out_stands_beside_the_rest_by_its_order(plugin):
    plugin.answer = [DESK]
    found = police()
    assert refs(found.answer.now) == ["plugin/rota/desk", "england/police"]
    assert found.answer.now[0].route.layer == "computed"
    assert found.trouble == ()


def hang():
    COME_BACK.wait(5)
    return [DESK]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (RuntimeError("no"), "RuntimeError"),
        ("0114 496 0009", "is str, not a list"),
        ([3], "is int, not Route"),
        ([replace(DESK, phone="call me")], "cannot be used"),
        ([replace(DESK, purpose="emergency")], "cannot be used"),
        ([replace(DESK, url="javascript:x")], "cannot be used"),
        ([replace(DESK, hours="always")], "hours"),
        (hang, "took longer than"),
    ],
)
def test_a_plugin_that_fails_leaves_its_last_good_routes_and_the_national_ones(
    plugin, wrong, says, clock
):
    plugin.answer = [DESK]
    assert refs(police().answer.now) == ["plugin/rota/desk", "england/police"]
    clock.move(days=1)
    plugin.answer = wrong
    # Whoever does answer may take as long as a busy machine takes.
    house().hooks._seconds = 0.1 if wrong is hang else 30
    found = police()
    assert refs(found.answer.now) == ["plugin/rota/desk", "england/police"]
    assert found.answer.emergency.route.phone == "999"
    (trouble,) = found.trouble
    assert says in trouble
    assert trouble.startswith("rota: ")
    assert "What it gave on 2 Mar 2026, 9:30am is shown" in trouble


def test_without_a_last_time_what_is_known_is_shown_and_the_fault_is_said(plugin):
    plugin.answer = RuntimeError("no")
    found = police()
    assert refs(found.answer.now) == ["england/police"]
    assert "Nothing of it is shown" in found.trouble[0]


def test_of_a_list_what_is_of_use_is_kept(plugin):
    plugin.answer = [DESK, 3]
    found = police()
    assert refs(found.answer.now) == ["plugin/rota/desk", "england/police"]
    assert "What of it can be used is shown" in found.trouble[0]


def test_a_plugin_that_gives_nothing_any_more_is_believed(plugin):
    plugin.answer = [DESK]
    police()
    plugin.answer = []
    assert refs(police().answer.now) == ["england/police"]
    plugin.answer = RuntimeError("no")
    assert refs(police().answer.now) == ["england/police"]


def test_no_plugin_gives_another_999_nor_takes_it_away(plugin):
    plugin.answer = [replace(DESK, ref="emergency", purpose="emergency", phone="112")]
    answer = whom().answer
    assert answer.emergency.route.phone == "999"
    assert "112" not in {one.route.phone for one in (*answer.now, *answer.later, *answer.instead)}


def test_a_route_is_kept_and_comes_back_as_it_was():
    for one in (
        DESK,
        replace(
            DESK,
            hours=Hours(((Span(5, 6),),) * 7, (Span(1, 2),), outside=True),
            confirm=Length("hours", 24, "authority"),
            verified_on=date(2026, 1, 2),
            valid_until=date(2027, 1, 2),
            areas=("la:931", "force:kent"),
        ),
    ):
        assert route_of(kept(one)) == one


def test_a_school_adds_changes_and_retires_routes_of_its_own(app):
    ref = owncontacts.save(AMARA, OWN)
    assert refs(police().answer.now) == [f"own/{ref}", "england/police"]
    owncontacts.save(AMARA, OWN | {"phone": "0114 496 0011"}, ref)
    assert police().answer.now[0].route.phone == "0114 496 0011"
    assert [one.said["phone"] for one in owncontacts.own(AMARA)] == ["0114 496 0011"]
    assert police().answer.now[0].trust.state == "unverified"
    checked = OWN | {"verified": {"on": "2026-11-25", "by": "Amara Obi"}}
    owncontacts.save(AMARA, checked, ref)
    assert police().answer.now[0].trust.state == "verified"
    owncontacts.retire(AMARA, ref)
    assert refs(police().answer.now) == ["england/police"]


def test_an_authoritys_update_never_touches_what_is_the_schools_own(app, tmp_path):
    owncontacts.save(AMARA, OWN)
    owner = Owner(tmp_path)
    owner.pin()
    owner.install()
    owner.install(2, swaps=[("0345 050 7666", "0345 050 7667")])
    contactpacks.drop(TOY, "oxfordshire")
    assert [one.said for one in owncontacts.own(AMARA)] == [OWN]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "nobody"}, "phone"),
        ({"purpose": "emergency"}, "purpose"),
        ({"org": ""}, "org"),
        ({"hours": {"Freitag": "closed", "bank holidays": "closed"}}, "hours"),
        ({"verified": {"on": "soon", "by": "A"}}, "verified"),
        ({"web": "https://example.org/a.jpg"}, ""),
    ],
)
def test_a_route_that_is_wrong_is_refused_by_its_field(app, rows, change, field):
    before = rows()
    with pytest.raises(ContactsRefused) as refused:
        owncontacts.save(AMARA, OWN | change)
    assert refused.value.field == field
    assert {**rows(), "yip_ledger": 0} == {**before, "yip_ledger": 0}


def test_what_there_is_not_cannot_be_changed_and_only_the_lead_changes_anything(app):
    with pytest.raises(NotFound):
        owncontacts.save(AMARA, OWN, "r0")
    with pytest.raises(NotFound):
        owncontacts.retire(AMARA, "r0")
    with pytest.raises(NotFound):
        wrongcontacts.settle(AMARA, "0")
    for act in (
        lambda: owncontacts.save(TESS, OWN),
        lambda: owncontacts.retire(TESS, "r0"),
        lambda: owncontacts.own(TESS),
        lambda: wrongcontacts.wrong(TESS),
        lambda: contacts.whom(PAT, Need("lado", at("2026-11-26T10:00"))),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_wrong_number_reaches_its_owner_and_the_lead_and_is_kept_as_it_was(app, school):
    told = []

    class Listener:
        @hookimpl
        def yip_contact_wrong(self, wrong):
            told.append(wrong)

    house().manager.register(Listener(), "listener")
    route = police().answer.now[0].route
    wrongcontacts.report_wrong(TESS, route, "Nobody answers. ")
    assert wrongcontacts.wrong_refs("toy") == {"england/police"}
    assert deliver(lambda case: f"https://school.test/{case}").failed == 0
    (wrong,) = told
    # What ships has no owner to tell: the school's own lead looks into it.
    assert (wrong.phone, wrong.says, wrong.tells) == ("101", "Nobody answers.", "")
    assert school.notices[-1].subject == "Contacts: somebody says that one is wrong"
    assert school.notices[-1].to_roles == {"dsl", "deputy_dsl"}
    (shown,) = wrongcontacts.wrong(AMARA)
    assert shown.route == route
    wrongcontacts.settle(AMARA, shown.id)
    assert wrongcontacts.wrong(AMARA) == ()


def test_image_data_in_a_report_of_a_wrong_number_is_left_out(app):
    wrongcontacts.report_wrong(TESS, police().answer.now[0].route, "https://example.org/a.jpg")
    assert wrongcontacts.wrong(AMARA)[0].says == ""


def test_word_comes_in_advance_that_a_contact_is_to_be_checked_again_and_once(app, school, clock):
    checked = {"on": "2025-04-10", "by": "Amara Obi"}
    ref = owncontacts.save(AMARA, OWN | {"verified": checked})
    owncontacts.save(AMARA, OWN)
    warn_of_checks()
    assert deliver(str).done == 0
    clock.move(days=10)
    for _ in range(2):
        warn_of_checks()
    assert deliver(str).done == 1
    (notice,) = school.notices
    assert notice.subject == "Contacts: one of the school’s own is to be checked again"
    assert notice.to_roles == {"dsl", "deputy_dsl"}
    owncontacts.save(AMARA, OWN | {"verified": checked | {"on": "2026-03-12"}}, ref)
    warn_of_checks()
    assert deliver(str).done == 0


def test_by_when_a_call_is_to_be_confirmed_is_kept_with_the_case(app, case_id, tmp_path):
    owner = Owner(tmp_path)
    owner.pin()
    owner.install()
    called = whom().answer.now[0]
    calling.used(AMARA, case_id, called.route, called.trust.state)
    (line,) = [one for one in entries.all_of_case(AMARA, case_id)[1] if one.act == "contact:use"]
    assert route_of(line.detail["contact"]) == called.route
    assert line.detail["confirm_by"] == "2026-03-04T09:30:00+00:00"
