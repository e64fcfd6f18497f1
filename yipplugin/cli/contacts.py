"""``flask yip contacts``: write, check, sign, compare and try out contact packs."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from yipplugin.authorities import area_name, find, near
from yipplugin.cli.table import paragraph
from yipplugin.contact import ContactPack
from yipplugin.errors import ContactsRefused
from yipplugin.packs.contacts import signing
from yipplugin.packs.contacts.admitting import verified
from yipplugin.packs.contacts.differing import differences
from yipplugin.packs.contacts.reading import Written, read_contacts
from yipplugin.packs.contacts.remarks import remarks
from yipplugin.packs.contacts.starting import starter
from yipplugin.packs.problems import PackRefused
from yipplugin.referral import WAYS
from yipplugin.rules.timetable import in_a_line
from yipplugin.spoken import listed

Found = TypeVar("Found")

contacts = AppGroup("contacts", help="Whom to call: write, check, sign, try and install packs.")


@contacts.command("new", with_appcontext=False)
@click.argument("authority")
@click.argument("file", type=click.Path(path_type=Path), required=False)
def new(authority: str, file: Path | None) -> None:
    """Begin a pack for AUTHORITY in FILE, with everything but what only it can say.

    What is left empty is named by `check`. A file that is there is never written over.
    """
    known = find(authority)
    if known is None:
        close = near(authority)
        hint = f" Did you mean {close}?" if close else " Write its name or its three digits."
        raise click.ClickException(f"There is no authority “{authority}” in England.{hint}")
    text = starter(known, datetime.now(UTC).date())
    path = file or Path(f"{text.split('contacts: ')[1].splitlines()[0]}.yaml")
    try:
        with path.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        words = f"{path} cannot be made: {error.strerror}. Name another file."
        raise click.ClickException(words) from error
    click.echo(f"{path} is begun. Fill in what is empty, then: flask yip contacts check {path}")


@contacts.command("check", with_appcontext=False)
@click.argument("pack", type=click.Path(path_type=Path))
def check(pack: Path) -> None:
    """Read PACK, a folder or file, as a whole and name every problem with its file and line.

    Where there is none, it says what the pack holds and what in it nobody has checked yet.
    """
    found = read(pack)
    _echo_pack(found.pack)
    click.echo(f"Checksum: {found.pack.digest}")


@contacts.command("key", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path))
def key(file: Path) -> None:
    """Make a private key in FILE to sign with, and say the public key and its fingerprint.

    Schools pin the public key. Keep FILE where nobody else can read it, and a copy of it locked
    away: packs signed with another key are refused until every school has pinned that one.
    """
    public = or_fail(lambda: signing.new_key(file))
    click.echo(f"Private key: {file}. Show it to nobody.")
    click.echo(f"Public key:  {public}")
    click.echo(f"Fingerprint: {signing.fingerprint(public)}  (to be compared over the telephone)")


@contacts.command("sign", with_appcontext=False)
@click.argument("pack", type=click.Path(path_type=Path))
@click.option("--key", "key_file", type=click.Path(path_type=Path), required=True)
@click.option("--out", type=click.Path(path_type=Path), help="The signed file to write.")
def sign(pack: Path, key_file: Path, out: Path | None) -> None:
    """Check PACK and make one signed file of it, to be sent to schools or put on a web site.

    Without --out the file is named after the pack and its version, beside it.
    """
    found = read(pack)
    signed = or_fail(lambda: signing.sign(found, signing.read_key(key_file)))
    path = out or pack.parent / f"{found.pack.key}-{found.pack.version}.signed.json"
    if path.exists() and path.read_bytes() != signed.content:
        raise click.ClickException(
            f"{path} is there already and says something else. Raise `version:` in the pack, so"
            " that schools can tell the two apart; or name another file with --out."
        )
    path.write_bytes(signed.content)
    click.echo(f"{path} is signed: {found.pack.title}, version {found.pack.version}.")
    click.echo(f"Fingerprint of the key: {signing.fingerprint(signed.public)}")


@contacts.command("verify", with_appcontext=False)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--public", help="The public key that it must be signed with.")
def verify(file: Path, public: str | None) -> None:
    """Say whether a signed FILE is as it was signed, and by which key.

    Whether that key is the owner's, only the owner can tell: compare it with --public, or its
    fingerprint over the telephone.
    """
    if public is not None and len("".join(public.split())) != 64:
        raise click.UsageError("--public takes the key: 64 digits and letters, no fingerprint.")
    found = or_fail(lambda: verified(file.read_bytes()))
    _echo_pack(found.pack)
    click.echo(f"Signed with {found.signed.public}")
    click.echo(f"Fingerprint: {signing.fingerprint(found.signed.public)}")
    if public is not None and public.strip().casefold() != found.signed.public:
        raise click.ClickException("That is not the key that you named. Ring the owner.")


@contacts.command("diff", with_appcontext=False)
@click.argument("before", type=click.Path(path_type=Path, exists=True))
@click.argument("after", type=click.Path(path_type=Path, exists=True))
def diff(before: Path, after: Path) -> None:
    """Say in words what changes from the pack BEFORE to the pack AFTER, signed or not."""
    old, new = any_pack(before), any_pack(after)
    lines = differences(old, new)
    for line in lines:
        click.echo(line)
    if not lines:
        click.echo("Nothing changes.")


def read(path: Path) -> Written:
    """Return the pack at ``path``, or end the command with all its problems."""
    if is_signed(path):
        words = f"{path} is a signed file. Look at it with: flask yip contacts verify {path}"
        raise click.ClickException(words)
    try:
        return read_contacts(path)
    except PackRefused as refused:
        refuse(path, refused)


def any_pack(path: Path) -> ContactPack:
    """Return the pack at ``path``, whether it is signed or still being written."""
    if is_signed(path):
        return or_fail(lambda: verified(path.read_bytes())).pack
    return read(path).pack


def is_signed(path: Path) -> bool:
    """Say whether a file looks like a signed one."""
    return path.is_file() and b'"signature"' in path.read_bytes()[-400:]


def refuse(path: Path, refused: PackRefused) -> NoReturn:
    """Name every problem, and end the command."""
    where = path if path.is_dir() else path.parent
    for problem in refused.problems:
        # A path would take a slash out of an address that a message quotes.
        click.echo(f"{where}/{problem}")
    count = len(refused.problems)
    click.echo(f"{count} problem{'' if count == 1 else 's'}. The pack cannot be used like this.")
    raise SystemExit(1)


def or_fail(act: Callable[[], Found]) -> Found:
    """Return what ``act`` returns, or end the command with the reason why it is refused."""
    try:
        return act()
    except ContactsRefused as refused:
        raise click.ClickException(str(refused)) from refused
    except (OperationalError, ProgrammingError) as error:
        words = "The tables cannot be read. Run: flask yip init; and see: flask yip doctor"
        raise click.ClickException(words) from error


def _echo_pack(pack: ContactPack) -> None:
    places = listed(map(area_name, pack.areas))
    click.echo(f"{pack.title}, version {pack.version}, for {places}: no problems.")
    unchecked = [one.org for one in pack.routes if one.verified_on is None]
    click.echo(f"{len(pack.routes)} routes, {len(pack.routes) - len(unchecked)} of them checked.")
    for one in pack.routes:
        way = one.phone or one.sms or one.email or one.form_url or one.url
        click.echo(paragraph(f"{one.org}: {way}. {in_a_line(one.hours)}", 2))
    for form in pack.referrals:
        click.echo(f"Referral form: {form.form.title} ({WAYS[form.delivery.by]}).")
    if unchecked:
        click.echo(f"Schools see as not checked: {listed(dict.fromkeys(unchecked))}.")
    for remark in remarks(pack, datetime.now(UTC).date()):
        click.echo(paragraph(f"Look again: {remark}", 0))
