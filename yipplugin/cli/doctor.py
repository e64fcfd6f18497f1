"""``flask yip doctor``: what is missing, in plain words, and how to mend it."""

import click
from flask import current_app
from flask.cli import with_appcontext

from yipplugin.cli import knowing, publishing_ready, standing_ready
from yipplugin.cli.findings import Check, Finding, red
from yipplugin.cli.table import paragraph
from yipplugin.hooking import house

CHECKS: tuple[tuple[str, Check], ...] = (
    ("Secret key", standing_ready.secret_key),
    ("Database", standing_ready.database),
    ("Database role", standing_ready.database_role),
    ("Keys", standing_ready.keys),
    ("Policy", standing_ready.policy),
    ("Base template", standing_ready.base_template),
    ("Who is signed in", knowing.identity),
    ("Roles", knowing.roles),
    ("Pupils", knowing.pupils),
    ("Staff", knowing.staff),
    ("Signatures", knowing.signatures),
    ("Rules of conduct", knowing.conduct),
    ("School calendar", knowing.calendar),
    ("Notices", knowing.notices),
    ("School's name", standing_ready.school_name),
    (publishing_ready.ABOUT, publishing_ready.contact_keys),
    ("Time limit", knowing.waiting),
    ("Installed plugins", knowing.distributions),
    ("Plugins", knowing.plugins),
)
"""What is looked at, in order; the plugins last, because looking asks them."""


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look at everything that yipplugin needs of this application, and say how to mend it.

    Green is as it should be. Amber works, and should be looked at. Red keeps the school from using
    it: then the exit status is 1.
    """
    found = examine()
    for one in found:
        click.echo(f"{one.colour:5}  {one.about}")
        click.echo(paragraph(one.says, 7))
        if one.mend:
            click.echo(paragraph(f"To mend it: {one.mend}", 7))
    counts = {colour: sum(one.colour == colour for one in found) for colour in COLOURS}
    click.echo("\n" + ", ".join(f"{count} {colour}" for colour, count in counts.items()))
    if counts["red"]:
        raise SystemExit(1)


COLOURS = ("green", "amber", "red")


def examine() -> list[Finding]:
    """Return every finding; a check that fails is one itself, and keeps no other from running."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # of a proxy
    found: list[Finding] = []
    for about, check in CHECKS:
        try:
            found += check(app, house())
        except Exception as error:  # noqa: BLE001 - whatever a host's code raises is a finding
            words = f"It could not be looked at: {type(error).__name__}: {error}"
            found.append(red(about, words, "Mend what raised this, and ask again."))
    return found
