"""flask yip contacts: from an empty file to a call at two in the morning, as people type it."""

import re
from pathlib import Path

import pytest

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
    assert (old.exit_code, "An older one is not taken again" in old.output) == (1, True)
    assert "are used any more" in run("rollback", "oxfordshire").output
    assert run("rollback", "oxfordshire").exit_code == 1
