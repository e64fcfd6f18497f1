"""What a form is: its questions, frozen once published."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from yipplugin.conditions import Condition
from yipplugin.values import NOTHING


@dataclass(frozen=True)
class Choice:
    """One answer that a question offers. ``act`` names what choosing it does, for refusals."""

    key: str
    label: str
    hint: str = ""
    act: str | None = None


@dataclass(frozen=True)
class Question:
    """One question of a form. Its ``key`` never changes, whatever its wording.

    ``kind`` names a field type; ``options`` are what that kind lets an author set. ``feeds`` names
    the fact that the answer is kept under. ``when`` shows the question only if other answers say
    so. A ``table`` has ``questions`` of its own; ``rows`` is ``"each pupil"`` where there is one
    row for each pupil in the case, else people add rows. ``joins`` makes a person that is named
    here one of the case's people. With ``named`` what is written is somebody's name, which a copy
    for outside takes out.
    """

    key: str
    kind: str
    ask: str = ""
    hint: str = ""
    note: str = ""
    required: bool = False
    when: Condition | None = None
    clauses: tuple[str, ...] = ()
    feeds: str | None = None
    choices: tuple[Choice, ...] = ()
    questions: tuple["Question", ...] = ()
    rows: str = ""
    joins: bool = False
    named: bool = False
    options: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


@dataclass(frozen=True)
class Step:
    """A heading of a form and the questions under it."""

    title: str
    questions: tuple[Question, ...]


ADD = "record:add"
"""What a new record does, unless its form reopens a case or stands beside a closed one."""


@dataclass(frozen=True)
class Form:
    """A form of a policy.

    ``who`` are the roles that may sign it. ``about`` is ``""`` for the case, ``"pupil"``,
    ``"record:<form>"``, of one form or of any of several with commas between them, or ``"school"``
    for a line of the school's registers, which is in no case. ``states`` are facts that signing
    states by itself, such as «the case is closed». ``acts`` are what signing it does, for refusals
    to name. ``happened`` is the key of the question that says when the thing happened. ``once``
    forms hold one current record at most. ``by_receipt`` is ``"reporter"`` where whoever reported
    the case may fill it in without seeing the case. ``recorded_as`` is what its records are called
    where the title asks somebody to do something, and ``named_by`` the key of the question whose
    answer tells them apart. ``in_order`` forms about one record follow each other in time as they
    were signed.
    """

    key: str
    version: int
    title: str
    steps: tuple[Step, ...]
    who: tuple[str, ...]
    about: str = ""
    intro: str = ""
    acts: tuple[str, ...] = ()
    states: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    happened: str | None = None
    once: bool = False
    reopens: bool = False
    when_closed: bool = False
    by_receipt: str = ""
    in_order: bool = False
    clauses: tuple[str, ...] = ()
    recorded_as: str = ""
    named_by: str = ""

    @property
    def acts_of_new(self) -> tuple[str, ...]:
        """Return what a new record does; what may follow the end of a case adds nothing to it."""
        return self.acts if self.reopens or self.when_closed else (ADD, *self.acts)

    @property
    def record_title(self) -> str:
        """Return what a record of this form is called."""
        return self.recorded_as or self.title

    def name_of(self, answers: Mapping[str, Any]) -> str:
        """Return what tells a record of this form, with these answers, from others."""
        return str(answers.get(self.named_by) or "") if self.named_by else ""

    @property
    def about_forms(self) -> tuple[str, ...]:
        """Return the forms whose records it may be about; none where it is about no record."""
        kind, _, forms = self.about.partition(":")
        return tuple(forms.split(",")) if kind == "record" else ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the questions of every step, in order."""
        return tuple(question for step in self.steps for question in step.questions)

    def everything(self) -> Iterator[Question]:
        """Yield every question, those inside tables too."""
        for question in self.questions:
            yield question
            yield from question.questions
