"""``flask yip policy``: check, publish and look through policy packs."""

from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup, ScriptInfo

from yipplugin.cli.host import host_of, kinds_of, library_of
from yipplugin.cli.table import table
from yipplugin.hooking import House
from yipplugin.packs.coverage import coverage as covered
from yipplugin.packs.library import NoSuchPolicy
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.publishing import publish as publish_pack
from yipplugin.packs.reading import read_policy
from yipplugin.policy import Policy

policy = AppGroup("policy", help="Check, publish and look through policy packs.")


@policy.command("check", with_appcontext=False)
@click.argument("pack")
@click.pass_context
def check(context: click.Context, pack: str) -> None:
    """Read PACK (a folder, or a policy's key) as a whole and name every problem.

    Each problem stands with its file and line and says what to do. The exit status is 1 where
    there is one. No database is needed, nor an application if you name a folder.
    """
    found = _read(host_of(context.ensure_object(ScriptInfo)), pack)
    carried = (f"{len(getattr(found, one))} {one}" for one in ("clauses", "forms", "duties"))
    click.echo(f"{found.title}, version {found.version}: no problems. {', '.join(carried)}.")


@policy.command("publish", with_appcontext=False)
@click.argument("pack")
@click.pass_context
def publish(context: click.Context, pack: str) -> None:
    """Check PACK and lock its forms: a published version never changes again.

    The lock is the file published.yaml in the pack. Keep it under version control.
    """
    house = host_of(context.ensure_object(ScriptInfo))
    folder = _folder(house, pack)
    try:
        new = publish_pack(folder, kinds_of(house))
    except PackRefused as refused:
        _refuse(folder, refused)
    for form, version in new:
        click.echo(f"published {form}, version {version}")
    click.echo(f"{len(new)} published; the lock is {folder / 'published.yaml'}")


@policy.command("coverage", with_appcontext=False)
@click.argument("pack", required=False)
@click.pass_context
def coverage(context: click.Context, pack: str | None) -> None:
    """Show what carries each clause of PACK: duties, refusals, warnings, questions, texts.

    Without PACK it is the policy that the application opens cases under.
    """
    info = context.ensure_object(ScriptInfo)
    house = host_of(info)
    if pack is None and house is None:
        raise click.UsageError("Name a pack, or an application with flask --app.")
    found = _read(house, pack or info.load_app().config["YIP_POLICY"])
    rows = [(one.clause, "\n".join(one.carried_by)) for one in covered(found)]
    for line in table(rows, ("Clause", "What carries it")):
        click.echo(line)
    click.echo(f"\n{len(rows)} clauses of {found.title}, each carried by something.")


def _folder(house: House | None, pack: str) -> Path:
    if (Path(pack) / "policy.yaml").is_file():
        return Path(pack)
    try:
        return library_of(house).folder(pack)
    except NoSuchPolicy as unknown:
        words = f"{unknown} Or name the folder that holds its policy.yaml."
        raise click.ClickException(words) from unknown


def _read(house: House | None, pack: str) -> Policy:
    folder = _folder(house, pack)
    try:
        return read_policy(folder, kinds_of(house))
    except PackRefused as refused:
        _refuse(folder, refused)


def _refuse(folder: Path, refused: PackRefused) -> NoReturn:
    for problem in refused.problems:
        click.echo(f"{folder}/{problem}")
    count = len(refused.problems)
    click.echo(f"{count} problem{'' if count == 1 else 's'}. The pack cannot be used like this.")
    raise SystemExit(1)
