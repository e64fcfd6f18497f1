"""Checks that every condition can hold, can fail to hold, and reads what stands there."""

from yipplugin.conditions import (
    AgeUnder,
    All,
    Always,
    AnswerGiven,
    AnswerIs,
    Condition,
    FactAnswered,
    FactIs,
    FlagIs,
    Not,
    PersonIs,
)
from yipplugin.form import Form, Question
from yipplugin.packs.feeding import Feeding
from yipplugin.packs.possible import can_fail, can_hold
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import Spot, inside, spots
from yipplugin.policy import Policy

WORDS = (Always(), Not(Always()))
"""What ``always`` and ``never`` are read as: said on purpose."""

NEVER = "This can never hold. Take out what contradicts itself; write `never` if you mean never."
EVER = "This always holds. Take it out, or write `always` if you mean always."


def check_holding(reader: Reader, policy: Policy, feeding: Feeding) -> None:
    """Note every condition that can never hold, must always hold, or has no person to read."""
    for spot in spots(policy):
        _look(reader, feeding, spot, spot.condition, spot.person)
    for duty in policy.duties:
        if duty.where is not None:
            spot = Spot(duty, "where", All((duty.opens, duty.where)), bool(duty.each))
            whole = spot.condition
            answers = _Answers(reader, feeding, spot, spot.person)
            if duty.opens not in WORDS and not can_hold(whole, answers):
                message = "`opens` and `where` can never hold together. Change one of them."
                reader.later(duty, reader.place_of(duty, "where"), message)


def _look(reader: Reader, feeding: Feeding, spot: Spot, condition: Condition, person: bool) -> bool:
    """Note what is wrong with a condition, innermost first; say whether anything was."""
    wrong = False
    for inner, personal in inside(condition, person):
        if getattr(condition, "where", None) is not inner:
            wrong = _look(reader, feeding, spot, inner, personal) or wrong
    if wrong or condition in WORDS:
        return wrong
    if isinstance(condition, AgeUnder | PersonIs | FlagIs) and not person:
        message = "This reads one person, and none is meant here. Put it inside `anyone:`."
        _note(reader, spot, condition, message)
        return True
    answers = _Answers(reader, feeding, spot, person)
    message = NEVER if not can_hold(condition, answers) else ""
    if not message and not can_fail(condition, answers):
        message = EVER
    if message:
        _note(reader, spot, condition, message)
    return bool(message)


def _note(reader: Reader, spot: Spot, condition: Condition, message: str) -> None:
    if id(condition) in reader.written:
        reader.later(spot.owner, reader.place_of(condition), message)
    else:
        reader.later(spot.owner, reader.place_of(spot.owner, spot.key), message)


class _Answers:
    """Knows the answers of what a reading reads, where it has one at a time."""

    def __init__(self, reader: Reader, feeding: Feeding, spot: Spot, person: bool) -> None:
        self.reader, self.feeding, self.form, self.person = reader, feeding, spot.form, person

    def __call__(self, reading: Condition) -> tuple[str, ...] | None:
        if isinstance(reading, FactIs | FactAnswered):
            fact = self.reader.facts.get(reading.fact)
            if fact is None or not fact.answers or not self.feeding.one_at_a_time(fact):
                return None
            apart = fact.of == "case" or (fact.of == "person" and self.person)
            return fact.answers if apart else None
        if isinstance(reading, AnswerIs | AnswerGiven) and self.form is not None:
            question = _question(self.form, reading.question)
            if question is None or self.reader.several(question):
                return None
            return self.reader.answers(question)
        return None


def _question(form: Form, key: str) -> Question | None:
    return next((one for one in form.everything() if one.key == key), None)
