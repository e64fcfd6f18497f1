"""Somebody whom the school's system does not know: a name, a tie, and about how old."""

import re
import secrets
from typing import Any

from yipplugin.form import Question

from .choice import Offered
from .text import SHORT, without_controls
from .typed import NotUnderstood, TypedField, TypedKind

AGE_BANDS = {
    "under_10": "Under 10",
    "10_12": "10 to 12",
    "13_15": "13 to 15",
    "16_17": "16 or 17",
    "18_over": "18 or over",
    "unknown": "Not known",
}


class OtherPersonField(TypedField):
    """A name, how they are connected, and an age band.

    The ref goes out with the page and comes back, so that one person stays one through drafts and
    corrections; it says nothing about them.
    """

    inputs = ("-name", "-relation", "-age_band", "-ref")

    def read(self) -> dict[str, str] | None:
        """Return the person, or say what is still needed of them."""
        given = self.text("-ref")
        self.ref = given if re.fullmatch("other:[0-9a-f]{8,64}", given) else _new_ref()
        self.values["-ref"] = [self.ref]
        if self.blank:
            return None
        name = without_controls(self.text("-name"), lines=False)
        relation = without_controls(self.text("-relation"), lines=False)
        band, ask = self.text("-age_band"), self.question.ask
        if not name:
            raise NotUnderstood(
                f"Write a name for “{ask}”, or what they are known as; “name not known” will do",
                "-name",
            )
        for ending, text in (("-name", name), ("-relation", relation)):
            if len(text) > SHORT:
                raise NotUnderstood(f"“{ask}”: shorten it to {SHORT} characters", ending)
        if band not in AGE_BANDS:
            raise NotUnderstood(
                f"Choose about how old they are for “{ask}”; “Not known” is an answer", "-age_band"
            )
        return {
            "ref": self.ref,
            "name": name,
            "kind": "other",
            "relation": relation,
            "age_band": band,
        }

    @property
    def blank(self) -> bool:
        """Say whether nothing was typed; the ref is not typed by anybody."""
        return not any(self.text(ending).strip() for ending in self.inputs[:3])

    @property
    def offers(self) -> list[Offered]:
        """Return the age bands."""
        first = f"{self.id}-age_band"
        return [
            Offered(
                first if place == 1 else f"{first}-{place}",
                key,
                label,
                "",
                self.text("-age_band") == key,
            )
            for place, (key, label) in enumerate(AGE_BANDS.items(), 1)
        ]


class OtherPerson(TypedKind):
    """Somebody who is neither a pupil nor on the staff here."""

    name = "other person"
    template = "yipplugin/fields/other_person.html"
    field_class = OtherPersonField

    def missing(self, question: Question) -> str:
        return f"Write who it is: “{question.ask}”"

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        parts = ("name", "relation", "age_band", "ref")
        return [(f"{name}-{part}", str(answer.get(part, ""))) for part in parts]

    def feeds(self, answer: Any) -> tuple[str, ...]:
        return (str(answer["ref"]),) if answer else ()

    def show(self, question: Question, answer: Any) -> str:
        if not answer:
            return ""
        band = AGE_BANDS.get(answer.get("age_band", ""), "")
        age = "age not known" if answer.get("age_band") == "unknown" else band.lower()
        said = ", ".join(part for part in (answer.get("relation"), age) if part)
        return f"{answer['name']} ({said})" if said else str(answer["name"])


def _new_ref() -> str:
    return f"other:{secrets.token_hex(8)}"
