"""``flask yip story``: play incidents that are told in files."""

from pathlib import Path

import click
from flask.cli import ScriptInfo

from yipplugin.cli.host import host_of
from yipplugin.errors import YipError
from yipplugin.packs.problems import PackRefused
from yipplugin.story.playing import play
from yipplugin.story.script import StoryDiffers, StoryRefused


@click.command("story")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True, help="Say only which stories come out as told.")
@click.pass_context
def story(context: click.Context, files: tuple[Path, ...], quiet: bool) -> None:
    """Play stories: what people do, act by act, and where the case stands after each.

    Each story is played through everything that a real case goes through, in a school of its own
    whose data is thrown away at the end. The first thing that comes out otherwise than the story
    says stops it: what was expected, what was found, and the exit status 1.
    """
    host = host_of(context.ensure_object(ScriptInfo))
    failed = 0
    for file in files:
        try:
            play(file, host, (lambda line: None) if quiet else click.echo)
        except StoryDiffers as different:
            failed += 1
            click.echo(f"{different.path}:{different.line}: this differs from the story")
            for one in different.differences:
                click.echo(f"    {one.what}")
                click.echo(f"      expected: {one.expected or 'nothing'}")
                click.echo(f"      found:    {one.found or 'nothing'}")
        except (StoryRefused, PackRefused, YipError) as problem:
            failed += 1
            click.echo(str(problem))
        else:
            click.echo(f"{file}: as told")
    if failed:
        click.echo(f"{failed} of {len(files)} did not come out as told.")
        raise SystemExit(1)
