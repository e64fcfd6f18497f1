"""Reads what the questions of a referral form are filled in from."""

import re
from collections.abc import Mapping

from yipplugin.form import Question
from yipplugin.packs.contacts import referral_keys
from yipplugin.packs.reader import Reader
from yipplugin.packs.tree import Node, Pairs, Word
from yipplugin.referral import DAYS, SOURCES, Source

ANSWER = re.compile(r"([a-z][a-z0-9_]{0,59})\.([a-z][a-z0-9_]{0,59})")


def read_fill(
    reader: Reader, node: Node | None, asked: Mapping[str, Question]
) -> dict[str, Source]:
    """Return by question what fills it in."""
    found: dict[str, Source] = {}
    for key, said in reader.pairs(node, "questions to what fills them in").items():
        assert isinstance(node, Pairs)  # noqa: S101 -- entries come from a mapping alone
        question = asked.get(key)
        if question is None:
            reader.problems.unknown(node.keys[key], key, "a question of this form", asked)
            continue
        source = _source(reader, said)
        if source.name:
            _check_fits(reader, said, question, source)
        found[key] = source
    return found


def _source(reader: Reader, node: Node) -> Source:
    if isinstance(node, Word) and ANSWER.fullmatch(node.text.strip()):
        word = node.text.strip()
        reader.problems.add(node.place, f"For an answer in the case, write {{answer: {word}}}.")
        return Source()
    if not isinstance(node, Pairs):
        return Source(reader.name(node, "what a question is filled in from", SOURCES))
    fields = reader.fields(node, referral_keys.SOURCE)
    said = reader.words(fields.get("answer") if fields else None, "questions of policies")
    answers: list[tuple[str, str]] = []
    for word, one in said:
        found = ANSWER.fullmatch(word)
        if found is None:
            message = f"“{word}” names no answer. Write a form and a question: report.account."
            reader.problems.add(one.place, message)
        else:
            answers.append((found[1], found[2]))
    return Source(answers=tuple(answers))


def _check_fits(reader: Reader, node: Node, question: Question, source: Source) -> None:
    """Note a source that its question could never take."""
    day = question.kind == "date" and source.name in DAYS
    if not day and question.kind not in referral_keys.TEXTS:
        message = (
            f"“{source.name}” is no answer to a question of the kind “{question.kind}”. "
            "Take it out, or ask in another way."
        )
        reader.problems.add(node.place, message)
