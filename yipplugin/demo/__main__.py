"""``python -m yipplugin.demo``: make the school at the first start, then serve it."""

import argparse
import shutil
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from .factory import DATABASE, create_app
from .models import Staff, db
from .school import PASSWORD, make_school


def main() -> None:
    """Read the command line, prepare what is missing and serve until Ctrl+C."""
    typed = arguments()
    folder = Path(typed.data)
    if typed.reset and (folder / DATABASE).exists():  # a folder that is ours, not just any
        say(f"Clearing {folder} ...")
        shutil.rmtree(folder)
    app = create_app(folder)
    prepare(app)
    server = make_server(typed.host, typed.port, app, threaded=True)
    say(welcome(app, f"http://{typed.host}:{server.server_port}/"))
    server.serve_forever()  # until Ctrl+C, which it takes for itself
    say("Stopped. What you did is kept for the next start.")


def arguments() -> argparse.Namespace:
    """Return what was typed."""
    parser = argparse.ArgumentParser(
        prog="python -m yipplugin.demo",
        description="Ashgrove MIS, a made-up school with yipplugin.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=0, help="port to listen on (else a free one)")
    parser.add_argument("--data", default=".demo", help="folder for its data (./.demo)")
    parser.add_argument("--reset", action="store_true", help="start again with an empty folder")
    return parser.parse_args()


def prepare(app: Flask) -> None:
    """Make whatever the data folder still lacks."""
    with app.app_context():
        make_school(say)


def welcome(app: Flask, address: str) -> str:
    """Return the address and everyone who can sign in there."""
    with app.app_context():
        staff = db.session.scalars(select(Staff)).all()
    rows = [(one.username, PASSWORD, one.name, one.duty or one.post) for one in staff]
    table = [
        f"  {user:22}{word:16}{name:26}{role}"
        for user, word, name, role in [("User name", "Password", "Who", "Role"), *rows]
    ]
    end = f"Ashgrove MIS is at {address}  (everyone in it is made up; Ctrl+C stops it)"
    return "\n".join(["", *table, "", end, ""])


def say(line: str) -> None:
    """Print ``line`` at once, even into a pipe."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
