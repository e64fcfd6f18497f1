"""The eight cases of the demonstration: stories, played among Ashgrove's own people."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from yipplugin import play_into

from .school import PASSWORD

STORIES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def play_cases(app: Flask, say: Callable[[str], None]) -> None:
    """Play every story up to now, the oldest first, telling ``say`` how far it is."""
    now = datetime.now(UTC)
    for number, path in enumerate(STORIES, start=1):
        title = path.stem.partition("-")[2].replace("-", " ")
        say(f"Playing case {number} of {len(STORIES)} ... {title}")
        play_into(app, path, now, PASSWORD)
