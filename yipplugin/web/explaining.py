"""«Why?» for duties, refusals and warnings: the clause, what caused it, what would change it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for

from yipplugin.policy import Policy
from yipplugin.rules.outcome import StandingRefusal, StandingWarning
from yipplugin.rules.state import people_named
from yipplugin.services.cases import CaseView
from yipplugin.values import ROLES, Person, Record
from yipplugin.web import words


@dataclass(frozen=True)
class Cause:
    """A record that brought something about, and where to read it."""

    label: str
    url: str


@dataclass(frozen=True)
class Why:
    """What stands behind «Why?»: our words of the clause, the records, and what would change it."""

    clause: str
    says: str
    kind: str
    causes: tuple[Cause, ...] = ()
    changes: str = ""
    note: str = ""


@dataclass(frozen=True)
class Refused:
    """A refused act as it stands where its button would be."""

    act: str
    says: str
    lifted_by: str
    why: Why


@dataclass(frozen=True)
class Warned:
    """Something to give a reason for before signing."""

    id: str
    says: str
    why: Why


KINDS = {
    "obliged": "The policy asks for this",
    "prohibited": "The policy does not allow this",
    "permitted": "The policy allows this",
    "principle": "A principle of the policy",
    "definition": "How the policy defines it",
}


class Explanations:
    """Explains a policy to whoever fills in its forms, and one case to whoever may read it."""

    def __init__(self, policy: Policy, case: CaseView | None = None) -> None:
        self.policy = policy
        self.case_id = case.id if case else ""
        self.order = case.records if case else ()
        self.corrected = case.standing.corrected if case else {}
        self.people = _everybody(case) if case else []
        self.records = {record.id: record for record in self.order}
        self.names = {person.ref: person.name for person in self.people}

    def why(
        self, clause: str, causes: Iterable[str] = (), changes: str = "", note: str = ""
    ) -> Why:
        """Return the why of anything that names a clause and the records that caused it."""
        known = self.policy.clauses.get(clause)
        return Why(
            clause=clause,
            says=known.says if known else "",
            kind=KINDS.get(known.kind, "") if known else "",
            causes=tuple(self.cause(one) for one in causes if one in self.records),
            changes=changes,
            note=note,
        )

    def cause(self, record_id: str) -> Cause:
        """Return a link to a record that caused something."""
        record = self.records[record_id]
        label = f"{self.title(record)}, {words.short_moment(record.signed_at)}"
        return Cause(label, record_url(self.case_id, record.id))

    def refused(self, refusal: StandingRefusal, act: str) -> Refused:
        """Return a refusal as words: what is refused, why, and what lifts it."""
        note = ""
        if refusal.override:
            roles = words.listed(ROLES[role] for role in refusal.override)
            note = f"Set aside only by the {roles} together, each with a reason."
        return Refused(
            act=act,
            says=refusal.says,
            lifted_by=refusal.lifted_by,
            why=self.why(refusal.clause, refusal.causes, refusal.lifted_by, note),
        )

    def warned(self, warning: StandingWarning) -> Warned:
        """Return a warning as words, with the id that its reason is sent under."""
        return Warned(warning.id, warning.says, self.why(warning.clause, warning.causes))

    def title(self, record: Record) -> str:
        """Return what a record is called: its form, and whom or what it is about."""
        about = self.about(record.about)
        return f"{self.record_name(record)}: {about}" if about else self.record_name(record)

    def record_name(self, record: Record) -> str:
        """Return what a record is called by its form, and by what tells it from others of it."""
        form, title = self.policy.asked(record).forms.get(record.form), self.record_title(record)
        name = form.name_of(record.answers) if form else ""
        return f"{title} {name}" if name else title

    def record_title(self, record: Record) -> str:
        """Return what records of the form are called that a record was signed on."""
        form = self.policy.asked(record).forms.get(record.form)
        return form.record_title if form else record.form

    def form_title(self, key: str) -> str:
        """Return what records of a form are called."""
        form = self.policy.forms.get(key)
        return form.record_title if form else key

    def about(self, ref: str | None) -> str:
        """Return the name of whom, or the title of what, a record or duty is about.

        What is about a record that is about somebody is about them too.
        """
        if not ref:
            return ""
        if ref.startswith("record:"):
            record = self.records.get(ref.removeprefix("record:"))
            if record is None:
                return ""
            name = self.record_name(record)
            of_its_own = name != self.record_title(record)
            return name if of_its_own else self.about(record.about) or name
        return self.names.get(ref, "")

    def about_url(self, ref: str | None) -> str:
        """Return where to read the record that something is about; nothing for a person."""
        record_id = (ref or "").removeprefix("record:")
        return record_url(self.case_id, record_id) if record_id in self.records else ""


def _everybody(case: CaseView) -> list[Person]:
    """Return everybody whom a record ever named: what was signed of them is still to be read."""
    known = {one.ref: one for record in case.records for one in people_named(case.policy, record)}
    return [*(known | {one.person.ref: one.person for one in case.standing.people}).values()]


def record_url(case_id: str, record_id: str) -> str:
    """Return where a record is read."""
    return url_for("yipplugin.record", case_id=case_id, record_id=record_id)


def form_url(case_id: str, form: str, about: str | None) -> str:
    """Return where a form is filled in."""
    return url_for("yipplugin.form", case_id=case_id, form=form, about=about)
