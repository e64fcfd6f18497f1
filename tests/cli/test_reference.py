"""The pages about commands and stories say what there is, and no more."""

import re
from pathlib import Path

import click

from yipplugin.cli import yip
from yipplugin.story.reading import ACT, EXPECTED, SOMEONE, STORY

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def commands(group, before="flask yip"):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


def test_every_command_has_its_heading_and_no_other():
    page = (REFERENCE / "commands.md").read_text()
    shown = [line.removeprefix("### ").strip("`") for line in page.splitlines() if "### " in line]
    # What a command is given is written in capitals behind it.
    named = [re.sub(r" \[?[A-Z].*", "", one) for one in shown]
    assert sorted(named) == sorted(name for name, _ in commands(yip))


def test_every_option_is_written_down():
    page = (REFERENCE / "commands.md").read_text()
    for name, command in commands(yip):
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help":
                assert f"`{option.opts[0]}" in page, f"{name} {option.opts[0]}"


def test_every_key_of_a_story_is_written_down():
    page = (REFERENCE / "stories.md").read_text()
    written = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert written == {*STORY, *SOMEONE, *ACT, *EXPECTED}
