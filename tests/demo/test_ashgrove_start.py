"""What a newcomer types first, as its own process."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

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
                process.send_signal(signal.SIGINT)
            said += process.stdout.read()
        return said, page

    return run


def test_the_demo_makes_its_school_once_and_keeps_it(started):
    first, page = started()
    assert "14 staff, 40 pupils" in first
    assert re.search(r"l\.trevanion +ashgrove-demo +Lucia Trevanion +Teacher of English", first)
    assert "Sign in" in page
    assert "kept for the next start" in first
    again, _ = started()
    assert "Making the school" not in again
    anew, _ = started("--reset")
    assert "Making the school" in anew
