"""flask yip contacts: from an empty file to a call at two in the morning, as people type it."""

import re
from pathlib import Path

import pytest

from yipplugin.packs.contacts.signing import fingerprint

DATA = Path(__file__).parents[1] / "packs" / "data" / "contacts"
OXFORDSHIRE, ROTHERHAM = str(DATA / "oxfordshire.yaml"), str(DATA / "rotherham.yaml")


@pytest.fixture
def alone(flask_yip_of):
    """Return a function that runs a command without any application."""

    def run(*words):
        return flask_yip_of(None, "contacts", *map(str, words))

    return run


def test_a_pack_is_begun_and_check_says_what_is_still_to_be_filled_in(alone, tmp_path):
    path = tmp_path / "mine.yaml"
    begun = alone("new", "Oxfordshire", path)
    assert begun.exit_code == 0, begun.output
    assert "official" not in path.read_text()
    told = alone("check", path)
    assert told.exit_code == 1
    empty = [n for n, line in enumerate(path.read_text().splitlines(), 1) if ': ""' in line]
    assert {int(n) for n in re.findall(r"mine\.yaml:(\d+):", told.output)} >= set(empty)
    text = path.read_text()
    for before, after in (
        ('reports to: ""', "reports to: desk@oxfordshire.example"),
        ('thresholds: ""', "thresholds: Call us when in doubt."),
        ('org: ""', "org: Somebody"),
        ('phone: ""', "phone: 0114 496 0001"),
        ('source: ""', "source: Our own page"),
    ):
        text = re.sub(before + r" *(#.*)?", after, text)
    text = re.sub(r"^    hours: *(#.*)?$", "    hours: always", text, flags=re.M)
    path.write_text(text)
    told = alone("check", path)
    assert told.exit_code == 0, told.output
    assert "3 routes, 0 of them checked" in told.output
    again = alone("new", "Oxfordshire", path)
    assert again.exit_code == 1
    assert path.read_text() == text


def test_an_authority_that_there_is_not_is_asked_for_again(alone, tmp_path):
    told = alone("new", "Rotheram", tmp_path / "x.yaml")
    assert (told.exit_code, "Did you mean Rotherham?" in told.output) == (1, True)


def test_a_pack_is_signed_verified_compared_and_tried(alone, tmp_path):
    made = alone("key", tmp_path / "key.pem")
    public = re.search(r"Public key:  (\w+)", made.output)[1]
    signed = tmp_path / "oxfordshire.json"
    assert alone("sign", OXFORDSHIRE, "--key", tmp_path / "key.pem", "--out", signed).exit_code == 0
    told = alone("verify", signed, "--public", public)
    assert told.exit_code == 0
    assert public in told.output
    assert alone("verify", signed, "--public", "0" * 64).exit_code == 1
    content = signed.read_bytes()
    signed.write_bytes(content.replace(b"7666", b"7667"))
    broken = alone("verify", signed)
    assert (broken.exit_code, "was changed after it was signed" in broken.output) == (1, True)
    signed.write_bytes(content)
    assert alone("diff", OXFORDSHIRE, signed).output == "Nothing changes.\n"
    other = tmp_path / "next.yaml"
    other.write_text(Path(OXFORDSHIRE).read_text().replace("7666", "7667"))
    assert "“0345 050 7666” → “0345 050 7667”" in alone("diff", signed, other).output


def test_what_was_signed_is_not_written_over_and_a_key_is_not_made_anew_for_a_slip(alone, tmp_path):
    key, pack = tmp_path / "key.pem", tmp_path / "pack.yaml"
    alone("key", key)
    pack.write_text(Path(OXFORDSHIRE).read_text())
    slip = alone("sign", pack, "--key", tmp_path / "kee.pem")
    assert (slip.exit_code, "There is no file" in slip.output) == (1, True)
    assert "every school must then pin the new one" in slip.output
    signed = tmp_path / "oxfordshire-1.signed.json"
    for _ in range(2):
        assert alone("sign", pack, "--key", key).exit_code == 0
    first = signed.read_bytes()
    pack.write_text(pack.read_text().replace("7666", "7667"))
    told = alone("sign", pack, "--key", key)
    assert (told.exit_code, "Raise `version:`" in told.output) == (1, True)
    assert signed.read_bytes() == first
    checked = alone("check", signed)
    assert (checked.exit_code, "flask yip contacts verify" in checked.output) == (1, True)


def test_who_would_be_called_for_a_child_living_here_at_school_there(alone):
    told = alone(
        "try", OXFORDSHIRE, ROTHERHAM, "--home", "Rotherham", "--at-school", "931",
        "--on", "2026-12-26 02:10",
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    lines = told.output.splitlines()
    assert lines[0] == "In an emergency, before anything else: 999"
    found = [line.strip() for line in lines if re.match(r"  (\d\.|-|or) ", line)]
    assert found == [
        "1. Rotherham out of hours: 01709 336080 (the same number at other times); open now "
        "until Tue 29 December, 8:30am; not checked",
        "1. Police, 101: 101; open at any time; not checked",
        "-  Oxfordshire LADO: 01865 810603; closed; opens Tue 29 December, 9am; not checked",
        "or Rotherham out of hours: 01709 336080 (the same number at other times); open now "
        "until Tue 29 December, 8:30am; not checked",
        "or Police, 101: 101; open at any time; not checked",
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--home", "Rotheram"), "Did you mean Rotherham?"),
        (("--on", "tomorrow"), "2026-12-26 02:10"),
        (("--for", "help"), "csc_front_door"),
        (("--police", "Atlantis"), "no police force"),
    ],
)
def test_what_is_asked_wrongly_is_said_with_what_to_write(alone, words, says):
    told = alone("try", OXFORDSHIRE, *words)
    assert told.exit_code == 2
    assert says in told.output


def test_without_packs_or_an_application_there_is_nothing_to_try(alone):
    told = alone("try", "--home", "Rotherham")
    assert (told.exit_code, "Name packs to try" in told.output) == (2, True)


def test_a_school_pins_installs_approves_and_rolls_back(flask_yip, tmp_path):
    def run(*words):
        return flask_yip("contacts", *map(str, words))

    public = re.search(r"Public key:  (\w+)", run("key", tmp_path / "key.pem").output)[1]
    files = {}
    for version, phone in ((1, "7666"), (2, "7667")):
        text = Path(OXFORDSHIRE).read_text().replace("7666", phone)
        path = tmp_path / f"{version}.yaml"
        path.write_text(text.replace("version: 1", f"version: {version}"))
        files[version] = tmp_path / f"{version}.json"
        run("sign", path, "--key", tmp_path / "key.pem", "--out", files[version])
    early = run("install", files[1])
    assert (early.exit_code, "Nobody has said whose key" in early.output) == (1, True)
    assert run("pin", "oxfordshire", public).exit_code == 2
    pinned = run("pin", "oxfordshire", public, "--authority", "Oxfordshire", "--on-approval")
    assert "For Oxfordshire. New versions wait to be approved." in pinned.output
    assert "waits to be approved" in run("install", files[1]).output
    assert "is used from now on" in run("approve", "oxfordshire").output
    assert "“0345 050 7666” → “0345 050 7667”" in run("install", files[2]).output
    shown = run("list").output
    assert "version 2: waits since" in shown
    assert "version 1: used since" in shown
    run("approve", "oxfordshire")
    assert "7667" in run("try", "--home", "931", "--at-school", "931").output
    assert "version 1, is used again" in run("rollback", "oxfordshire").output
    assert "7666" in run("try", "--home", "931", "--at-school", "931").output
    old = run("install", files[2])
    assert (old.exit_code, "no version is taken in twice" in old.output) == (1, True)
    last = run("rollback", "oxfordshire")
    assert (last.exit_code, "say so with --to-none" in last.output) == (1, True)
    assert "are used any more" in run("rollback", "oxfordshire", "--to-none").output
    assert run("rollback", "oxfordshire").exit_code == 1


def test_a_new_key_says_what_it_takes_the_place_of_and_an_old_one_approves_nothing(
    flask_yip, tmp_path
):
    def run(*words):
        return flask_yip("contacts", *map(str, words))

    keys = [tmp_path / "one.pem", tmp_path / "two.pem"]
    publics = [re.search(r"Public key:  (\w+)", run("key", one).output)[1] for one in keys]
    for_it = ("--authority", "Oxfordshire")
    run("pin", "oxfordshire", publics[0], *for_it, "--on-approval")
    run("sign", OXFORDSHIRE, "--key", keys[0], "--out", tmp_path / "1.json")
    run("install", tmp_path / "1.json")
    told = run("pin", "oxfordshire", publics[1], *for_it).output
    assert f"Before: {fingerprint(publics[0])}, for Oxfordshire;" in told
    assert "New versions wait to be approved." in told
    shown = run("list").output
    assert "Signed with a key that is not trusted any more" in shown
    refused = run("approve", "oxfordshire")
    assert (refused.exit_code, "signed with another key" in refused.output) == (1, True)
    assert "is turned down" in run("decline", "oxfordshire").output
    assert "nothing new of it is taken in" in run("unpin", "oxfordshire").output
    assert run("unpin", "oxfordshire").exit_code == 1


@pytest.mark.settings(YIP_AUTHORITY="Oxfordshire")
def test_without_packs_it_is_tried_for_a_child_at_this_very_school(flask_yip):
    told = flask_yip("contacts", "try", "--home", "Rotherham", "--for", "lado")
    assert "it is Oxfordshire" in " ".join(told.output.split())


def test_an_hour_that_the_night_leaves_out_is_no_moment(alone):
    told = alone("try", OXFORDSHIRE, "--home", "931", "--on", "2027-03-28 01:30")
    assert (told.exit_code, "the clocks go forward" in told.output) == (2, True)


def test_a_message_quotes_an_address_as_it_was_written(alone, tmp_path):
    path = tmp_path / "pack.yaml"
    path.write_text(
        Path(OXFORDSHIRE).read_text().replace("phone:", "web: http://x.example\n    phone:", 1)
    )
    assert "“http://x.example”" in alone("check", path).output
