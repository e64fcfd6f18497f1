"""Records of a made-up case, signed one by one, for tests of the rules."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from yipplugin.policy import Policy
from yipplugin.rules.acts import refusals_to_sign
from yipplugin.rules.outcome import Standing, StandingRefusal
from yipplugin.rules.standing import standing
from yipplugin.values import Actor, Record

TEACHER = Actor("staff:teacher", "A. Teacher", frozenset({"staff"}))
DSL = Actor("staff:dsl", "D. Lead", frozenset({"staff", "dsl"}))
DEPUTY = Actor("staff:deputy", "D. Deputy", frozenset({"staff", "deputy_dsl"}))
HEAD = Actor("staff:head", "H. Head", frozenset({"staff", "head"}))
EXECUTIVE = Actor("staff:executive", "E. Head", frozenset({"staff", "executive_head"}))

START = datetime(2026, 3, 3, 13, 50, tzinfo=UTC)


def pupil(ref: str, name: str, born: str | None) -> dict[str, Any]:
    """Return a pupil as a kept answer snapshots one."""
    return {"ref": ref, "name": name, "kind": "pupil", "born": born, "year": "10", "flags": {}}


AMIR = pupil("pupil:1", "Amir Made-Up", "2011-05-02")
BETH = pupil("pupil:2", "Beth Made-Up", "2011-09-14")

CRITERIA = (
    "adult_involved",
    "pressure",
    "capacity_doubt",
    "unusual_or_violent",
    "sexual_acts",
)
"""The facts of the five reasons that the first review asks outright."""


def report_answers(**changes: Any) -> dict[str, Any]:
    """Return a teacher's report of one incident between two pupils."""
    answers = {
        "pupils": [
            {"person": AMIR, "part": ["in_imagery"]},
            {"person": BETH, "part": ["received_it"]},
        ],
        "incident_on": "2026-03-01",
        "account": "made up",
        "immediate_harm": "no",
        "adult_involved": "no",
    }
    return answers | changes


def review_answers(**changes: Any) -> dict[str, Any]:
    """Return a first review that answers every reason no."""
    answers: dict[str, Any] = {
        "risk_now": [
            {"row_for": one["ref"], "at_risk": "no", "social_care": "no"} for one in (AMIR, BETH)
        ],
        "produced_by": "self",
        "recipient_age": "under_18",
        "harmed": "no",
        "spread": "none",
        "remove_now": "no",
        "other_setting": "no",
        "view_needed": "no",
        "proposed": "further_review",
        "parents": [{"row_for": AMIR["ref"], "tell": "yes"}],
    }
    return answers | dict.fromkeys(CRITERIA, "no") | changes


SCHOOL_LED = {"doubt": "no", "route": "school_led", "aggravating": ["none"]}
ASSESSED = {
    "pressure": "no", "adult_involved": "no", "capacity_doubt": "no",
    "each": [{"row_for": one["ref"], "consent": "yes"} for one in (AMIR, BETH)],
}  # fmt: skip
TOLD = {"told": "yes", "told_by": "school"}


def considered(*asked: dict[str, Any], agencies: str = "no") -> dict[str, Any]:
    """Return what was decided about deleting: Amir and Beth, of whom ``asked`` are to be asked."""
    rows = [
        {"row_for": one["ref"], "may_hold": "yes", "to_delete": "yes" if one in asked else "no"}
        for one in (AMIR, BETH)
    ]
    return {"agencies_involved": agencies, "each_copy": rows}


class Casebook:
    """A case under ``policy`` that grows record by record, half an hour apart."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.records: list[Record] = []
        self._numbers = count(1)

    @property
    def now(self) -> datetime:
        """Return the time after the last record."""
        return START + timedelta(minutes=30 * len(self.records))

    def write(
        self,
        form: str,
        by: Actor = DSL,
        about: str | None = None,
        corrects: Record | None = None,
        **answers: Any,
    ) -> Record:
        """Return a record that nobody has signed yet."""
        return Record(
            id=f"r{next(self._numbers)}",
            form=form,
            version=1,
            by=by.ref,
            by_name=by.name,
            by_roles=by.roles,
            signed_at=self.now,
            answers=answers,
            about=about,
            supersedes=corrects.id if corrects else None,
            reason="It was wrong." if corrects else "",
        )

    def refused(self, form: str, **how: Any) -> tuple[StandingRefusal, ...]:
        """Return why a record may not be signed; nothing is added."""
        return refusals_to_sign(self.policy, self.records, self.write(form, **how), self.now)

    def try_sign(self, form: str, **how: Any) -> tuple[StandingRefusal, ...]:
        """Sign a record where that is allowed; return why not otherwise."""
        record = self.write(form, **how)
        found = refusals_to_sign(self.policy, self.records, record, self.now)
        if not found:
            self.records.append(record)
        return found

    def sign(self, form: str, **how: Any) -> Record:
        """Sign a record that must be allowed."""
        found = self.try_sign(form, **how)
        assert not found, [f"{one.clause}: {one.says} {one.missing}" for one in found]
        return self.records[-1]

    def correct(self, record: Record, **changes: Any) -> Record:
        """Sign a correction of ``record``."""
        answers = {**record.answers, **changes}
        answers = {key: value for key, value in answers.items() if value is not None}
        actor = Actor(record.by, record.by_name, record.by_roles)
        return self.sign(record.form, by=actor, about=record.about, corrects=record, **answers)

    def last(self, form: str) -> Record:
        """Return the newest record of ``form``."""
        return next(one for one in reversed(self.records) if one.form == form)

    def standing(self, later: timedelta = timedelta()) -> Standing:
        """Return where the case stands now, or ``later``."""
        return standing(self.policy, self.records, self.now + later)

    def copy(self) -> "Casebook":
        """Return the same case, to be taken another way."""
        other = Casebook(self.policy)
        other.records = list(self.records)
        other._numbers = count(1000 + len(self.records))
        return other

    def to_review(self, **changes: Any) -> "Casebook":
        """Take the case to a first review that answers every reason no."""
        self.sign("report", by=TEACHER, **report_answers())
        self.sign("first_review", **review_answers(**changes))
        return self

    def to_decision(self) -> "Casebook":
        """Take the case to a decision to deal with it in school."""
        self.to_review()
        self.sign("head_view", by=EXECUTIVE, view="agree")
        self.sign("decision", **SCHOOL_LED)
        return self

    def to_sign_off(self) -> "Casebook":
        """Take the case to where only closing is left."""
        self.to_decision()
        self.sign("risk_assessment", **ASSESSED)
        self.sign("deletion_considered", **considered())
        self.sign("support_not_planned", about=AMIR["ref"])
        for person in (AMIR, BETH):
            self.sign("conversation", about=person["ref"])
            self.sign("parent_contact", about=person["ref"], **TOLD)
        decision = self.last("decision")
        self.sign("sign_off", by=HEAD, about=f"record:{decision.id}", signed_off="yes")
        return self


def without(policy: Policy, rule: str) -> Policy:
    """Return ``policy`` without the rule of that id."""
    kinds = ("triggers", "duties", "refusals", "warnings", "two_people")
    return replace(
        policy,
        **{kind: tuple(one for one in getattr(policy, kind) if one.id != rule) for kind in kinds},
    )
