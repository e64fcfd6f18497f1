"""An authority's contacts are written by several people, signed, and sent to who trusts them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.services.authority import CLEO, DAN, Council
from tests.services.conftest import AMARA, HANA, TESS
from tests.services.contacts import Owner, at, refs, whom
from yipplugin.errors import (
    ContactsRefused,
    DraftChanged,
    ImageryRefused,
    NotAllowed,
    NotFound,
)
from yipplugin.hooking import house
from yipplugin.marks import hookimpl
from yipplugin.packs.contacts import drafting
from yipplugin.services import authoring, contactpacks, heardwrong, previewing, publishing, team
from yipplugin.services import wrongcontacts as wrong
from yipplugin.services.contactwarnings import warn_of_checks
from yipplugin.services.grants import Wanted, with_roles
from yipplugin.services.outbox import deliver
from yipplugin.store.ledger import LedgerRow
from yipplugin.values import Everything, Person

PACK = "oxfordshire"
TOY, OTHER = Everything("toy"), Everything("other")


@pytest.fixture
def council(app):
    found = Council("Oxfordshire", "Rutland")
    house().manager.register(found, "council")
    return found


@pytest.fixture
def owner(app, council, tmp_path):
    """Return Oxfordshire, whose pack a school has had from a file; its key is here."""
    found = Owner(tmp_path)
    app.config["YIP_CONTACT_KEYS"] = {PACK: str(tmp_path / "oxfordshire.pem")}
    found.pin(TOY)
    found.install(1, TOY)
    return found


@pytest.fixture
def begun(owner):
    """Return the first state of Oxfordshire's pack, as schools have it."""
    authoring.begin(CLEO, "la:931")
    return authoring.draft(CLEO, PACK)


def named(org, key="mash"):
    """Return a change of who answers at a route."""

    def make(said):
        return drafting.with_route(said, key, said["routes"][key] | {"org": org})

    return make


def route(key="mash"):
    return lambda said: said["routes"].get(key)


def states(pack=PACK):
    return {one.school: one.state for one in publishing.copies(CLEO, pack)}


def test_what_schools_have_already_is_not_typed_again(begun):
    assert begun.said["routes"]["mash"]["phone"]
    assert begun.faults == ()
    assert begun.version is None
    found = authoring.desk(CLEO)
    assert [one.pack for one in found.drafts] == [PACK]
    assert found.without == ("la:857",)


def test_a_place_of_which_nobody_has_anything_begins_with_what_is_still_to_be_said(council):
    assert authoring.begin(CLEO, "la:857") == "rutland"
    draft = authoring.draft(CLEO, "rutland")
    assert {drafting.field_of(one) for one in draft.faults} >= {"org", "phone", "reports to"}
    assert authoring.begin(CLEO, "la:857") == "rutland"
    assert authoring.draft(CLEO, "rutland").revision == 1


def test_a_police_force_begins_one_too(app):
    house().manager.register(Council("Thames Valley"), "council")
    assert authoring.begin(CLEO, "force:thames-valley") == "thames-valley-police"


def test_what_is_not_theirs_is_not_there(begun, council):
    elsewhere = replace(CLEO, school="another county")
    council.areas = ["Oxfordshire"]
    with pytest.raises(NotFound):
        authoring.begin(CLEO, "la:857")
    with pytest.raises(NotFound):
        authoring.draft(elsewhere, PACK)
    council.areas = ["Rutland"]
    assert authoring.desk(CLEO).drafts == ()
    for act in (
        lambda: authoring.draft(CLEO, PACK),
        lambda: authoring.change(CLEO, PACK, 1, named("Us")),
        lambda: publishing.publish(CLEO, PACK, 1),
        lambda: publishing.signed_file(CLEO, PACK),
        lambda: heardwrong.heard_wrong(CLEO, PACK),
    ):
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize("who", [TESS, AMARA, HANA])
def test_nobody_at_a_school_writes_in_an_authoritys_name(begun, who):
    for act in (authoring.desk, lambda one: publishing.publish(one, PACK, 1)):
        with pytest.raises(NotAllowed):
            act(replace(who, school="county"))


def test_two_people_who_change_two_routes_at_once_both_do(begun):
    authoring.change(CLEO, PACK, 1, named("A"), route())
    after = authoring.change(DAN, PACK, 1, named("B", "lado"), route("lado"))
    assert [after.said["routes"][key]["org"] for key in ("mash", "lado")] == ["A", "B"]
    assert after.revision == 3


def test_of_two_people_who_change_the_same_route_the_second_is_told(begun, clock):
    clock.move(minutes=5)
    authoring.change(CLEO, PACK, 1, named("A"), route())
    with pytest.raises(DraftChanged) as told:
        authoring.change(DAN, PACK, 1, named("B"), route())
    assert (told.value.at, told.value.revision) == (clock(), 2)
    assert not told.value.by_themselves
    assert authoring.draft(DAN, PACK).said["routes"]["mash"]["org"] == "A"
    after = authoring.change(DAN, PACK, 2, named("B"), route())
    assert after.said["routes"]["mash"]["org"] == "B"
    with pytest.raises(DraftChanged):
        authoring.change(DAN, PACK, 99, named("C"), route())


def test_what_changes_nothing_is_no_new_state(begun):
    assert authoring.change(CLEO, PACK, 1, lambda said: dict(said)).revision == 1


def test_nothing_that_holds_image_data_is_kept(begun):
    with pytest.raises(ImageryRefused):
        authoring.change(CLEO, PACK, 1, named("https://example.org/a.jpg"))
    assert authoring.draft(CLEO, PACK).revision == 1


def test_what_is_published_reaches_who_trusts_it_as_each_of_them_chose(begun, owner, school, clock):
    owner.pin(OTHER, approves=True)
    clock.move(minutes=1)
    authoring.change(CLEO, PACK, 1, named("The new front door"))
    found = publishing.outlook(CLEO, PACK)
    assert found.version == 2
    assert publishing.publish(CLEO, PACK, 2) == 2
    assert states() == {"toy": publishing.USED, "other": publishing.WAITS}
    assert whom().answer.now[0].route.org == "The new front door"
    assert deliver(lambda of: f"/{of}").failed == 0
    (notice,) = school.notices
    assert (notice.school, notice.to_roles) == ("other", {"dsl", "deputy_dsl"})
    assert notice.subject == "Contacts: a new version waits to be approved"
    contactpacks.apply(OTHER, PACK)
    contactpacks.drop(TOY, PACK)
    assert states() == {"toy": publishing.DROPPED, "other": publishing.USED}
    # What one school takes back stays so, and is not sent to it again.
    publishing.send(CLEO, PACK)
    assert states()["toy"] == publishing.DROPPED


def test_a_school_that_pins_the_key_later_is_sent_it_then(begun, owner):
    authoring.change(CLEO, PACK, 1, named("Us"))
    publishing.publish(CLEO, PACK, 2)
    owner.pin(OTHER)
    assert states()["other"] == publishing.MISSING
    assert {one.school: one.state for one in publishing.send(CLEO, PACK)}["other"] == "used"


def test_who_trusts_another_key_or_other_places_is_sent_nothing(begun, owner, tmp_path):
    (tmp_path / "else").mkdir()
    Owner(tmp_path / "else").pin(OTHER)
    contactpacks.pin(Everything("third"), PACK, owner.public, ["la:372"], False)
    authoring.change(CLEO, PACK, 1, named("Us"))
    publishing.publish(CLEO, PACK, 2)
    found = {one.school: one for one in publishing.copies(CLEO, PACK)}
    assert found["other"].state == found["third"].state == publishing.FOREIGN
    assert "another key" in found["other"].says
    assert "Oxfordshire" in found["third"].says
    assert contactpacks.given(OTHER) == contactpacks.given(Everything("third")) == ()


def test_a_version_that_a_school_had_from_a_file_is_not_given_twice(begun, owner):
    owner.install(4, TOY)
    authoring.change(CLEO, PACK, 1, named("Us"))
    assert publishing.publish(CLEO, PACK, 2) == 5
    owner.install(7, TOY)
    (one,) = publishing.copies(CLEO, PACK)
    assert (one.state, one.version) == (publishing.NEWER, 7)
    assert "version 7" in one.says


def test_the_signed_file_is_the_one_that_a_school_takes_in(begun, owner):
    with pytest.raises(NotFound):
        publishing.signed_file(CLEO, PACK)
    authoring.change(CLEO, PACK, 1, named("Us"))
    publishing.publish(CLEO, PACK, 2)
    owner.pin(OTHER)
    taken = contactpacks.install(OTHER, publishing.signed_file(CLEO, PACK))
    assert (taken.pack.version, taken.applied) == (2, True)


def test_what_is_wrong_or_was_not_shown_or_changes_nothing_is_not_published(begun, owner):
    publishing.publish(CLEO, PACK, 1)
    with pytest.raises(ContactsRefused, match="Nothing has changed"):
        publishing.publish(CLEO, PACK, 1)
    authoring.change(CLEO, PACK, 1, named("Us"))
    with pytest.raises(DraftChanged):
        publishing.publish(CLEO, PACK, 1)
    authoring.change(CLEO, PACK, 2, named(""))
    with pytest.raises(ContactsRefused, match="Mend it first"):
        publishing.publish(CLEO, PACK, 3)
    assert authoring.draft(CLEO, PACK).version == 2


@pytest.mark.parametrize("keys", [{}, {PACK: "none.pem"}])
def test_without_a_key_nothing_is_published_and_it_is_said_who_can_mend_that(begun, app, keys):
    app.config["YIP_CONTACT_KEYS"] = keys
    assert "YIP_CONTACT_KEYS" in publishing.outlook(CLEO, PACK).trouble
    with pytest.raises(ContactsRefused) as told:
        publishing.publish(CLEO, PACK, 1)
    assert "/" not in str(told.value)


def test_a_preview_is_what_schools_would_see_and_leaves_out_what_is_not_ready(begun):
    asked = replace(whom().answer.need, at=at("2026-12-26T02:10"))
    found = previewing.preview(CLEO, PACK, asked)
    assert found.answer == whom(moment="2026-12-26T02:10").answer
    authoring.change(CLEO, PACK, 1, named(""))
    found = previewing.preview(CLEO, PACK, asked)
    # Whoever answers outside the hours of a route cannot be worked out without it.
    assert set(found.left_out) == {"mash", "duty_team"}
    assert "oxfordshire/mash" not in refs(found.answer.now)
    authoring.change(CLEO, PACK, 2, lambda said: said | {"title": ""})
    assert previewing.preview(CLEO, PACK, asked).answer is None


def test_a_wrong_number_reaches_the_authority_until_the_school_takes_it_down(begun, owner, school):
    publishing.publish(CLEO, PACK, 1)
    wrong.report_wrong(TESS, whom().answer.now[0].route, "Nobody answers.")
    wrong.report_wrong(TESS, whom(purpose="police_non_emergency").answer.now[0].route)
    assert deliver(lambda of: f"/{of}").failed == 0
    assert {(one.school, one.to_roles, one.url) for one in school.notices} == {
        ("toy", frozenset({"dsl", "deputy_dsl"}), "/"),
        ("county", frozenset({"authority"}), "/authority"),
    }
    (heard,) = heardwrong.heard_wrong(CLEO, PACK)
    assert (heard.key, heard.school, heard.says) == ("mash", "toy", "Nobody answers.")
    assert not heard.changed
    authoring.change(CLEO, PACK, 1, named("Us"))
    publishing.publish(CLEO, PACK, 2)
    assert heardwrong.heard_wrong(CLEO, PACK)[0].changed
    theirs = {one.route.ref: one.id for one in wrong.wrong(AMARA)}
    wrong.settle(AMARA, theirs["oxfordshire/mash"])
    assert heardwrong.heard_wrong(CLEO, PACK) == ()


def test_word_comes_to_the_authority_that_its_own_contacts_are_to_be_checked_again(
    begun, owner, school, clock
):
    checked = {"verified": {"on": "2025-04-10", "by": "Cleo"}}
    authoring.change(
        CLEO,
        PACK,
        1,
        lambda said: drafting.with_route(said, "mash", said["routes"]["mash"] | checked),
    )
    publishing.publish(CLEO, PACK, 2)
    warn_of_checks()
    assert deliver(str).done == 0
    clock.move(days=10)
    for _ in range(2):
        warn_of_checks()
    assert deliver(str).done == 1
    (notice,) = school.notices
    assert (notice.school, notice.to_roles) == ("county", {"authority"})
    assert notice.subject == "Contacts: one that you publish is to be checked again"


def test_everything_is_on_the_ledger_of_whoever_did_it(begun, owner, store):
    authoring.change(CLEO, PACK, 1, named("Us"))
    publishing.publish(CLEO, PACK, 2)
    assert acts(store, "county") == ["contact:draft", "contact:draft", "contact:publish"]
    assert acts(store, "toy")[-1] == "contact:install"


def acts(store, school):
    with store.reading(Everything(school)) as session:
        return list(session.scalars(select(LedgerRow.act).order_by(LedgerRow.seq)))


def test_whoever_lets_an_authoritys_account_into_a_case_has_let_in_nobody(app, case_id, clock):
    class Directory:
        @hookimpl
        def yip_staff_member(self, ref):
            return Person(ref, "Cleo", "staff") if ref == CLEO.ref else None

    house().manager.register(Directory(), "directory")
    day = clock().date() + timedelta(days=3)
    team.let_in(AMARA, case_id, Wanted(CLEO.ref, day, "They asked."))
    here = replace(CLEO, school="toy")
    assert with_roles(here).roles == {"authority"}
    assert "case_team" in with_roles(replace(here, roles=frozenset({"authority", "staff"}))).roles
