"""What a newcomer types first, as its own process."""

import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from yipplugin.demo.__main__ import opened
from yipplugin.demo.cases import STORIES
from yipplugin.demo.models import Staff, db

ROOT = Path(__file__).parents[2]


@pytest.fixture
def started(tmp_path):
    """Start the demo and stop it again; return what it said and the page it serves."""

    def run(*options):
        command = [sys.executable, "-m", "yipplugin.demo", "--data", tmp_path / "data", *options]
        with subprocess.Popen(
            command,
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        ) as process:
            said = ""
            try:
                while not (address := re.search(r"is at (http://\S+)", said)):
                    line = process.stdout.readline()
                    assert line, said
                    said += line
                with urlopen(address[1] + "sign-in") as answer:  # noqa: S310
                    page = answer.read().decode()
            finally:
                process.terminate()
            said += process.stdout.read()
        return said, page

    return run


def test_the_demo_makes_its_school_once_and_keeps_it(started):
    first, page = started()
    assert "15 staff, 40 pupils" in first
    assert "Playing case 8 of 8" in first
    assert re.search(r"l\.trevanion +ashgrove-demo +Lucia Trevanion +Teacher of English", first)
    assert "Sign in" in page
    assert "kept for the next start" in first
    again, _ = started()
    assert "Making" not in again
    assert "Playing" not in again


@pytest.fixture
def opened_here(tmp_path, monkeypatch):
    """Open the school in a folder, with one case, and close its database again."""
    monkeypatch.setattr("yipplugin.demo.cases.STORIES", STORIES[-1:])

    def run(**options):
        app = opened(tmp_path, **options)
        with app.app_context():
            staff = db.session.query(Staff).count()
            db.session.remove()
            db.engine.dispose()
        app.extensions["yipplugin"].store.engine.dispose()
        return staff

    return run


def test_a_first_start_that_was_cut_short_begins_anew(opened_here, tmp_path, capsys):
    (tmp_path / "ashgrove.sqlite").write_text("half a school")
    assert opened_here() == 15
    assert "Playing case 1 of 1 ... just reported" in capsys.readouterr().out


def test_a_reset_clears_the_school_and_nothing_that_lies_beside_it(opened_here, tmp_path, capsys):
    opened_here()
    (tmp_path / "homework.txt").write_text("not ours")
    (tmp_path / "ashgrove.sqlite-wal").write_text("spoilt")
    capsys.readouterr()
    assert opened_here(reset=True) == 15
    assert "Making the school" in capsys.readouterr().out
    assert (tmp_path / "homework.txt").read_text() == "not ours"
