"""``flask yip init``: what has to be done once, and again after each new version."""

import os

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import Engine

from yipplugin.cli.findings import answered_by_host
from yipplugin.hooking import house
from yipplugin.keyfile import VARIABLE, key_file, make_key_file
from yipplugin.services.keys import every_school
from yipplugin.services.policies import keep_for, policy_now
from yipplugin.values import Actor, Everything


@click.command("init")
@click.option("--school", default=Actor("", "").school, help="Which school, where there are many.")
@with_appcontext
def init(school: str) -> None:
    """Make the tables, or bring them up to date, and store the policy.

    It may be run as often as one likes: what is there already stays as it is.
    """
    store = house().store
    _tables(store.engine)
    _key_file()
    policy = policy_now(school)
    with store.writing(Everything(school)) as session:
        keep_for(session, school, policy)
    click.echo(f"Policy: {policy.title}, version {policy.version} ({policy.key})")
    click.echo(f"Pages:  {current_app.config['YIP_URL_PREFIX']}/")
    click.echo("Next:   flask yip doctor")


def _tables(engine: Engine) -> None:
    # Flask imports the commands of every extension before it runs any: alembic only for this one.
    from yipplugin.store.migrate import pending, upgrade

    where = engine.url.render_as_string(hide_password=True)
    versions = pending(engine)
    if versions:
        upgrade(engine)
        click.echo(f"Tables: brought up to date ({', '.join(versions)}) in {where}")
    else:
        click.echo(f"Tables: up to date already in {where}")


def _key_file() -> None:
    path = key_file(current_app.config["YIP_KEY_FILE"], current_app.instance_path)
    if path.exists() or VARIABLE in os.environ or answered_by_host(house(), "yip_key_provider"):
        return
    if every_school():
        words = f"There is no key file at {path}, and something was sealed already. Bring it back "
        raise click.ClickException(f"{words}from the copy that you kept: a new one opens nothing.")
    make_key_file(path)
    click.echo(f"Keys:   made {path}. Keep a copy away from the backups of the database:")
    click.echo("        without it nothing that was kept can ever be read again.")
