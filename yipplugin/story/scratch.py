"""A school for one story: an application of its own, on a database that is thrown away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_bytes
from tempfile import TemporaryDirectory
from typing import Any

from flask import Flask
from sqlalchemy import event

from yipplugin import shipped
from yipplugin.extension import YipPlugin
from yipplugin.fieldtype import FieldType
from yipplugin.hooking import House
from yipplugin.keys import LENGTH, KeyProvider, LocalKeys
from yipplugin.marks import hookimpl
from yipplugin.story.script import Someone, Story
from yipplugin.values import Actor, Person

PASSWORD = "as-told"  # noqa: S105  # of people who exist only while the story is played


class StorySchool:
    """Answers hooks with a story's people; ``host`` lends its packs and its kinds of question."""

    def __init__(self, story: Story, host: House | None) -> None:
        self.people = [_person(one) for one in story.people.values()]
        self.host = host
        self.keys = LocalKeys({"story": token_bytes(LENGTH)})

    @hookimpl
    def yip_pupils(self, text: str) -> list[Person]:
        """Return the pupils whose name holds ``text``."""
        return [one for one in self.people if one.kind == "pupil" and text in one.name]

    @hookimpl
    def yip_staff(self, text: str) -> list[Person]:
        """Return the staff whose name holds ``text``."""
        return [one for one in self.people if one.kind == "staff" and text in one.name]

    @hookimpl
    def yip_pupil(self, ref: str) -> Person | None:
        """Return a pupil."""
        return next((one for one in self.people if (one.ref, one.kind) == (ref, "pupil")), None)

    @hookimpl
    def yip_staff_member(self, ref: str) -> Person | None:
        """Return a member of staff."""
        return next((one for one in self.people if (one.ref, one.kind) == (ref, "staff")), None)

    @hookimpl
    def yip_password_is_right(self, actor: Actor, password: str) -> bool:
        """Everybody in a story signs with the same password."""
        return password == PASSWORD

    @hookimpl
    def yip_key_provider(self) -> KeyProvider:
        """Seal what is told under a key that is gone with the story."""
        return self.keys

    @hookimpl
    def yip_policy_folders(self) -> list[Path]:
        """Lend the packs that the host has."""
        packs = self.host.policies if self.host else None
        return [packs.folder(key) for key in packs.keys()] if packs else []

    @hookimpl
    def yip_field_types(self) -> list[type[FieldType]]:
        """Lend the kinds of question that the host added."""
        ours = shipped.module("yipplugin.forms.fields").yip_field_types()
        kinds = self.host.kinds.values() if self.host else ()
        return [type(kind) for kind in kinds if type(kind) not in ours]


@contextmanager
def scratch_school(story: Story, host: House | None = None) -> Iterator[Flask]:
    """Open an application that knows the story's people and has an empty database."""
    with TemporaryDirectory(prefix="yip-story-") as folder:
        app = Flask("yipplugin.story", instance_path=folder)
        app.config.update(
            SECRET_KEY=PASSWORD,
            YIP_DATABASE_URI=f"sqlite:///{Path(folder) / 'story.sqlite3'}",
            YIP_POLICY=story.policy,
        )
        YipPlugin(app, StorySchool(story, host))
        engine = app.extensions["yipplugin"].store.engine
        event.listen(engine, "connect", _never_wait_for_the_disk)
        try:
            # Only a story that is played needs the migrations, and what they are made with.
            from yipplugin.store.migrate import upgrade

            upgrade(engine)
            with app.app_context():
                yield app
        finally:
            engine.dispose()


def _never_wait_for_the_disk(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous = OFF")


def _person(one: Someone) -> Person:
    ref = f"{one.kind}:{one.name}"
    return Person(ref, one.name, one.kind, one.born, year=one.year, flags=one.flags)
