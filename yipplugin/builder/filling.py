"""One form being filled in by one person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from yipplugin.builder.asked import Asked, AskedStep
from yipplugin.builder.cleaning import cleaned
from yipplugin.builder.part import Faults, Page, Part, Posted, number_of
from yipplugin.builder.plan import Plan
from yipplugin.fieldtype import Circumstances
from yipplugin.form import Form
from yipplugin.values import LONDON, NOTHING


class Filling:
    """A form bound to what was typed, or to earlier answers."""

    def __init__(
        self,
        form: Form,
        plan: Plan,
        posted: Posted | None,
        around: Circumstances,
        texts: Mapping[str, Sequence[Any]] = NOTHING,
    ) -> None:
        self.form = form
        posted, held = cleaned(plan, posted) if posted else (posted, frozenset[str]())
        self.page = Page(around, held)
        self.part = Part(plan, posted, self.page)
        self.general: Faults = []
        self._texts = texts
        self._settled = False
        self._steps: tuple[AskedStep, ...] = ()

    @property
    def steps(self) -> tuple[AskedStep, ...]:
        """Return the form's steps for the templates."""
        if not self._steps:
            planned = {one.question.key: one for one in self.part.plan.questions}
            self._steps = tuple(
                AskedStep(
                    number,
                    step.title,
                    tuple(
                        Asked(planned[one.key], self.part, self._texts.get(one.key, ()))
                        for one in step.questions
                    ),
                )
                for number, step in enumerate(self.form.steps, 1)
            )
        return self._steps

    @property
    def focus(self) -> str:
        """Return the id of the input to go to, after a row was added or a person looked up."""
        return self.page.focus

    def validate(self) -> bool:
        """Check the answers, and say whether they may be kept."""
        self._settle()
        self.page.checked = True
        return not self.part.faults and not self.general

    def answers(self) -> dict[str, Any]:
        """Return the answers as they are kept, without those to questions that are not asked."""
        self._settle()
        return dict(self.part.answers)

    @property
    def summary(self) -> Faults:
        """Return everything that is wrong, in order: the id of an input, and what to do."""
        faults = [
            fault
            for one in self.part.plan.questions
            for fault in self.part.faults.get(one.question.key, ())
        ]
        return [*self.general, *faults] if self.page.checked else []

    def say(self, key: str, message: str) -> None:
        """Add an error that only a service can find, such as a wrong password.

        ``key`` is a question's; where the form has no such question it stands above all of them.
        """
        self.validate()
        for step in self.steps:
            for one in step.questions:
                if one.key == key:
                    self.part.faults.setdefault(key, []).append((one.anchor, message))
                    return
        self.general.append(("", message))

    def raw(self) -> list[list[str]]:
        """Return what was typed, for a draft: names and values, never a password."""
        return [[name, value] for name, value in self.part.raw()]

    def happened(self) -> datetime | None:
        """Return when the thing happened, where the form asks; for a date, its first moment."""
        said = self.answers().get(self.form.happened or "")
        if not isinstance(said, str):
            return None
        return datetime.fromisoformat(said).replace(tzinfo=LONDON)

    def adjust(self, posted: Posted) -> bool:
        """Do what a button inside the form asks, and say whether one was pressed.

        ``_add=<table>`` adds a row, ``_remove=<table>-<row>`` takes one away, ``_find=<field>``
        looks people up, and so does ``_enter`` (the Enter key) where a name was typed and nobody
        is chosen yet. The page is then shown again with everything that was typed.
        """
        acts = {"_add": self._add, "_remove": self._remove, "_find": self._find}
        for name, act in acts.items():
            if name in posted:
                self.page.focus = act(posted[name])
                self._settled = False
                return True
        if "_enter" in posted:
            self.page.focus = self._find_typed()
        return bool(self.page.focus)

    def _add(self, key: str) -> str:
        rows = self.part.tables.get(key)
        return rows.add() if rows else ""

    def _remove(self, value: str) -> str:
        key, _, digits = value.rpartition("-")
        rows = self.part.tables.get(key)
        return rows.remove(number_of(digits)) if rows else ""

    def _find(self, name: str) -> str:
        for field in self._searches():
            if field.name == name:
                return str(field.look_up())
        return ""

    def _find_typed(self) -> str:
        for field in self._searches():
            if field.waits:
                return str(field.look_up())
        return ""

    def _searches(self) -> Iterator[Any]:
        rows = (row.part for table in self.part.tables.values() for row in table.rows)
        for part in (self.part, *rows):
            yield from (field for field in part.form if hasattr(field, "look_up"))

    def _settle(self) -> None:
        if not self._settled:
            self._settled = True
            self.part.settle()

    @property
    def password(self) -> str | None:
        """Return the password that was typed to sign with, for the service that checks it."""
        for field in self.part.form:
            password = getattr(field, "password", None)
            if isinstance(password, str):
                return password
        return None
