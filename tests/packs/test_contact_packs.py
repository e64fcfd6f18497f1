"""A contact pack is read as a whole, and what is wrong is said by file and line."""

import json
from dataclasses import fields, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from yipplugin import shipped
from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import ALWAYS, PURPOSES, Hours, Need, Route, Span
from yipplugin.packs.contacts.differing import FIELDS, differences
from yipplugin.packs.contacts.reading import read_contacts, read_kept, read_national
from yipplugin.packs.contacts.reference import reference
from yipplugin.packs.problems import PackRefused
from yipplugin.rules.contacts import resolve
from yipplugin.rules.directory import Directory
from yipplugin.rules.timetable import in_a_line, said
from yipplugin.values import LONDON

DATA = Path(__file__).parent / "data" / "contacts"
ROOT = Path(__file__).parents[2]
NATIONAL = Path(str(shipped.folder("hooks"))) / "contacts" / "national.yaml"
TEXT = (DATA / "oxfordshire.yaml").read_text()


def pack(name):
    return read_contacts(DATA / f"{name}.yaml").pack


def problems(tmp_path, text):
    path = tmp_path / "pack.yaml"
    path.write_text(text)
    with pytest.raises(PackRefused) as refused:
        read_contacts(path)
    return [str(one) for one in refused.value.problems]


def line_of(text, words):
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize("name", ["rotherham", "oxfordshire", "thames_valley"])
def test_packs_from_public_pages_are_read_and_nothing_in_them_is_called_checked(name):
    found = pack(name)
    assert found.routes
    assert all(one.verified_on is None and not one.verified_by for one in found.routes)


def test_what_ships_serves_all_of_england_and_holds_no_other_999():
    found = read_national(NATIONAL).pack
    assert {one.areas for one in found.routes} == {("england",)}
    assert all(one.layer == "national" for one in found.routes)
    assert "emergency" not in {one.purpose for one in found.routes}
    assert all(one.verified_on is None for one in found.routes)
    with pytest.raises(PackRefused, match="Only what ships speaks for all of England"):
        read_contacts(NATIONAL)


EVERY_ROUTE = [
    *read_national(NATIONAL).pack.routes,
    *(one for name in ("rotherham", "oxfordshire", "thames_valley") for one in pack(name).routes),
]


def asked(purpose, moment, home="372", school="931", **more):
    at = datetime.fromisoformat(moment).replace(tzinfo=LONDON)
    need = Need(purpose, at, home, school, **more)
    return resolve(Directory(EVERY_ROUTE), need, is_bank_holiday)


@pytest.mark.parametrize(
    ("moment", "home", "ref"),
    [
        ("2026-11-26T08:29", "931", "oxfordshire/duty_team"),
        ("2026-11-26T08:30", "931", "oxfordshire/mash"),
        ("2026-11-26T16:59", "931", "oxfordshire/mash"),
        ("2026-11-26T17:00", "931", "oxfordshire/duty_team"),
        ("2026-11-27T15:59", "931", "oxfordshire/mash"),
        ("2026-11-27T16:00", "931", "oxfordshire/duty_team"),
        ("2026-11-27T16:00", "372", "rotherham/mash"),
        ("2026-11-27T16:29", "372", "rotherham/mash"),
        ("2026-11-27T16:30", "372", "rotherham/out_of_hours"),
        ("2026-12-25T10:00", "372", "rotherham/out_of_hours"),
        ("2026-12-28T10:00", "931", "oxfordshire/duty_team"),
        ("2026-03-29T00:59", "931", "oxfordshire/duty_team"),
        ("2026-03-29T02:00", "931", "oxfordshire/duty_team"),
        ("2026-10-25T01:30", "931", "oxfordshire/duty_team"),
        ("2026-10-26T08:29", "931", "oxfordshire/duty_team"),
        ("2026-10-26T08:30", "931", "oxfordshire/mash"),
    ],
)
def test_whoever_is_there_answers_at_the_edges_of_hours_and_on_bank_holidays(moment, home, ref):
    care = asked("csc_front_door", moment, home=home)
    assert care.now[0].route.ref == ref


def test_a_child_of_one_authority_at_school_in_another_at_night_on_a_bank_holiday_saturday():
    moment = "2026-12-26T02:10"
    care = asked("csc_front_door", moment)
    police = asked("police_non_emergency", moment, force="thames-valley")
    lado = asked("lado", moment)
    assert care.first.route.ref == "rotherham/out_of_hours"
    assert [one.route.ref for one in police.now] == ["thames-valley/night_desk", "england/police"]
    assert [one.route.ref for one in lado.later] == ["oxfordshire/lado"]
    assert lado.later[0].says == "closed; opens Tue 29 December, 9am"
    for answer in (care, police, lado):
        assert answer.emergency.route.phone == "999"
        assert all(one.trust.state == "unverified" for one in (*answer.now, *answer.later))


def test_a_folder_and_a_file_that_say_the_same_have_one_digest_whatever_the_layout(tmp_path):
    whole = read_contacts(DATA / "oxfordshire.yaml")
    head, routes = TEXT.split("routes:\n")
    folder = tmp_path / "oxfordshire"
    (folder / "routes").mkdir(parents=True)
    (folder / "contacts.yaml").write_text("# Another comment.\n\n" + head)
    blocks = {}
    for line in routes.splitlines():
        if line.startswith("  ") and not line.startswith("    "):
            name = line.strip().rstrip(":")
        else:
            blocks.setdefault(name, []).append(line[4:])
    for name, lines in blocks.items():
        (folder / "routes" / f"{name}.yaml").write_text("\n".join(lines) + "\n")
    apart = read_contacts(folder)
    assert apart.text == whole.text
    assert apart.pack.digest == whole.pack.digest
    assert apart.pack == whole.pack


def test_json_is_read_too_and_what_is_kept_reads_back_as_it_was(tmp_path):
    whole = read_contacts(DATA / "oxfordshire.yaml")
    path = tmp_path / "pack.json"
    path.write_text(json.dumps(json.loads(whole.text), indent=4))
    assert read_contacts(path).pack.digest == whole.pack.digest
    assert read_kept(whole.text).digest == whole.pack.digest


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("0345 050 7666", "0345 050", "cannot be rung"),
        ("0345 050 7666", "MASH desk", "not a telephone number"),
        ("Friday: 08:30 to 16:00", "Freitag: 08:30 to 16:00", "not a day or days"),
        ("Friday: 08:30 to 16:00", "Friday: 08:30 to 25:00", "not times"),
        ("Friday: 08:30 to 16:00", "Thursday: 08:30 to 16:00", "Thursday stands here twice"),
        ("Friday: 08:30 to 16:00", "Friday: 08:30 to 16:00, 15:00 to 18:00", "overlap"),
        ("hours: {outside: mash}", "hours: {outside: mesh}", "Did you mean “mash”?"),
        ("hours: {outside: mash}", "hours: sometimes", "This is not hours"),
        ("purpose: lado", "purpose: emergency", "not a purpose"),
        ("purpose: lado", "purpose: lada", "Did you mean “lado”?"),
        ("authority: Oxfordshire", "authority: Oxfordshir", "Did you mean “Oxfordshire”?"),
        ("authority: Oxfordshire", "authority: Cumbria", "Cumberland and Westmorland and Furness"),
        ("version: 1", "version: one", "not a whole number"),
        ("reports to: contacts@oxfordshire.example", "reports to: nobody", "not an e-mail"),
        ("reports to: contacts@oxfordshire.example\n", "", "Nobody hears of a wrong number"),
        ("authority: Oxfordshire", "authority: Thames Valley Police", "name it under `force:`"),
        ("in force: 2025-09-01", "in force: soon", "not a date"),
        ("confirm within: {hours: 48}", "confirm within: soon", "not a length of time"),
        ("purpose: lado", "purpose: lado\n    colour: red", "not a key of a route"),
        ("purpose: lado", "purpose: lado\n    area: Surrey", "not an area of this pack"),
        ("purpose: lado", "purpose: lado\n    web: javascript:alert(1)", "not the address"),
        ("purpose: lado", "purpose: lado\n    verified: {on: 2026-09-01}", "“by” is missing"),
        ("phone: 01865 810603\n", "role: Duty\n", "no way to reach anybody"),
        ("contacts: oxfordshire", "contacts: Oxford Shire", "is not a key"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(tmp_path, before, after, says):
    text = TEXT.replace(before, after, 1)
    assert text != TEXT
    found = problems(tmp_path, text)
    assert any(says in one for one in found), found
    assert all(one.startswith("pack.yaml:") for one in found)


def test_a_fault_is_named_by_the_line_on_which_it_stands(tmp_path):
    text = TEXT.replace("01865 810603", "01865 81")
    (found,) = problems(tmp_path, text)
    assert found.startswith(f"pack.yaml:{line_of(text, '01865 81')}: routes.lado.phone: ")


def test_bank_holidays_are_never_left_to_be_guessed(tmp_path):
    text = TEXT.replace("      bank holidays: closed\n", "", 1)
    (found,) = problems(tmp_path, text)
    assert "Say what happens on bank holidays" in found


def test_no_image_gets_into_a_pack(tmp_path):
    text = TEXT.replace("Oxfordshire MASH", "https://example.org/a.jpg")
    assert any("image" in one for one in problems(tmp_path, text))


def test_a_pack_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(PackRefused, match="There is no such pack"):
        read_contacts(tmp_path / "nowhere.yaml")


def test_hours_are_read_as_they_stand_on_a_door():
    lado = pack("oxfordshire").routes[1]
    assert lado.hours.weekly[0] == (Span(540, 1020),)
    assert lado.hours.weekly[5] == ()
    night = pack("thames_valley").routes[0]
    assert night.hours.weekly[0] == (Span(22 * 60, 30 * 60),)
    assert said(pack("oxfordshire").routes[2].hours) == (
        "Monday to Thursday: 8:30am to 5pm",
        "Friday: 8:30am to 4pm",
        "Saturday to Sunday: closed",
        "Bank holidays: closed",
    )
    assert said(night.hours)[0] == "Every day: 10pm to 6am the day after"


def test_hours_in_one_line_put_nothing_after_what_they_are_outside_of_but_a_space():
    office = ((Span(540, 1020),),) * 5 + ((),) * 2
    days = "Monday to Friday: 9am to 5pm; Saturday to Sunday: closed; Bank holidays: closed"
    assert in_a_line(Hours(office, ())) == days
    assert in_a_line(Hours(office, (), outside=True)) == f"Whenever these are over: {days}"
    assert in_a_line(ALWAYS) == "Every day, all day"


def test_a_difference_is_said_in_words():
    before = pack("oxfordshire")
    team, lado, mash = before.routes
    after = replace(
        before,
        routes=(
            replace(mash, phone="0345 050 7667", verified_on=date(2026, 11, 1), verified_by="A"),
            replace(lado, ref="oxfordshire/lado2"),
        ),
    )
    assert differences(before, after) == (
        "Changed: Oxfordshire MASH, children’s social care (0345 050 7667): "
        "phone: “0345 050 7666” → “0345 050 7667”.",
        "Changed: Oxfordshire MASH, children’s social care (0345 050 7667): "
        "checked on: nothing → Sunday 1 November 2026.",
        "Changed: Oxfordshire MASH, children’s social care (0345 050 7667): "
        "checked by: nothing → “A”.",
        "New: Oxfordshire LADO, designated officer (LADO) (01865 810603).",
        "Gone: Oxfordshire emergency duty team, children’s social care, out of hours "
        "(0800 833 408).",
        "Gone: Oxfordshire LADO, designated officer (LADO) (01865 810603).",
    )
    assert differences(before, before) == ()
    assert len(differences(None, before)) == 3


def test_every_field_of_a_route_is_compared():
    assert {one.name for one in fields(Route)} - {*FIELDS} == {"ref", "layer"}
    assert all(one in PURPOSES for one in ("csc_front_door", "lado"))


def test_the_page_of_the_notation_is_made_from_it():
    assert (ROOT / "docs" / "reference" / "contact-packs.md").read_text() == reference()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("routes/desk.yml", "Only names that end in .yaml are read"),
        ("other.yml", "Only names that end in .yaml are read"),
        ("referral/form.yaml", "Nothing in this folder is read. Name it routes or referrals."),
    ],
)
def test_what_was_meant_to_be_part_of_a_pack_and_is_not_read_is_named(tmp_path, name, says):
    folder = tmp_path / "pack"
    (folder / name).parent.mkdir(parents=True)
    (folder / "contacts.yaml").write_text((DATA / "oxfordshire.yaml").read_text())
    (folder / "README.md").write_text("Ours.")
    read_contacts(folder)
    (folder / name).write_text("purpose: lado\n")
    with pytest.raises(PackRefused) as refused:
        read_contacts(folder)
    assert [(one.file, one.message.startswith(says)) for one in refused.value.problems] == [
        (name, True)
    ]


def test_a_new_number_with_the_check_of_the_old_one_is_remarked_on(tmp_path):
    text = (DATA / "oxfordshire.yaml").read_text()
    line = "    phone: 0345 050 7666\n"
    assert line in text
    checked = "    verified: {on: 2026-03-01, by: Jo}\n"
    packs = []
    for n, phone in enumerate(("0345 050 7666", "0345 050 7667")):
        path = tmp_path / f"{n}.yaml"
        path.write_text(text.replace(line, f"    phone: {phone}\n{checked}", 1))
        packs.append(read_contacts(path).pack)
    told = differences(*packs)
    assert any("look again, for the new number is said to be checked" in one for one in told)
