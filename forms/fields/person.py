"""A person that the host knows: found by name, chosen, and kept as they were at that moment."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from wtforms.validators import ValidationError

from yipplugin.fieldtype import circumstances
from yipplugin.form import Question
from yipplugin.imagery import without_images_in
from yipplugin.values import Person as Somebody

from .choice import Offered
from .typed import TypedField, TypedKind, one_of

_KINDS = {"pupil": ("pupil",), "staff": ("staff",), "anyone": ("pupil", "staff", "other")}
MOST_FOUND = 20
"""How many people a search shows; with more, a longer name is quicker than a long list."""


class PersonField(TypedField):
    """A box to search in and the people to choose from.

    What is posted is a ref, and who that is comes from the host, from the case, or from the record
    that is being corrected, never from the browser.
    """

    inputs = ("", "-find")

    def process(self, formdata: Any, *args: Any, **kwargs: Any) -> None:
        """Take the chosen ref and the text to search for; nobody is looked up yet."""
        self.found: list[Somebody] = []
        self.silent = False
        self.told = ""
        super().process(formdata, *args, **kwargs)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Return the kinds of people that may be chosen."""
        return _KINDS[self.question.options.get("of", "pupil")]

    @cached_property
    def chosen(self) -> Mapping[str, Any] | None:
        """Return who was chosen, as they are to be kept."""
        around, ref = circumstances(self), self.text()
        if not ref:
            return None
        here = [person for person in around.people if person.ref == ref]
        asked = [around.get(kind, ref) for kind in self.kinds if kind != "other"]
        found = [one for one in asked if one is not None]
        person = next((one for one in (*found, *here) if one.name), None)
        kept = around.kept.get(ref)
        if person is None and kept:
            return kept if kept.get("kind") in self.kinds else None
        if person is None and found:
            # The host cannot be asked who that is, and a report does not wait until it can.
            person = replace(found[0], name=f"Name not known ({ref})")
        return snapshot(person) if person and person.kind in self.kinds else None

    @property
    def waits(self) -> bool:
        """Say whether a name was typed and nobody chosen."""
        return bool(self.text("-find").strip()) and not self.values[""]

    @property
    def by_name(self) -> bool:
        """Say whether a name alone will do where the host cannot be asked.

        Not for staff: whoever is named is kept from the case, and a name alone keeps out nobody.
        """
        return self.kinds == ("pupil",)

    def look_up(self) -> str:
        """Search for what was typed, and return the id of the input to go to."""
        self.found = []
        text = self.text("-find").strip()
        if len(text) < 2:
            self.told = "Type at least two letters of the name, then find"
            return f"{self.id}-find"
        known = {one.ref for one in self._close()}
        matching = [
            one
            for kind in self.kinds
            if kind != "other"
            for one in circumstances(self).find(kind, text)
            if one.kind == kind
        ]
        self.silent = any(not one.ref for one in matching)
        if self.silent:
            self.told = _silent(text, self.by_name)
            return f"{self.id}-find"
        self.told = _told(text, len(matching))
        matching = matching[:MOST_FOUND]
        self.found = [one for one in matching if one.ref not in known]
        refs = {one.ref for one in matching}
        return next((one.id for one in self.offers if one.value in refs), f"{self.id}-find")

    def _close(self) -> Iterable[Somebody]:
        """Yield the people that need no search: those of the case, and whoever fills this in.

        Not the latter where whoever is named is kept from the case: that is no slip of the hand.
        """
        around = circumstances(self)
        here = [person for person in around.people if person.kind in self.kinds]
        yield from here
        if "staff" in self.kinds and not self.question.joins and around.signer is not None:
            own = around.get("staff", around.signer.ref)
            if own is not None and own.name and own.ref not in [person.ref for person in here]:
                yield own

    @cached_property
    def _near(self) -> list[Mapping[str, Any]]:
        return [snapshot(person) for person in self._close()]

    @property
    def offers(self) -> list[Offered]:
        """Return the people to choose from, and nobody where the question may be left out."""
        people = [*self._near, *(snapshot(person) for person in self.found)]
        if self.chosen and self.chosen["ref"] not in [one["ref"] for one in people]:
            people.append(self.chosen)
        words = [described(one) for one in people]
        offers = [
            Offered(
                f"{self.id}-{place}",
                one["ref"],
                said
                if words.count(said) == 1
                else f"{said}, born {one.get('born') or 'not known'}",
                "",
                one["ref"] == self.text(),
            )
            for place, (one, said) in enumerate(zip(people, words, strict=True), 1)
        ]
        if offers and not self.question.required:
            offers.append(Offered(f"{self.id}-0", "", "Nobody", "", False))
        return offers

    def pre_validate(self, form: Any) -> None:
        """Refuse a person that nobody knows, and a name that was typed but not chosen."""
        ask, typed = self.question.ask, self.text("-find").strip()
        if self.text() and self.chosen is None:
            raise ValidationError(f"We cannot find that person now. Find and choose “{ask}” again")
        if self.waits:
            self.look_up()
            if self.silent and self.by_name:
                self.data = _named(typed)
                return
            if self.silent:
                raise ValidationError(_silent(typed, self.by_name))
            who = (
                "Choose the person you mean" if self.found else f"Nobody called “{typed}” was found"
            )
            raise ValidationError(f"{who}: “{ask}”")
        self.data = self.chosen

    @property
    def anchor(self) -> str:
        """Return the id of the first person to choose, else of the box to search in."""
        return next((one.id for one in self.offers if one.value), f"{self.id}-find")


class Person(TypedKind):
    """A pupil or a member of staff."""

    name = "person"
    template = "yipplugin/fields/person.html"
    options = {"of": "Who may be chosen: “pupil” (the usual), “staff” or “anyone”."}
    formats = {"of": one_of(*_KINDS)}
    field_class = PersonField

    def keep(self, field: Any) -> dict[str, Any] | None:
        # What a host says of somebody is text like any other, but for the reference.
        return (
            {**without_images_in(dict(field.data)), "ref": field.data["ref"]}
            if field.data
            else None
        )

    def missing(self, question: Question) -> str:
        return f"Find and choose a person for “{question.ask}”"

    def type_in(self, name: str, answer: Any) -> list[tuple[str, str]]:
        return [(name, str(answer["ref"]))]

    def feeds(self, answer: Any) -> tuple[str, ...]:
        return (str(answer["ref"]),) if answer else ()

    def show(self, question: Question, answer: Any) -> str:
        return described(answer) if answer else ""


def snapshot(person: Somebody) -> dict[str, Any]:
    """Return a person as an answer keeps them."""
    who = {"ref": person.ref, "name": person.name, "kind": person.kind}
    if person.kind == "other":
        return {**who, "relation": person.relation, "age_band": person.age_band}
    born = person.born.isoformat() if person.born else None
    flags = dict(person.flags)
    return {**who, "born": born, "year": person.year, "group": person.group, "flags": flags}


def described(kept: Mapping[str, Any]) -> str:
    """Return a kept person in words: the name, and what tells them from others of that name."""
    year = str(kept.get("year") or "")
    parts = [
        f"Year {year}" if year.isdecimal() else year,
        str(kept.get("group") or ""),
        str(kept.get("relation") or ""),
        "staff" if kept.get("kind") == "staff" else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{kept['name']} ({said})" if said else str(kept["name"])


def _named(name: str) -> dict[str, Any]:
    """Return somebody of whom only a name is known. Their ref, which is shown, does not say it."""
    ref = f"typed:{sha256(name.casefold().encode()).hexdigest()[:16]}"
    return snapshot(Somebody(ref, name))


def _silent(text: str, by_name: bool) -> str:
    if by_name:
        return (
            "The list of pupils cannot be searched just now. Type the whole name, and send this as"
            f" it is: “{text}” is kept as you typed it"
        )
    return (
        f"The list of staff cannot be searched just now. Take out “{text}” here, say in your own"
        " words who it is, and tell the safeguarding lead in person"
    )


def _told(text: str, count: int) -> str:
    if not count:
        return f"Nobody called “{text}” was found. Check the spelling, or try only the last name"
    if count > MOST_FOUND:
        return f"{MOST_FOUND} people found. There are more: type more of the name"
    return "1 person found." if count == 1 else f"{count} people found."
