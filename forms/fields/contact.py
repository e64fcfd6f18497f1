"""A contact that was called about the case, kept as it was at that moment."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from yipplugin.fieldtype import circumstances
from yipplugin.form import Question
from yipplugin.spoken import brief_date, short_moment

from .choice import Offered
from .typed import NotUnderstood, TypedField, TypedKind


class ContactField(TypedField):
    """The contacts that were noted with the case, to choose one among.

    What is posted is which note it is; what the contact was comes from the case's ledger, or from
    the record that is being corrected, never from the browser.
    """

    def read(self) -> Mapping[str, Any] | None:
        """Return the contact that was chosen."""
        chosen = self.text()
        if not chosen:
            return None
        found = next((one for one in self.known if one["note"] == chosen), None)
        if found is None:
            raise NotUnderstood(f"Choose one of the contacts for “{self.question.ask}”")
        return found

    @property
    def known(self) -> tuple[Mapping[str, Any], ...]:
        """Return the contacts that can be chosen, that of the corrected record among them."""
        around = circumstances(self)
        noted = tuple(around.contacts)
        before = around.before.get(self.question.key)
        known = {one["note"] for one in noted}
        return noted if not before or before["note"] in known else (*noted, before)

    @property
    def offers(self) -> list[Offered]:
        """Return the contacts as the page shows them, and none of them where that is an answer."""
        offers = [
            Offered(
                self.id if place == 1 else f"{self.id}-{place}",
                one["note"],
                _who(one),
                _how(one),
                one["note"] == self.text(),
            )
            for place, one in enumerate(self.known, 1)
        ]
        if offers and not self.question.required:
            offers.append(Offered(f"{self.id}-0", "", "None of these", "", False))
        return offers

    @property
    def anchor(self) -> str:
        """Return the id of the first contact, else of the words that say how to note one."""
        return self.id if self.known else f"{self.id}-group"


class Contact(TypedKind):
    """A contact that was called about the case."""

    name = "contact"
    template = "yipplugin/fields/contact.html"
    field_class = ContactField

    def problems(self, question: Question) -> tuple[str, ...]:
        found = super().problems(question)
        if question.required:
            found += ("“contact” cannot be required, for a case may have none that was noted",)
        return found

    def missing(self, question: Question) -> str:
        return f"Choose a contact for “{question.ask}”"

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        return [(name, str(answer["note"]))]

    def feeds(self, answer: Any) -> tuple[str, ...]:
        return (str(answer["note"]),) if answer else ()

    def show(self, question: Question, answer: Any) -> str:
        return f"{_who(answer)}. {_how(answer)}" if answer else ""


def _who(answer: Mapping[str, Any]) -> str:
    said = answer["contact"]
    reached = said["phone"] or said["email"] or said["form_url"] or said["url"]
    return ", ".join(one for one in (said["org"], said["role"], reached) if one)


def _how(answer: Mapping[str, Any]) -> str:
    said = answer["contact"]
    noted = f"Noted {short_moment(datetime.fromisoformat(answer['at']))}"
    if not said["verified_on"]:
        return f"{noted}; nobody had checked it"
    checked = brief_date(date.fromisoformat(said["verified_on"]))
    return f"{noted}; checked {checked} by {said['verified_by']}"
