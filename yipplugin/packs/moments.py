"""Checks the times that the records of a case set themselves: that some form asks for them."""

from yipplugin.packs.conditions import DATES
from yipplugin.packs.feeding import Feeding
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import PEOPLE
from yipplugin.policy import Duty, Policy

LENGTHS = ("after", "due", "every")


def check_moments(reader: Reader, policy: Policy, feeding: Feeding) -> None:
    """Note every time of a duty that no answer of a case can set."""
    for duty in policy.duties:
        for key in LENGTHS:
            length = getattr(duty, key)
            if length is not None and length.fact in reader.facts:
                message = _wrong(reader, feeding, duty, length.fact)
                if message:
                    reader.later(duty, reader.place_of(duty, key), message)


def _wrong(reader: Reader, feeding: Feeding, duty: Duty, name: str) -> str:
    fact = reader.facts[name]
    if fact.answers != DATES:
        return f"The fact {name} holds no dates. Name one with `answers: date`."
    if name not in feeding.asked:
        return f"No form asks for the fact {name}. Add a question with `feeds: {name}`."
    asked_of = "person" if duty.each in PEOPLE else f"record:{duty.each.partition(':')[2]}"
    if fact.of not in ("case", asked_of):
        return (
            f"The fact {name} belongs to each {fact.of.replace(':', ' of ')}, and the duty is not "
            "for one of those. Name another fact, or change `each`."
        )
    return ""
