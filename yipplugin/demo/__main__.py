"""``python -m yipplugin.demo``: make the school at the first start, then serve it."""

import argparse
import logging
import signal
import time
from pathlib import Path
from threading import Thread

from flask import Flask
from sqlalchemy import select
from werkzeug.serving import make_server

from yipplugin import tick, yip

from .cases import play_cases
from .council import KEY, make_key
from .factory import DATABASE, create_app
from .models import Staff, db
from .school import PASSWORD, make_school

MADE = "made"
"""The file that says that a first start came to its end."""

NOTICES_EVERY = 5
"""Seconds between two rounds of passing notices on; a school has cron for it."""


def main() -> None:
    """Read the command line, prepare what is missing and serve until Ctrl+C."""
    typed = arguments()
    app = opened(Path(typed.data), typed.reset)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    Thread(target=pass_notices_on, args=[app], daemon=True).start()
    server = make_server(typed.host, typed.port, app, threaded=True)
    # Ctrl+C does not reach a program that was put into the background; a request to end does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
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
    parser.add_argument("--reset", action="store_true", help="start again with a new school")
    return parser.parse_args()


def opened(folder: Path, reset: bool = False) -> Flask:
    """Return the application with whatever its data folder lacked: school, tables, cases."""
    made = folder / MADE
    if reset or not made.exists():  # a first start may have been cut short
        clear(folder)
    app = create_app(folder)
    if not made.exists():
        with app.app_context():
            make_school(say)
    # What «flask yip init» does, at every start: a newer yipplugin may bring newer tables.
    done = app.test_cli_runner().invoke(yip, ["init"])
    if done.exit_code:
        why = done.output or str(done.exception)
        raise SystemExit(f"{why}\nTo start again with a new school: make demo-reset")
    make_key(app)
    if not made.exists():
        play_cases(app, say)
        made.touch()
    return app


def clear(folder: Path) -> None:
    """Throw the school away, and nothing else that may lie in ``folder``."""
    for path in (folder / MADE, folder / KEY, *folder.glob(f"{DATABASE}*")):
        path.unlink(missing_ok=True)


def pass_notices_on(app: Flask) -> None:
    """Do what «flask yip tick» does, again and again."""
    while True:
        try:
            with app.app_context():
                tick()
        except Exception:
            app.logger.exception("Notices could not be passed on; the next round tries again.")
        time.sleep(NOTICES_EVERY)


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
