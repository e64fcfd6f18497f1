"""``flask yip tick``: what is to be done every few minutes."""

import click
from flask.cli import with_appcontext

from yipplugin.worker.tick import tick as run


@click.command("tick")
@with_appcontext
def tick() -> None:
    """Pass on the notices that wait, and make the day's checkpoint of the ledger.

    Have it run every minute or two, for example by cron.
    """
    told = run()
    click.echo(f"{told.done} passed on, {told.failed} to be tried again")
    if told.failed:
        raise SystemExit(1)
