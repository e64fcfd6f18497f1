"""Referral forms of contact packs are read as a whole, and faults are said by file and line."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from yipplugin.contact import Need
from yipplugin.packs.contacts import signing
from yipplugin.packs.contacts.admitting import verified
from yipplugin.packs.contacts.differing import differences
from yipplugin.packs.contacts.reading import read_contacts, read_kept
from yipplugin.packs.problems import PackRefused
from yipplugin.referral import Delivery, Source
from yipplugin.rules.contacts import referral_forms
from yipplugin.values import LONDON

DATA = Path(__file__).parent / "data" / "contacts"
TEXT = (DATA / "westhampton.yaml").read_text()


def written(tmp_path, text):
    path = tmp_path / "pack.yaml"
    path.write_text(text)
    return read_contacts(path)


def problems(tmp_path, text):
    with pytest.raises(PackRefused) as refused:
        written(tmp_path, text)
    return [str(one) for one in refused.value.problems]


def test_a_form_is_read_with_what_fills_it_in_and_how_it_is_delivered():
    (one,) = read_contacts(DATA / "westhampton.yaml").pack.referrals
    assert one.ref == "westhampton/front_door_form"
    assert one.route == "westhampton/mash"
    assert one.areas == ("la:931",)
    assert [step.title for step in one.form.steps] == ["The child", "The parents"]
    assert one.fill["child"] == Source("name")
    assert one.fill["told"].answers == (
        ("first_review", "parents_told"),
        ("referral", "parents_told"),
    )
    assert one.delivery == Delivery("portal", "https://refer.example/start", ("child", "born"))


def test_what_is_kept_reads_back_as_it_was_though_a_question_is_called_like_a_part(tmp_path):
    whole = read_contacts(DATA / "westhampton.yaml")
    assert read_kept(whole.text) == whole.pack
    assert read_kept(whole.text).digest == whole.pack.digest
    keys = [one.key for one in read_kept(whole.text).referrals[0].form.questions]
    assert "routes" in keys


def test_a_form_in_a_file_of_its_own_is_the_same(tmp_path):
    whole = read_contacts(DATA / "westhampton.yaml")
    said = json.loads(whole.text)
    folder = tmp_path / "pack"
    (folder / "referrals").mkdir(parents=True)
    (form,) = said.pop("referrals").values()
    (folder / "contacts.yaml").write_text(json.dumps(said, indent=1))
    (folder / "referrals" / "front_door_form.yaml").write_text(json.dumps(form, indent=1))
    assert read_contacts(folder).text == whole.text
    (folder / "contacts.yaml").write_text(TEXT)
    with pytest.raises(PackRefused, match="front_door_form stands in contacts.yaml too"):
        read_contacts(folder)


def test_a_signature_covers_the_form(tmp_path):
    signing.new_key(tmp_path / "key")
    key = signing.read_key(tmp_path / "key")
    signed = signing.sign(read_contacts(DATA / "westhampton.yaml"), key)
    assert verified(signed.content).pack.referrals[0].delivery.by == "portal"
    other = signed.content.replace(b"refer.example", b"refer.elsewhere")
    assert other != signed.content
    with pytest.raises(Exception, match="was changed after it was signed"):
        verified(other)


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ("ring: mash", "ring: mesh", "Did you mean “mash”?"),
        ("ring: mash", "ring: web", "has no phone number"),
        ("purpose: csc_front_door\n    ring", "purpose: care\n    ring", "not a purpose"),
        ("child: name\n", "child: nome\n", "what a question is filled in from"),
        ("child: name\n", "child: report.said\n", "write {answer: report.said}"),
        ("child: name\n", "chield: name\n", "not a question of this form"),
        ("told: {answer: [first", "level: name\n      told: {answer: [first", "no answer to a"),
        ("born: date of birth", "born: name", "no answer to a question of the kind"),
        ("first_review.parents_told,", "parents told,", "names no answer"),
        ("by: portal", "by: pigeon", "a way to deliver a form"),
        ("by: portal", "by: phone", "says nothing where a form goes by telephone"),
        ("by: portal", "by: mail", "is not an e-mail address"),
        ("by: portal", "by: webhook", "“copy” says nothing where a form goes straight into"),
        ("      address: https://refer.example/start\n", "", "A portal has an address"),
        ("https://refer.example/start", "http://refer.example/start", "not the address"),
        ("copy: [child, born]", "copy: [child, age]", "a question of this form"),
        ("kind: yes no, ask", "kind: person, ask", "a kind of question"),
        ("kind: yes no, ask", "kind: signature, ask", "a kind of question"),
        ("ask: Full name, ", "ask: Full name, joins: yes, ", "Take it out"),
        ("ask: Full name, ", "feeds: name, ask: Full name, ", "says nothing in a referral form"),
        ("ask: Full name, ", "", "asks nothing"),
        ("ask: Full name", "ask: Upload a photo", "invites somebody to attach"),
        ("ask: Why not?", "ask: Why did they send it?", "Ask what happened"),
        ("when: {told: no}", "when: {tald: no}", "told"),
        ("- early: Early help", "- early: {label: Early, act: 'case:close'}", "does no act"),
        ("    title: Request for help and protection\n", "", "“title” is missing"),
        ("    intro: Fill", "    colour: Fill", "not a key of a referral form"),
    ],
)
def test_what_is_wrong_is_said_with_its_line_and_what_to_do(tmp_path, before, after, says):
    text = TEXT.replace(before, after, 1)
    assert text != TEXT
    found = problems(tmp_path, text)
    assert any(says in one for one in found), found
    assert all(one.startswith("pack.yaml:") for one in found)


def test_a_fault_is_named_by_the_line_on_which_it_stands(tmp_path):
    text = TEXT.replace("ring: mash", "ring: mesh")
    line = text.splitlines().index("    ring: mesh") + 1
    (found,) = problems(tmp_path, text)
    assert found.startswith(f"pack.yaml:{line}: referrals.front_door_form.ring: ")


def test_a_difference_of_forms_is_said_in_words_and_a_new_version_alone_is_none(tmp_path):
    before = read_contacts(DATA / "westhampton.yaml").pack
    again = written(tmp_path, TEXT.replace("version: 1", "version: 2")).pack
    assert differences(before, again) == ()
    asked = written(tmp_path, TEXT.replace("Full name", "Name in full")).pack
    title = "referral form “Request for help and protection”"
    way = "through their web page"
    assert differences(before, asked) == (
        f"Changed: {title}, {way}.",
        "“Request for help and protection”: “Full name” is now “Name in full”.",
    )
    bare = written(tmp_path, TEXT.split("\nreferrals:")[0] + "\n").pack
    assert differences(before, bare) == (f"Gone: {title}.",)
    assert differences(bare, before) == (f"New: {title}, {way}.",)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "https://refer.example/start",
            "https://evil.example/start",
            "goes to “https://evil.example/start”, not to “https://refer.example/start”.",
        ),
        ("copy: [child, born]", "copy: [child]", "other answers are to be copied"),
        ("      born: date of birth\n", "", "is filled in otherwise from the case: born."),
        ("mash", "desk", "desk is rung about it, not mash."),
        ("by: portal", "by: webhook", "goes out "),
    ],
)
def test_where_particulars_of_children_go_is_said_before_a_school_takes_it(
    tmp_path, old, new, says
):
    before = read_contacts(DATA / "westhampton.yaml").pack
    text = TEXT.replace(old, new)
    if new.endswith("webhook"):
        text = text.replace("      copy: [child, born]\n", "")
    told = differences(before, written(tmp_path, text).pack)
    assert any(says in line for line in told[1:]), told


def test_a_form_is_for_whoever_the_child_lives_with_and_for_no_other_purpose():
    pack = read_contacts(DATA / "westhampton.yaml").pack
    at = datetime(2026, 11, 26, 10, tzinfo=LONDON)
    assert referral_forms([pack], Need("csc_front_door", at, "931", "372"))
    assert referral_forms([pack], Need("csc_out_of_hours", at, "931", "372"))
    # Nor is a form offered about which nobody can be rung any more.
    ended = [replace(one, valid_until=date(2026, 11, 25)) for one in pack.routes]
    gone = replace(pack, routes=tuple(ended))
    assert not referral_forms([gone], Need("csc_front_door", at, "931", "372"))
    assert not referral_forms([pack], Need("csc_front_door", at, "372", "931"))
    assert not referral_forms([pack], Need("lado", at, "931", "931"))
