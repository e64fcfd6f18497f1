"""``flask yip init``: what has to be done once, and again after each new version."""

import click
from flask import current_app
from flask.cli import with_appcontext

from yipplugin.hooking import house
from yipplugin.services.policies import keep_for, policy_now
from yipplugin.values import Actor


@click.command("init")
@click.option("--school", default=Actor("", "").school, help="Which school, where there are many.")
@with_appcontext
def init(school: str) -> None:
    """Make the tables, or bring them up to date, and store the policy.

    It may be run as often as one likes: what is there already stays as it is.
    """
    # Flask imports the commands of every extension before it runs any: alembic only for this one.
    from yipplugin.store.migrate import pending, upgrade

    store = house().store
    where = store.engine.url.render_as_string(hide_password=True)
    versions = pending(store.engine)
    if versions:
        upgrade(store.engine)
        click.echo(f"Tables: brought up to date ({', '.join(versions)}) in {where}")
    else:
        click.echo(f"Tables: up to date already in {where}")
    policy = policy_now(school)
    with store.writing() as session:
        keep_for(session, school, policy)
    click.echo(f"Policy: {policy.title}, version {policy.version} ({policy.key})")
    click.echo(f"Pages:  {current_app.config['YIP_URL_PREFIX']}/")
    click.echo("Next:   flask yip doctor")
