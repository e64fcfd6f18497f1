"""``flask yip contacts``, for a school: pin a key, install, approve, roll back, and see."""

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click
from flask.cli import with_appcontext

from yipplugin.cli import places
from yipplugin.cli.contacts import contacts, or_fail
from yipplugin.contact import ContactPack
from yipplugin.services import contactpacks as services
from yipplugin.services.contacts import national
from yipplugin.spoken import day_of, listed, long_date, short_moment
from yipplugin.values import Actor, Everything

USUAL = Actor("", "").school
SCHOOL = click.option("--school", default=USUAL, help="Which school, where there are many.")


@contacts.command("pin")
@click.argument("pack")
@click.argument("public")
@click.option("--authority", "authorities", multiple=True, help="An authority it is for.")
@click.option("--force", "forces", multiple=True, help="A police force it is for.")
@click.option(
    "--on-approval/--at-once",
    default=None,
    help="Whether new versions wait until somebody approves; as it was, where left out.",
)
@SCHOOL
@with_appcontext
def pin(
    pack: str,
    public: str,
    authorities: tuple[str, ...],
    forces: tuple[str, ...],
    on_approval: bool | None,
    school: str,
) -> None:
    """Trust the key PUBLIC for the contacts PACK, and for these areas alone.

    Get the key from its owner by another way than the pack: their web site, and a call in which
    they read you the fingerprint. A key that was trusted for PACK before is no longer.
    """
    areas = [f"la:{places.authority(one)}" for one in authorities if one]
    areas += [f"force:{places.force(one)}" for one in forces if one]
    if not areas:
        raise click.UsageError("Say what it is for: --authority NAME or --force NAME.")
    trusted = or_fail(lambda: services.pinned(Everything(school)))
    before = [one for one in trusted if one.pack == pack]
    made = or_fail(lambda: services.pin(Everything(school), pack, public, areas, on_approval))
    for one in before:
        click.echo(f"Before: {one.fingerprint}, for {listed(one.areas)};")
        click.echo(f"  new versions {_how(one.approves)}.")
    click.echo(f"Trusted for {made.pack}: {made.fingerprint}")
    click.echo(f"For {listed(made.areas)}. New versions {_how(made.approves)}.")
    click.echo("Has its owner read you the same fingerprint over the telephone?")


@contacts.command("unpin")
@click.argument("pack")
@SCHOOL
@with_appcontext
def unpin(pack: str, school: str) -> None:
    """Trust no key for PACK any more. What is used of it stays: see `rollback`."""
    or_fail(lambda: services.unpin(Everything(school), pack))
    click.echo(f"No key is trusted for {pack} any more, and nothing new of it is taken in.")


@contacts.command("install")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@SCHOOL
@with_appcontext
def install(files: tuple[Path, ...], school: str) -> None:
    """Take in signed FILES, say what they change, and use them or have them wait for approval."""
    for file in files:
        found = or_fail(partial(services.install, Everything(school), file.read_bytes()))
        then = _used(found.pack) if found.applied else "waits to be approved"
        click.echo(f"{found.pack.title}, version {found.pack.version}, {then}.")
        for line in found.changes:
            click.echo(f"  {line}")


@contacts.command("approve")
@click.argument("pack")
@SCHOOL
@with_appcontext
def approve(pack: str, school: str) -> None:
    """Use the version of PACK that waits. The safeguarding lead can do this on the page too."""
    found = or_fail(lambda: services.apply(Everything(school), pack))
    click.echo(f"{found.pack.title}, version {found.pack.version}, {_used(found.pack)}.")


@contacts.command("decline")
@click.argument("pack")
@SCHOOL
@with_appcontext
def decline(pack: str, school: str) -> None:
    """Turn down the version of PACK that waits. What is used stays, and that is not taken again."""
    found = or_fail(lambda: services.decline(Everything(school), pack))
    click.echo(f"{found.pack.title}, version {found.pack.version}, is turned down.")


@contacts.command("rollback")
@click.argument("pack")
@click.option("--to-none", is_flag=True, help="Even where no version stands before it.")
@SCHOOL
@with_appcontext
def rollback(pack: str, to_none: bool, school: str) -> None:
    """Take back the version of PACK that is used, and use the one before it again.

    What was taken back is not taken in again: its owner signs a new version.
    """
    who = Everything(school)
    last = any(one.last for one in services.given(who) if one.pack.key == pack)
    if last and not to_none:
        raise click.ClickException(
            "There is no version before this one: nobody of theirs would be known here any more,"
            " and it is never taken in again. If that is meant, say so with --to-none."
        )
    found = or_fail(lambda: services.drop(who, pack))
    if found is None:
        click.echo(f"No contacts {pack} are used any more.")
        for one in services.given(Everything(school)):
            if one.pack.key == pack:
                click.echo(f"Version {one.pack.version} waits: approve it, or decline it.")
    else:
        click.echo(f"{found.pack.title}, version {found.pack.version}, is used again.")


@contacts.command("list")
@SCHOOL
@with_appcontext
def show(school: str) -> None:
    """Say which contacts are used, which wait, and whose keys are trusted."""
    who = Everything(school)
    ships = national()
    click.echo(f"{ships.title}, version {ships.version}: ships, {len(ships.routes)} routes.")
    for one in services.given(who):
        state = {"used": "used since", "waits": "waits since"}[one.state]
        if one.pack.in_force > day_of(datetime.now(UTC)):
            state = f"in force from {long_date(one.pack.in_force)} on; {state}"
        click.echo(
            f"{one.pack.title} ({one.pack.key}), version {one.pack.version}: {state}"
            f" {short_moment(one.taken_at)}."
        )
        if one.distrusted:
            click.echo(f"  Signed with a key that is not trusted any more: {one.distrusted}")
        for line in one.changes if one.state == "waits" else ():
            click.echo(f"  {line}")
    for key in services.pinned(who):
        click.echo(f"Key of {key.pack}: {key.fingerprint}, for {listed(key.areas)};")
        click.echo(f"  new versions {_how(key.approves)}.")


def _used(pack: ContactPack) -> str:
    today = day_of(datetime.now(UTC))
    return f"is used from {long_date(pack.in_force) if pack.in_force > today else 'now'} on"


def _how(approves: bool) -> str:
    return "wait to be approved" if approves else "are used at once"
