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
from yipplugin.packs.policychanges import policy_changes
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


@policy.command("diff", with_appcontext=False)
@click.argument("before")
@click.argument("after")
@click.pass_context
def diff(context: click.Context, before: str, after: str) -> None:
    """Say in words what changes from the pack BEFORE to the pack AFTER, form by form.

    What takes something away that a clause holds is marked with a «!», and counted at the end.
    """
    house = host_of(context.ensure_object(ScriptInfo))
    parts = policy_changes(_read(house, before), _read(house, after))
    weaker = 0
    for part in parts:
        click.echo(part.title)
        for change in part.changes:
            weaker += bool(change.weakens)
            click.echo(f"{'!' if change.weakens else '-'} {change}")
    if not parts:
        click.echo("Nothing changes.")
    elif weaker:
        click.echo(f"\n{weaker} of these take something away that a clause holds.")


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
