"""``flask yip keys``: what is sealed under which key, and how keys are changed."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from yipplugin.cli.findings import answered_by_host
from yipplugin.cli.table import paragraph, table
from yipplugin.errors import SealRefused, SetupRefused
from yipplugin.hooking import house
from yipplugin.keyfile import VARIABLE, add_key, key_file, key_text, remove_key
from yipplugin.keys import read_keys
from yipplugin.services import keys as services
from yipplugin.services.keys import SchoolKeys
from yipplugin.values import Actor

keys = AppGroup("keys", help="Look after the keys that everything is sealed under.")

KEEP_IT = "Keep a copy as long as you keep backups from its time: they open with nothing else."
MAKE_ONE = "python -c 'import secrets; print(\"2027:\", secrets.token_hex(32))'"


@keys.command("status")
@with_appcontext
def status() -> None:
    """Show for each school what its keys are under, and whether everything opens.

    Every key is tried. The exit status is 1 where one does not open, or where a school has keys and
    there is no master key.
    """
    click.echo(f"Master key: {_or_stop(_current)}, {_place()}")
    found = list(services.status())
    for line in table(map(_row, found), ("School", "Under", "Since", "Cases", "Opens")):
        click.echo(line)
    if not found:
        click.echo("No school has keys yet.")
    if any(one.wrong or one.shut for one in found):
        raise SystemExit(1)


@keys.command("new-master")
@click.option("--name", default="", help="What to call it; today's date otherwise.")
@with_appcontext
def new_master(name: str) -> None:
    """Put a new master key above the others in the key file. The others stay.

    From then on new schools' keys are wrapped under it. Run «rewrap» for those that there are.
    """
    path = _file()
    name = name or f"{date.today():%Y-%m-%d}"
    _or_stop(lambda: add_key(path, name))
    click.echo(f"The master key {name} wraps from now on. It is in {path}.")
    click.echo("Make your copies of it now, and then: flask yip keys rewrap")


@keys.command("rewrap")
@with_appcontext
def rewrap() -> None:
    """Wrap every school's keys under the master key that wraps now.

    The application may run meanwhile. Where it was stopped, run it again. The exit status is 1
    where a school's keys do not open.
    """
    house().store.vault.masters.renew()
    current = _or_stop(_current)
    schools, wrapped, wrong = services.every_school(), 0, 0
    for number, school in enumerate(schools, 1):
        try:
            wrapped += services.rewrap(school)
        except SealRefused as refusal:
            wrong += 1
            click.echo(f"{school}: {refusal}", err=True)
        if number % 50 == 0 or number == len(schools):
            click.echo(f"{number} of {len(schools)} schools looked at, {wrapped} wrapped anew")
    if wrong:
        raise SystemExit(1)
    click.echo(f"Everything is under the master key {current}.")


@keys.command("rotate")
@click.option("--school", default=Actor("", "").school, help="Which school, where there are many.")
@with_appcontext
def rotate(school: str) -> None:
    """Give a school a new key, wrap the keys of its cases under it, and take the old one away.

    The application may run meanwhile. Where it was stopped, run it again. The exit status is 1
    where a key does not open; then the old one stays.
    """
    found = _or_stop(lambda: services.rotate(school, _progress()))
    if found.shut:
        words = f"{found.shut} keys of {school} do not open, and stay as they are, as does the old "
        raise click.ClickException(f"{words}key. Bring them from a backup, and run this again.")
    click.echo(f"{found.wrapped} keys of {school} are under a new one. The old one is gone.")


@keys.command("retire-master")
@click.argument("name")
@with_appcontext
def retire_master(name: str) -> None:
    """Take the master key NAME out of the key file, once nothing is under it any more."""
    path = _file()
    held = _or_stop(lambda: read_keys(key_text(path)))
    if name not in held:
        raise click.ClickException(f"There is no master key {name} in {path}.")
    if name == next(iter(held)):
        raise click.ClickException(
            f"{name} is the key that wraps now. First: flask yip keys new-master"
        )
    under = services.in_use(name)
    if under:
        raise click.ClickException(
            f"{under} schools' keys are under it. First: flask yip keys rewrap"
        )
    _or_stop(lambda: remove_key(path, name))
    click.echo(f"The master key {name} is out of {path}.")
    click.echo(paragraph(KEEP_IT))


def _current() -> str:
    found: str = house().store.vault.masters.current
    return found


def _place() -> str:
    if answered_by_host(house(), "yip_key_provider"):
        return "from a plugin of yours"
    return f"from {VARIABLE}" if VARIABLE in os.environ else f"from {_path()}"


def _path() -> Path:
    return key_file(current_app.config["YIP_KEY_FILE"], current_app.instance_path)


def _file() -> Path:
    """Return the key file, where it is what the keys come from."""
    if answered_by_host(house(), "yip_key_provider"):
        words = "Your own plugin gives the master key (yip_key_provider): change it there."
        raise click.ClickException(words)
    if VARIABLE in os.environ:
        words = (
            f"The keys are in {VARIABLE}: put the new line first in it yourself, or take the old"
        )
        raise click.ClickException(f"{words} one out, and start the application anew. {MAKE_ONE}")
    path = _path()
    if not path.exists():
        raise click.ClickException(f"There is no key file at {path}. First: flask yip init")
    return path


def _row(one: SchoolKeys) -> tuple[str, ...]:
    cases = f"{one.cases}, and {one.older} under an older key" if one.older else str(one.cases)
    opens = one.wrong or (f"{one.shut} do not open" if one.shut else "all")
    return one.school, ", ".join(one.masters), f"{one.made_at:%Y-%m-%d}", cases, opens


def _progress() -> Callable[[int], None]:
    said = 0

    def told(count: int) -> None:
        nonlocal said
        if count >= said + 1000:
            said = count
            click.echo(f"{count} keys wrapped anew")

    return told


def _or_stop(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except (SealRefused, SetupRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
