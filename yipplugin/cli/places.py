"""What people type for places, moments and purposes, read or asked for again."""

from datetime import UTC, datetime

import click

from yipplugin.authorities import find, find_force, near
from yipplugin.purposes import PURPOSES
from yipplugin.services.contacts import is_purpose
from yipplugin.values import LONDON

HOW = "Write it as 2026-12-26 02:10, or 2026-12-26."


def moment(text: str) -> datetime:
    """Return the moment that somebody typed; now, where they typed none."""
    if not text:
        return datetime.now(UTC)
    try:
        wall = datetime.fromisoformat(text.strip())
        found = wall.replace(tzinfo=LONDON)
    except ValueError as error:
        raise click.BadParameter(f"“{text}” is no day and time. {HOW}") from error
    if datetime.fromtimestamp(found.timestamp(), LONDON).replace(tzinfo=None) != wall:
        raise click.BadParameter(f"There is no “{text}”: the clocks go forward that night.")
    return found


def authority(text: str) -> str:
    """Return the code of the authority that somebody typed; nothing, where they typed none."""
    known = find(text) if text else None
    if text and known is None:
        close = near(text)
        hint = f" Did you mean {close}?" if close else ""
        raise click.BadParameter(f"“{text}” is no authority of England.{hint}")
    return known.code if known else ""


def force(text: str) -> str:
    """Return the police force that somebody typed; nothing, where they typed none."""
    known = find_force(text) if text else ""
    if text and not known:
        raise click.BadParameter(f"“{text}” is no police force of England.")
    return known


def purpose(text: str) -> str:
    """Return the purpose that somebody typed."""
    if not is_purpose(text):
        known = ", ".join(one for one in PURPOSES if is_purpose(one))
        raise click.BadParameter(f"“{text}” is no purpose. Use one of: {known}.")
    return text
