"""A school takes packs from those it trusts, in its own way, and back again."""

import pytest

from tests.services.conftest import AMARA, HANA, TESS, person, with_school
from tests.services.contacts import TOY, Owner, refs, whom
from yipplugin.errors import ContactsRefused, NotAllowed
from yipplugin.services import contactpacks
from yipplugin.values import Everything

MASH = ("0345 050 7666", "0345 050 7667")


@pytest.fixture
def oxfordshire(app, tmp_path):
    owner = Owner(tmp_path)
    owner.pin()
    return owner


def test_what_is_installed_is_used_at_once_and_says_what_it_changes(oxfordshire):
    assert whom().answer.now == ()
    found = oxfordshire.install()
    assert found.applied
    assert len(found.changes) == 3
    assert refs(whom().answer.now) == ["oxfordshire/mash"]
    newer = oxfordshire.install(2, swaps=[MASH])
    assert newer.changes == (
        "Changed: Oxfordshire MASH, children’s social care (0345 050 7667): "
        "phone: “0345 050 7666” → “0345 050 7667”.",
    )
    assert whom().answer.now[0].route.phone == "0345 050 7667"


def test_a_school_that_wants_to_approve_keeps_the_old_version_until_it_did(oxfordshire, clock):
    oxfordshire.pin(approves=True)
    first = oxfordshire.install()
    assert not first.applied
    assert whom().answer.now == ()
    contactpacks.apply(AMARA, "oxfordshire")
    assert refs(whom().answer.now) == ["oxfordshire/mash"]
    clock.move(days=1)
    oxfordshire.install(2, swaps=[MASH])
    assert whom().answer.now[0].route.phone == "0345 050 7666"
    states = [(one.pack.version, one.state) for one in contactpacks.given(TOY)]
    assert states == [(2, "waits"), (1, "used")]
    assert "0345 050 7667" in contactpacks.given(TOY)[0].changes[0]
    contactpacks.apply(HANA, "oxfordshire")
    assert whom().answer.now[0].route.phone == "0345 050 7667"
    with pytest.raises(ContactsRefused, match="No version"):
        contactpacks.apply(AMARA, "oxfordshire")


def test_what_is_rolled_back_is_as_it_was_before_and_never_taken_again(oxfordshire, clock):
    oxfordshire.install()
    clock.move(days=1)
    oxfordshire.install(2, swaps=[MASH])
    clock.move(minutes=1)
    back = contactpacks.drop(TOY, "oxfordshire")
    assert back.pack.version == 1
    assert whom().answer.now[0].route.phone == "0345 050 7666"
    with pytest.raises(ContactsRefused, match="no version is taken in twice"):
        oxfordshire.install(2, swaps=[MASH])
    assert oxfordshire.install(3, swaps=[MASH]).applied
    contactpacks.drop(TOY, "oxfordshire")
    assert contactpacks.drop(TOY, "oxfordshire") is None
    assert whom().answer.now == ()
    with pytest.raises(ContactsRefused, match="No contacts"):
        contactpacks.drop(TOY, "oxfordshire")


def test_what_is_refused_changes_nothing(oxfordshire, tmp_path, rows):
    oxfordshire.install()
    before = rows()
    (tmp_path / "other").mkdir()
    stranger = Owner(tmp_path / "other")
    for content, why in (
        (b"", "not signed"),
        (stranger.signed(2), "another key"),
        (oxfordshire.signed(1), "no version is taken in twice"),
        (oxfordshire.signed(2)[:-3] + b'"}\n', "changed after it was signed"),
        (
            oxfordshire.signed(2, swaps=[("authority: Oxfordshire", "authority: [931, 936]")]),
            "not trusted here",
        ),
    ):
        with pytest.raises(ContactsRefused, match=why):
            contactpacks.install(TOY, content)
    assert rows() == before


def test_a_new_key_ends_the_trust_in_the_one_before(oxfordshire, tmp_path):
    oxfordshire.install()
    (tmp_path / "new").mkdir()
    renewed = Owner(tmp_path / "new")
    renewed.pin()
    with pytest.raises(ContactsRefused, match="another key"):
        oxfordshire.install(2)
    assert renewed.install(2).applied
    assert len(contactpacks.pinned(TOY)) == 1


@pytest.mark.parametrize("public", ["", "12", "x" * 64, "1" * 63])
def test_what_is_no_key_cannot_be_trusted(app, public):
    with pytest.raises(ContactsRefused, match="not a public key"):
        contactpacks.pin(TOY, "oxfordshire", public, ["la:931"], False)


def test_only_whoever_leads_may_approve_or_take_back(oxfordshire):
    oxfordshire.install()
    for nobody in (TESS, person("Ivo", "it")):
        with pytest.raises(NotAllowed):
            contactpacks.drop(nobody, "oxfordshire")
        with pytest.raises(NotAllowed):
            contactpacks.apply(nobody, "oxfordshire")


def test_one_schools_contacts_are_no_other_schools(oxfordshire):
    oxfordshire.install()
    other = Everything("other")
    assert contactpacks.given(other) == ()
    assert whom(other).answer.now == ()
    assert whom(with_school(AMARA, "other")).answer.now == ()


def test_each_act_is_on_the_ledger_with_what_it_was_about(oxfordshire, ledger):
    oxfordshire.install()
    contactpacks.drop(AMARA, "oxfordshire")
    acts = [one for one in ledger("actor", "act", "subject") if one[1].startswith("contact:")]
    assert acts == [
        ("yipplugin", "contact:pin", "contacts:oxfordshire"),
        ("yipplugin", "contact:install", "contacts:oxfordshire"),
        ("staff:amara", "contact:drop", "contacts:oxfordshire"),
    ]


def test_what_waits_under_a_key_that_is_trusted_no_longer_cannot_be_approved(app, tmp_path):
    first = Owner(tmp_path)
    first.pin(approves=True)
    first.install()
    contactpacks.apply(AMARA, "oxfordshire")
    first.install(2, swaps=[MASH])
    (tmp_path / "new").mkdir()
    second = Owner(tmp_path / "new")
    second.pin(approves=None)
    states = {one.state: bool(one.distrusted) for one in contactpacks.given(AMARA)}
    assert states == {"used": True, "waits": True}
    with pytest.raises(ContactsRefused, match="signed with another key"):
        contactpacks.apply(AMARA, "oxfordshire")
    assert whom().answer.now[0].route.phone == "0345 050 7666"
    second.install(3)
    contactpacks.apply(AMARA, "oxfordshire")
    assert [one.distrusted for one in contactpacks.given(AMARA)] == [""]


def test_how_new_versions_are_taken_in_stays_where_a_new_key_says_nothing_of_it(app, tmp_path):
    owner = Owner(tmp_path)
    assert not owner.pin(approves=None).approves
    assert owner.pin(approves=True).approves
    assert owner.pin(approves=None).approves
    assert not owner.pin(approves=False).approves


def test_what_waits_can_be_turned_down_and_what_is_used_stays(app, tmp_path):
    owner = Owner(tmp_path)
    owner.pin(approves=True)
    with pytest.raises(ContactsRefused, match="waits to be approved"):
        contactpacks.decline(AMARA, "oxfordshire")
    owner.install()
    contactpacks.apply(AMARA, "oxfordshire")
    owner.install(2, swaps=[MASH])
    assert contactpacks.decline(AMARA, "oxfordshire").pack.version == 2
    assert [(one.pack.version, one.state) for one in contactpacks.given(AMARA)] == [(1, "used")]
    with pytest.raises(ContactsRefused, match="no version is taken in twice"):
        owner.install(2)


def test_a_pack_whose_key_is_trusted_no_longer_takes_in_nothing_new(app, tmp_path):
    owner = Owner(tmp_path)
    with pytest.raises(ContactsRefused, match="No key is trusted"):
        contactpacks.unpin(TOY, "oxfordshire")
    owner.pin()
    owner.install()
    contactpacks.unpin(TOY, "oxfordshire")
    with pytest.raises(ContactsRefused, match="Nobody has said whose key"):
        owner.install(2)
    assert whom().answer.now[0].route.phone == "0345 050 7666"


def test_a_version_is_used_from_the_day_on_which_it_comes_into_force(app, tmp_path):
    owner = Owner(tmp_path)
    owner.pin()
    owner.install()
    later = ("in force: 2025-09-01", "in force: 2026-12-01")
    told = owner.install(2, swaps=[MASH, later])
    assert (
        "Changed: in force from Monday 1 September 2025 → Tuesday 1 December 2026." in told.changes
    )
    for moment, phone in (
        ("2026-11-30T23:59", "0345 050 7666"),
        ("2026-12-01T00:00", "0345 050 7667"),
    ):
        found = [one.route.phone for one in (*whom(moment=moment).answer.later,)]
        assert phone in found, (moment, found)


def test_a_place_that_a_version_in_force_leaves_is_served_by_no_older_one(app, tmp_path):
    owner = Owner(tmp_path, areas=("la:931", "la:936"))
    owner.pin()
    wide = ("authority: Oxfordshire", "authority: [Oxfordshire, Surrey]")
    owner.install(1, swaps=[wide])
    assert whom(home="936").answer.now[0].route.ref.startswith("oxfordshire/")
    owner.install(2)
    assert not [one for one in refs(whom(home="936", school="936").answer.now) if "oxf" in one]


def test_a_version_that_a_newer_one_passed_over_is_not_approved_after_all(app, tmp_path):
    owner = Owner(tmp_path)
    owner.pin(approves=True)
    owner.install()
    contactpacks.apply(AMARA, "oxfordshire")
    owner.install(2)
    owner.install(3, swaps=[MASH])
    assert contactpacks.apply(AMARA, "oxfordshire").pack.version == 3
    assert contactpacks.drop(AMARA, "oxfordshire").pack.version == 1
    assert [(one.pack.version, one.state) for one in contactpacks.given(AMARA)] == [(1, "used")]
    assert contactpacks.given(AMARA)[0].last
    with pytest.raises(ContactsRefused, match="No version of the contacts"):
        contactpacks.apply(AMARA, "oxfordshire")
