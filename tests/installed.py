"""Starts the toy school beside an installed yipplugin, with the source out of sight; for .ci/run.

Not collected by pytest: it must run where only the wheel is.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from toy_host import create_app
from toy_host.models import Staff, db
from werkzeug.security import generate_password_hash

import yipplugin
from yipplugin.cli import yip
from yipplugin.services.drafts import DraftKey, find, keep
from yipplugin.values import Actor


def main() -> None:
    assert "site-packages" in yipplugin.__file__, f"this is the source: {yipplugin.__file__}"
    with TemporaryDirectory() as folder:
        start(Path(folder))
    print("The wheel starts a host, serves its pages, has its policies, and seals.")  # noqa: T201


def start(folder: Path) -> None:
    app = create_app(
        {
            "SECRET_KEY": "for this check only",
            "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/school.sqlite",
            "YIP_BASE_TEMPLATE": "base.html",
            "YIP_KEY_FILE": f"{folder}/master.keys",
        }
    )
    house = app.extensions["yipplugin"]
    with app.app_context():
        db.create_all()
        hashed = generate_password_hash("opens-it")
        db.session.add(Staff(username="dsl", name="Amara Obi", job="dsl", password_hash=hashed))
        db.session.commit()
        ran = app.test_cli_runner().invoke(yip, ["init"])
        assert ran.exit_code == 0, ran.output
        assert house.policies.policy(app.config["YIP_POLICY"]).forms
        seals(folder)
    client = app.test_client()
    client.post("/sign-in", data={"username": "dsl", "password": "opens-it"})
    for path in ("/safeguarding/", "/safeguarding/static/yip.css"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 200, f"{path} answers {answer.status}"
    assert "alembic" in sys.modules


def seals(folder: Path) -> None:
    """Keep a text, which the database must not show, under the key that ``yip init`` made."""
    lead = Actor("1", "Amara Obi", frozenset({"staff", "dsl"}))
    typed = [["account", "Ferrets in the boathouse."]]  # words that no policy in the database has
    keep(lead, DraftKey("report"), "one", typed)
    assert find(lead, DraftKey("report")).raw == typed
    assert (folder / "master.keys").stat().st_mode & 0o077 == 0
    assert b"Ferrets in the boathouse" not in (folder / "school.sqlite").read_bytes()


if __name__ == "__main__":
    main()
