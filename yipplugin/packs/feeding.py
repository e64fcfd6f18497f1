"""Checks what forms tell the facts: answers that they know, about whom, and whether at all."""

from collections import Counter
from dataclasses import dataclass, field

from yipplugin.conditions import Condition, FactAnswered, FactEver, FactIs
from yipplugin.form import Form, Question
from yipplugin.packs.conditions import DATES
from yipplugin.packs.problems import meant
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import readings, rule_spots
from yipplugin.policy import Fact, Policy

PERSON_KINDS = ("person", "other person")


@dataclass
class Feeding:
    """Which forms give which answers to which facts."""

    given: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    asked: dict[str, set[str]] = field(default_factory=dict)
    crowded: set[str] = field(default_factory=set)

    def forms_giving(self, fact: str, values: tuple[str, ...] | None = None) -> set[str]:
        """Return the forms that can give a fact one of ``values``, or any answer."""
        found = self.given.get(fact, {})
        wanted = found if values is None else [one for one in values if one in found]
        return {form for value in wanted for form in found[value]}

    def one_at_a_time(self, fact: Fact) -> bool:
        """Say whether the latest answer to a fact is never several at once."""
        return fact.name not in self.crowded


def check_feeding(reader: Reader, policy: Policy) -> Feeding:
    """Note facts that are fed wrongly or not at all; return who feeds what."""
    feeding = Feeding()
    for form in policy.forms.values():
        fed: Counter[str] = Counter()
        for question in form.questions:
            _question(reader, feeding, form, question, None)
            fed[question.feeds or ""] += 1
            for column in question.questions:
                _question(reader, feeding, form, column, question)
                fed[column.feeds or ""] += 1
        feeding.crowded.update(name for name, times in fed.items() if times > 1)
        for name, value in form.states.items():
            feeding.given.setdefault(name, {}).setdefault(value, set()).add(form.key)
            _about(reader, form, None, policy.facts.get(name), form, "states")
    _readings(reader, policy, feeding)
    return feeding


def _question(
    reader: Reader, feeding: Feeding, form: Form, question: Question, table: Question | None
) -> None:
    fact = reader.facts.get(question.feeds or "")
    kind = reader.kinds.get(question.kind)
    if fact is None or kind is None:
        return
    place = reader.place_of(question, "feeds")
    if not kind.facts:
        message = f"Rules cannot read the answers of “{question.kind}”. Take out `feeds`."
        reader.problems.add(place, message)
        return
    answers = reader.answers(question)
    dated = question.kind in ("date", "date and time")
    if fact.answers and dated != (fact.answers == DATES):
        message = f"The fact {fact.name} holds {'dates' if not dated else 'words'}, "
        message += f"but this asks for {'a date' if dated else 'words'}. Feed another fact."
        reader.problems.add(place, message)
        return
    for answer in answers or ():
        if fact.answers and answer not in fact.answers:
            message = (
                f"The fact {fact.name} does not know the answer “{answer}”. "
                f"{meant(answer, fact.answers)} Or add it to the fact's answers."
            )
            reader.problems.add(place, message)
    for answer in answers or fact.answers or ("",):
        feeding.given.setdefault(fact.name, {}).setdefault(answer, set()).add(form.key)
    feeding.asked.setdefault(fact.name, set()).add(form.key)
    if reader.several(question) or (table is not None and fact.of == "case"):
        feeding.crowded.add(fact.name)
    _about(reader, form, table, fact, question, "feeds")


def _about(
    reader: Reader, form: Form, table: Question | None, fact: Fact | None, at: object, key: str
) -> None:
    """Note a fact of a person or a record that is fed where none is meant."""
    if fact is None or fact.of == "case":
        return
    place = reader.place_of(at, key)
    if fact.of == "person":
        row = table is not None and (
            table.rows != "" or any(one.kind in PERSON_KINDS for one in table.questions)
        )
        if not row and (form.about != "pupil" or table is not None):
            message = (
                f"The fact {fact.name} is a person's, and no person is meant here. Ask it in a "
                "table whose rows name a person, or in a form `about: pupil`."
            )
            reader.problems.add(place, message)
    elif fact.of.partition(":")[2] not in (form.key, *form.about_forms):
        message = (
            f"The fact {fact.name} belongs to {fact.of.replace(':', ' of ')}, which this form is "
            "not about. Give the form that `about`, or make it a fact of the case."
        )
        reader.problems.add(place, message)


def _readings(reader: Reader, policy: Policy, feeding: Feeding) -> None:
    for spot in rule_spots(policy):
        if spot.form is None:
            for reading, _ in readings(spot.condition):
                _reading(reader, feeding, spot.owner, reading)


def _reading(reader: Reader, feeding: Feeding, owner: object, reading: Condition) -> None:
    if not isinstance(reading, FactIs | FactEver | FactAnswered):
        return
    if reading.fact not in reader.facts:
        return
    place = reader.place_of(reading)
    given = feeding.given.get(reading.fact)
    if given is None:
        message = (
            f"No form asks for the fact {reading.fact}. Add a question with "
            f"`feeds: {reading.fact}`, or take this out."
        )
        reader.later(owner, place, message)
        return
    for value in () if isinstance(reading, FactAnswered) else reading.values:
        if value not in given:
            message = (
                f"No form can give the fact {reading.fact} the answer “{value}”. Add a choice for "
                "it, or take it out here."
            )
            reader.later(owner, place, message)
