"""Reads conditions: those of rules, over a case, and those of forms, over their own answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    AnswerGiven,
    AnswerIs,
    Any_,
    Anyone,
    Condition,
    CountAtLeast,
    EveryPupil,
    FactAnswered,
    FactEver,
    FactIs,
    FlagIs,
    HasRecord,
    MayBe,
    Not,
    PersonIs,
    TriggerStands,
)
from yipplugin.form import Question
from yipplugin.packs.keys import PERSON_KINDS
from yipplugin.packs.problems import Place
from yipplugin.packs.reader import Reader
from yipplugin.packs.schema import CASE_READINGS, FORM_READINGS
from yipplugin.packs.tree import Node, Pairs, Word

OLDEST = 25
"""No rule about children asks for a greater age."""

DATES = ("date",)
"""The answers of a fact that holds dates."""

WITH = {"record": {"where"}}
"""Keys that may stand beside a reading."""


@dataclass(frozen=True)
class CaseConditions:
    """Reads conditions over a case."""

    reader: Reader

    def read(self, node: Node | None) -> Condition:
        """Return the condition that ``node`` says; a problem is noted where it says none."""
        condition = self._read(node)
        if node is not None:
            self.reader.mark(condition, node)
        return condition

    def _read(self, node: Node | None) -> Condition:
        if node is None:
            return Always()
        if not isinstance(node, Pairs):
            return word_condition(self.reader, node)
        known = [key for key in node.entries if key in CASE_READINGS]
        beside = WITH.get(known[0], set()) if known else set()
        for key, place in node.keys.items():
            if key not in CASE_READINGS and key not in beside:
                self.reader.problems.unknown(place, key, "a reading of the case", CASE_READINGS)
            elif known and key != known[0] and key not in beside:
                message = f"“{known[0]}” and “{key}” stand side by side. Join them with all or any."
                self.reader.problems.add(place, message)
        if not known:
            if not node.entries:
                self.reader.problems.add(node.place, "This condition is empty. Say what to read.")
            return Always()
        return READINGS[known[0]](self, node.entries[known[0]], node)

    def list(self, node: Node, whole: Pairs) -> tuple[Condition, ...]:
        """Return the conditions of a list."""
        return tuple(self.read(one) for one in self.reader.items(node, "conditions"))

    def facts(self, node: Node, of: Callable[[str, tuple[str, ...]], Condition]) -> Condition:
        """Return the reading of facts and the answers wanted."""
        found: list[Condition] = []
        entries = self.reader.pairs(node, "facts to answers")
        if isinstance(node, Pairs) and not entries:
            self.reader.problems.add(node.place, "This names no fact. Say which fact to read.")
        for name, values in entries.items():
            assert isinstance(node, Pairs)  # noqa: S101 -- entries come from a mapping alone
            if name not in self.reader.facts:
                self.reader.problems.unknown(node.keys[name], name, "a fact", self.reader.facts)
            wanted = self.values(name, values)
            found.append(of(name, wanted))
            self.reader.mark(found[-1], values)
        return found[0] if len(found) == 1 else All(tuple(found))

    def values(self, name: str, node: Node) -> tuple[str, ...]:
        """Return the answers wanted of a fact, all of which it must know."""
        fact = self.reader.facts.get(name)
        if fact and fact.answers == DATES:
            message = f"The fact {name} holds dates, which nothing compares. Read `answered`."
            self.reader.problems.add(node.place, message)
        elif fact and fact.answers:
            return self.reader.names(node, f"an answer of the fact {name}", fact.answers)
        elif fact:
            message = f"The fact {name} lists no answers. Give it `answers`, or read `answered`."
            self.reader.problems.add(node.place, message)
        return tuple(word for word, _ in self.reader.words(node, "answers"))

    def answered(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading that facts are answered."""
        names = self.reader.names(node, "a fact", self.reader.facts)
        return joined([FactAnswered(name) for name in names], self.reader, node)

    def record(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading that a record stands."""
        form = self.reader.form(node)
        return HasRecord(form, where(self.reader, form, whole.entries.get("where")))

    def trigger(self, node: Node, whole: Pairs, unmet: bool = False) -> Condition:
        """Return the reading that a trigger stands."""
        known = ("any", *sorted(self.reader.trigger_ids))
        name = self.reader.name(node, "a trigger", known)
        return TriggerStands(None if name == "any" else name, unmet)

    def unmet(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading that a trigger stands and was not acted on."""
        return self.trigger(node, whole, unmet=True)

    def age(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading of an age."""
        return AgeUnder(self.reader.number(node, 1, OLDEST))

    def person(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading of what a person is."""
        return PersonIs(self.reader.names(node, "a kind of person", PERSON_KINDS))

    def flag(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading of what the host knows of a person."""
        found: list[Condition] = []
        for name, values in self.reader.pairs(node, "flags to values").items():
            words = tuple(word for word, _ in self.reader.words(values, "values"))
            found.append(FlagIs(self.reader.key(None, name, values.place), words))
        return joined(found, self.reader, node)

    def anyone(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading that somebody meets a condition."""
        return Anyone(self.read(node))

    def every_pupil(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading that each pupil meets a condition."""
        return EveryPupil(self.read(node))

    def count(self, node: Node, whole: Pairs) -> Condition:
        """Return the reading of a number of people or records."""
        entries = self.reader.pairs(node, "`people` or `record`, and `at least`")
        known = ("people", "record", "at least")
        for name, place in (node.keys if isinstance(node, Pairs) else {}).items():
            if name not in known:
                self.reader.problems.unknown(place, name, "a key of count", known)
        if ("people" in entries) == ("record" in entries) or "at least" not in entries:
            message = (
                "Count one thing: {people: CONDITION, at least: 2} or {record: FORM, at least: 2}."
            )
            self.reader.problems.add(node.place, message)
            return Always()
        least = self.reader.number(entries["at least"], 1, 99)
        if "people" in entries:
            return CountAtLeast(least, of=self.read(entries["people"]))
        return CountAtLeast(least, form=self.reader.form(entries["record"]))


READINGS: Mapping[str, Callable[[CaseConditions, Node, Pairs], Condition]] = {
    "all": lambda case, node, whole: All(case.list(node, whole)),
    "any": lambda case, node, whole: Any_(case.list(node, whole)),
    "not": lambda case, node, whole: Not(case.read(node)),
    "may be": lambda case, node, whole: MayBe(case.read(node)),
    "is": lambda case, node, whole: case.facts(node, FactIs),
    "ever": lambda case, node, whole: case.facts(node, FactEver),
    "answered": CaseConditions.answered,
    "record": CaseConditions.record,
    "trigger": CaseConditions.trigger,
    "trigger unmet": CaseConditions.unmet,
    "age under": CaseConditions.age,
    "person": CaseConditions.person,
    "flag": CaseConditions.flag,
    "anyone": CaseConditions.anyone,
    "every pupil": CaseConditions.every_pupil,
    "count": CaseConditions.count,
}


@dataclass(frozen=True)
class FormConditions:
    """Reads conditions over the answers of a form.

    ``questions`` may be read; ``elsewhere`` says of other keys why they may not.
    """

    reader: Reader
    questions: Mapping[str, Question]
    elsewhere: Mapping[str, str]

    def read(self, node: Node | None) -> Condition:
        """Return the condition that ``node`` says; a problem is noted where it says none."""
        condition = self._read(node)
        if node is not None:
            self.reader.mark(condition, node)
        return condition

    def _read(self, node: Node | None) -> Condition:
        if node is None:
            return Always()
        if not isinstance(node, Pairs):
            return word_condition(self.reader, node)
        reserved = [key for key in node.entries if key in FORM_READINGS]
        if reserved and len(node.entries) > 1:
            message = f"“{reserved[0]}” stands beside another key. Join them with all or any."
            self.reader.problems.add(node.place, message)
        if not node.entries:
            self.reader.problems.add(node.place, "This condition is empty. Say what to read.")
        if reserved:
            return self._joint(reserved[0], node.entries[reserved[0]])
        found = [self.answer(key, node.keys[key], one) for key, one in node.entries.items()]
        return joined(found, self.reader, node)

    def _joint(self, reading: str, node: Node) -> Condition:
        if reading in ("not", "may be"):
            return Not(self.read(node)) if reading == "not" else MayBe(self.read(node))
        if reading == "answered":
            read = self.reader.words(node, "questions")
            given: list[Condition] = []
            for key, one in read:
                self.question(key, one.place)
                given.append(AnswerGiven(key))
            return joined(given, self.reader, node)
        items = tuple(self.read(one) for one in self.reader.items(node, "conditions"))
        return All(items) if reading == "all" else Any_(items)

    def question(self, key: str, place: Place) -> Question | None:
        """Return a question that may be read here."""
        found = self.questions.get(key)
        if found is None and key in self.elsewhere:
            self.reader.problems.add(place, self.elsewhere[key])
        elif found is None:
            known: Iterable[str] = (*self.questions, *self.elsewhere)
            self.reader.problems.unknown(place, key, "a question of the form", known)
        return found

    def answer(self, key: str, place: Place, node: Node) -> Condition:
        """Return the reading of one answer."""
        question = self.question(key, place)
        values = tuple(word for word, _ in self.reader.words(node, "answers"))
        known = self.reader.answers(question) if question else None
        if question and question.kind in self.reader.kinds and known is None:
            message = (
                f"The question {key} ({question.kind}) has free answers, which nothing compares. "
                f"Ask {{answered: {key}}} instead."
            )
            self.reader.problems.add(place, message)
        elif known is not None:
            self.reader.names(node, f"an answer of the question {key}", known)
        condition = AnswerIs(key, values)
        self.reader.mark(condition, node)
        return condition


def where(reader: Reader, form: str, node: Node | None) -> Condition | None:
    """Return a condition over the answers of another form's records."""
    if node is None:
        return None
    found = reader.forms.get(form)
    if found is None:
        return None
    inside = {
        column.key: f"{column.key} is a column of {table.key}; `where` reads whole answers. Feed "
        "a fact from it and read the fact."
        for table in found.questions
        for column in table.questions
    }
    return FormConditions(reader, {one.key: one for one in found.questions}, inside).read(node)


def word_condition(reader: Reader, node: Node) -> Condition:
    """Return «always» or «never»."""
    word = node.text.strip() if isinstance(node, Word) else ""
    if word == "never":
        return Not(Always())
    if word != "always":
        message = (
            f"“{word}” is not a condition. Write `always`, `never` or a mapping such as "
            "{record: FORM}."
        )
        reader.problems.add(node.place, message)
    return Always()


def joined(found: list[Condition] | list[FactAnswered], reader: Reader, node: Node) -> Condition:
    """Return one condition, or all of several."""
    for one in found:
        if id(one) not in reader.written:
            reader.mark(one, node)
    return found[0] if len(found) == 1 else All(tuple(found))
