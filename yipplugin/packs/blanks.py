"""Reads the words of papers: which blanks stand in them, and whether the case can fill them in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yipplugin.form import Form, Question
from yipplugin.packs.paper_keys import BLANKS
from yipplugin.packs.problems import Place
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Node
from yipplugin.policy import Blank

BRACKETS = re.compile(r"\{([^{}]*)\}|[{}]")

Words = tuple[str | Blank, ...]


@dataclass(frozen=True)
class Made:
    """What a paper is made from: the case, a pupil, or a record of ``form``."""

    reader: Reader
    about: str
    form: Form | None

    @property
    def of_pupil(self) -> bool:
        """Say whether there is one pupil whom the paper is about."""
        return self.about == "pupil" or (self.form is not None and self.form.about == "pupil")

    @property
    def of_record(self) -> bool:
        """Say whether there is a record that the paper is made from."""
        return self.about.startswith("record:")

    def questions(self) -> dict[str, Question]:
        """Return the questions of the record that keep an answer."""
        kinds = self.reader.kinds
        return {
            one.key: one
            for one in (self.form.questions if self.form else ())
            if one.kind in kinds and kinds[one.kind].asks and kinds[one.kind].kept_in_answers
        }

    def line_of_words(self) -> dict[str, Question]:
        """Return the questions whose answer can stand in a sentence."""
        kinds = self.reader.kinds
        return {
            key: one for key, one in self.questions().items() if not kinds[one.kind].asks_in_rows
        }


def line(made: Made, node: Node) -> Words:
    """Return one line."""
    return tuple(_split(made, node, " ".join(made.reader.text(node).split())))


def paragraphs(made: Made, node: Node) -> tuple[Words, ...]:
    """Return paragraphs, between which a line is left empty."""
    parts = re.split(r"\n\s*\n", made.reader.text(node))
    return tuple(tuple(_split(made, node, " ".join(one.split()))) for one in parts)


def _split(made: Made, node: Node, text: str) -> Iterator[str | Blank]:
    """Yield the words between blanks, and the blanks, of one paragraph or line."""
    end = 0
    for found in BRACKETS.finditer(text):
        if found.start() > end:
            yield text[end : found.start()]
        end = found.end()
        if found[1] is None:
            message = "A curly bracket stands alone. Write a blank such as {reference}, or none."
            made.reader.problems.add(node.place, message)
            continue
        blank = _blank(made, node, " ".join(found[1].split()))
        if blank:
            yield blank
    if end < len(text):
        yield text[end:]


def _blank(made: Made, node: Node, inside: str) -> Blank | None:
    problems = made.reader.problems
    first, _, of = inside.partition(" ")
    name, of = (inside, "") if inside in BLANKS else (first, of)
    known = BLANKS.get(name)
    if known is None or bool(known.of) != bool(of):
        choices = [f"{one} {about.of}".strip() for one, about in BLANKS.items()]
        problems.unknown(node.place, inside, "a blank of papers", choices)
        return None
    if known.needs and not {"pupil": made.of_pupil, "record": made.of_record}[known.needs]:
        not_made_of(made, node.place, f"{{{inside}}}", known.needs)
        return None
    check = {"answer": _check_answer, "fact": _check_fact}.get(name)
    return Blank(name, of) if check is None or check(made, node.place, of) else None


def _check_answer(made: Made, place: Place, key: str) -> bool:
    known = made.line_of_words()
    if key in known or made.form is None:
        return True
    if key in made.questions():
        message = f"{key} is a table, which is no part of a sentence. Write `show: answers`."
        made.reader.problems.add(place, message)
    else:
        made.reader.problems.unknown(place, key, f"a question of the form {made.form.key}", known)
    return False


def _check_fact(made: Made, place: Place, name: str) -> bool:
    of = ("case", "person") if made.of_pupil else ("case",)
    known = [one.name for one in made.reader.facts.values() if one.of in of]
    if name not in known:
        made.reader.problems.unknown(place, name, "a fact that this paper can read", known)
    return name in known


def not_made_of(made: Made, place: Place, what: str, needs: str) -> None:
    """Note that something needs a pupil or a record, and that the paper is made from none."""
    about = {"pupil": "`about: pupil`", "record": "`about: {record: FORM}`"}[needs]
    message = f"“{what}” needs a {needs}, and this paper is made from none. Write {about}."
    made.reader.problems.add(place, message)
