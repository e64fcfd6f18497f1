"""``flask yip ledger``: verify the ledger, and sign where it stands."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from yipplugin.checkpoint import of_file
from yipplugin.errors import NotFound, SealRefused, StoreBusy
from yipplugin.services.ledger import checkpoint as make
from yipplugin.services.ledger import is_known, schools, verifying
from yipplugin.store.walking import Fault
from yipplugin.store.witnesses import Heard

WHOLE, FAULTS, CANNOT = 0, 1, 2
"""Exit statuses of verifying."""

STEP = 50_000
"""After how many entries a plain line says how far it has come."""

ledger = AppGroup("ledger", help="Verify the ledger, and sign where it stands.")


@ledger.command("checkpoint")
@click.option("--school", default="", help="Which school; every school otherwise.")
@with_appcontext
def checkpoint(school: str) -> None:
    """Sign where every chain stands now, and have it kept elsewhere.

    Nothing is signed where nothing was written since the last time. What keeps it elsewhere is
    told by the next flask yip tick.
    """
    for one in [school] if school else schools():
        try:
            made = make(one)
        except NotFound:
            raise click.ClickException(f"The ledger knows of no school {one}.") from None
        except SealRefused as refused:
            raise click.ClickException(f"{one}: {refused}") from refused
        if made is None:
            click.echo(f"{one}: nothing was written since the last checkpoint")
        else:
            click.echo(f"{one}: checkpoint {made.seq}, root {made.root}")
            click.echo(f"{' ' * len(one)}  signed with {made.fingerprint}")


@ledger.command("verify")
@click.option("--school", default="", help="Which school; every school otherwise.")
@click.option(
    "--against", type=click.Path(path_type=Path), help="A checkpoint's file, or a folder."
)
@click.option("--key", default="", help="The fingerprint of the key that signs, or a file with it.")
@click.option("--all", "every", is_flag=True, help="Every fault, and not the first of each chain.")
@with_appcontext
def verify(school: str, against: Path | None, key: str, every: bool) -> None:
    """Look whether everything that the ledger covers is as it was written.

    The exit status is 0 where all is whole, 1 where there is a fault, and 2 where it could not be
    looked at. No key is needed.
    """
    heard, pinned = _heard(against), _pinned(key)
    found, progress = 0, Progress()
    try:
        if school and not is_known(school):
            _cannot(f"The ledger knows of no school {school}.")
        for fault in _shown(verifying(school, heard, pinned, progress.told).faults(), every):
            progress.clear()
            found += 1
            click.echo(_line(fault))
    except (SQLAlchemyError, StoreBusy) as error:
        _cannot(f"The database could not be read ({type(error).__name__}). Run: flask yip doctor")
    progress.clear()
    looked = f"{progress.count} entries looked at"
    if found:
        click.echo(f"{looked}. NOT WHOLE: {found} {'fault' if found == 1 else 'faults'} above.")
        raise SystemExit(FAULTS)
    held = f", held against {len(heard)} kept elsewhere" if heard else ""
    click.echo(f"{looked}{held}. Everything is as it was written.")


class Progress:
    """Says how far it has come: on a terminal in one line that changes, elsewhere in plain ones."""

    def __init__(self) -> None:
        self.count = 0
        self._terminal = sys.stderr.isatty()

    def told(self, count: int) -> None:
        """Hear how many entries were read since."""
        before, self.count = self.count, self.count + count
        if self._terminal:
            click.echo(f"\r{self.count} entries ", nl=False, err=True)
        elif before // STEP != self.count // STEP:
            click.echo(f"{self.count} entries", err=True)

    def clear(self) -> None:
        """Make room for a line."""
        if self._terminal:
            click.echo("\r\033[K", nl=False, err=True)


def _shown(faults: Iterator[Fault], every: bool) -> Iterator[Fault]:
    seen = set()
    for fault in faults:
        if every or fault.chain not in seen:
            seen.add(fault.chain)
            yield fault


def _line(fault: Fault) -> str:
    place = [fault.table, fault.row, fault.column]
    chain = f"{fault.chain}, entry {fault.seq}" if fault.seq else fault.chain
    line = f"{chain}: {fault.what} ({' '.join(one for one in place if one)})"
    # What somebody put there may be no text at all.
    return line.encode(errors="backslashreplace").decode()


def _heard(against: Path | None) -> list[Heard]:
    if against is None:
        return []
    files = sorted(against.glob("*.json")) if against.is_dir() else [against]
    if not files:
        _cannot(f"There is no checkpoint in {against}.")
    found = []
    for file in files:
        try:
            found.append(Heard(str(file), of_file(file.read_bytes())))
        except (OSError, ValueError) as error:
            _cannot(f"{file}: {error}")
    return found


def _pinned(key: str) -> str:
    """Return the fingerprint that was named, by itself, by its key, or by a file of either."""
    if not key:
        return ""
    path = Path(key)
    text = path.read_text(errors="replace").strip() if path.is_file() else key.strip()
    try:
        text = of_file(text.encode()).fingerprint
    except ValueError:
        pass
    if len(text) != 64 or any(one not in "0123456789abcdefABCDEF" for one in text):
        _cannot("--key is a fingerprint of 64 hexadecimal digits, or a file with one.")
    return text.lower()


def _cannot(why: str) -> NoReturn:
    click.echo(why, err=True)
    raise SystemExit(CANNOT)
