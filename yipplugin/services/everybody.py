"""Everybody whom a case names, and the role or letter that stands for each outside."""

from collections.abc import Iterator, Mapping
from typing import Any

from yipplugin.form import Form
from yipplugin.rules.anonymising import Named
from yipplugin.rules.names import folded, names_somebody
from yipplugin.services.cases import CaseView
from yipplugin.services.referrals import Referral

NO_NAME = "Name not known"
"""How a name begins that the host could not tell; it names nobody."""

TYPED = "named:"
"""How the ref of somebody begins whose name stands in a box for names alone."""


class Everybody:
    """Everybody whom a case names, under every name that it gives them, each with a label."""

    def __init__(self, case: CaseView, about: str) -> None:
        self.about = about
        self.labels: dict[str, str] = {}
        self._names: dict[tuple[str, str], bool] = {}
        self.known: dict[str, str] = {}
        self._add(case.opened_by, case.opened_by_name, "staff")
        for record in case.records:
            self._add(record.by, record.by_name, "staff")
        for grant in case.team:
            self._add(grant.holder, grant.holder_name, "staff")
            self._add(grant.made_by, grant.made_by_name, "staff")
        for one in case.standing.people:
            self._add(one.person.ref, one.person.name, one.person.kind)
        for record in case.records:
            form = case.policy.asked(record).forms.get(record.form)
            for ref, name, kind in _named_in(form, record.answers):
                self._add(ref, name, kind)
        for sent in case.referrals:
            self._add_referral(sent)

    def named(self) -> Iterator[Named]:
        """Yield every name, with what stands in its place."""
        for (ref, name), typed in self._names.items():
            if not name.startswith(NO_NAME):
                yield Named(name, self.labels.get(ref, ""), typed)

    def _add(self, ref: str, name: str, kind: str) -> None:
        plain = folded(name)[0]
        if ref.startswith(TYPED):
            # Somebody whose name was typed into a box may be one whom the case knows already.
            ref = self.known.get(plain, ref)
        self.known.setdefault(plain, ref)
        if ref != self.about and ref not in self.labels:
            self.labels[ref] = self._next(kind)
        self._names.setdefault((ref, name), kind == "other")

    def _add_referral(self, one: Referral) -> None:
        self._add(one.by, one.by_name, "staff")
        if one.answered_at:
            self._add(one.answer_by, one.answered_by, "staff")
        whom = one.answer.get("spoke_to", "")
        if names_somebody(whom):
            self._add(f"{TYPED}{folded(whom)[0]}", whom, "other")

    def _next(self, kind: str) -> str:
        what = {"staff": "member of staff", "pupil": "young person"}.get(kind, "other person")
        count = sum(label.startswith(what) for label in self.labels.values())
        return f"{what} {count + 1 if kind == 'staff' else letters(count)}"


def letters(number: int) -> str:
    """Return A for 0, Z for 25, AA for 26."""
    rest, last = divmod(number, 26)
    return (letters(rest - 1) if rest else "") + chr(ord("A") + last)


def _named_in(form: Form | None, answers: Any) -> Iterator[tuple[str, str, str]]:
    """Yield the ref, name and kind of everybody whom answers name."""
    named = {one.key for one in (form.everything() if form else ()) if one.named}
    if isinstance(answers, Mapping):
        if answers.get("ref") and "name" in answers:
            yield str(answers["ref"]), str(answers["name"]), str(answers.get("kind", "other"))
        for key, one in answers.items():
            if key in named and isinstance(one, str) and names_somebody(one):
                yield f"{TYPED}{folded(one)[0]}", one, "other"
            yield from _named_in(form, one)
    elif isinstance(answers, list):
        for one in answers:
            yield from _named_in(form, one)
