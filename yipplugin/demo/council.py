"""Rutland, whose contacts somebody here may write and publish; Ashgrove trusts its key.

The authority is a real one, as every authority has to be. Nothing is said in its name here.
"""

from pathlib import Path

from flask import Flask

from yipplugin import yip

AREA = "Rutland"
PACK = "rutland"
SCHOOL = "rutland-council"
"""Under which key its people stand: not the school's."""

KEY = "rutland.pem"


def make_key(app: Flask) -> None:
    """Make the key to sign with, and pin it for the school, once."""
    path = Path(app.instance_path) / KEY
    if path.exists():
        return
    run = app.test_cli_runner().invoke
    made = run(yip, ["contacts", "key", str(path)]).output
    public = made.split("Public key:")[1].split()[0]
    run(yip, ["contacts", "pin", PACK, public, "--authority", AREA])
