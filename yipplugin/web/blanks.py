"""Fills in the blanks of a paper's words from the case that it is made from."""

from collections.abc import Iterable
from datetime import date, datetime

from flask import current_app

from yipplugin.builder.part import empty
from yipplugin.fieldtype import FieldType
from yipplugin.form import Question
from yipplugin.hooking import house
from yipplugin.policy import Blank
from yipplugin.rules.carrying import as_read
from yipplugin.rules.state import INCIDENT_DATE, contributions
from yipplugin.services.cases import CaseView
from yipplugin.values import Record
from yipplugin.web import words
from yipplugin.web.chronology import signer

NOT_KNOWN, NOT_ANSWERED = "not known", "not answered"


class Blanks:
    """What is known for the blanks of one paper: of a case, perhaps a record, perhaps a pupil."""

    def __init__(
        self, case: CaseView, record: Record | None, pupil: str, printer: str, now: datetime
    ) -> None:
        self.case, self.record, self.pupil = case, record, pupil
        self.printer, self.now = printer, now
        self.names = {one.person.ref: one.person.name for one in case.standing.people}

    def fill(self, said: Iterable[str | Blank]) -> str:
        """Return one paragraph or line, filled in."""
        return "".join(one if isinstance(one, str) else self._filled(one) for one in said)

    def _filled(self, blank: Blank) -> str:
        case, record = self.case, self.record
        match blank.name:
            case "answer":
                return self._answer(blank.of)
            case "fact":
                return self._fact(blank.of)
            case "reference":
                return case.reference
            case "school":
                return school_name()
            case "policy":
                return case.policy.title
            case "stage":
                return case.standing.stage_label
            case "today":
                return words.long_date(self.now)
            case "printed by":
                return self.printer
            case "opened":
                return words.long_date(case.opened_at)
            case "happened":
                return self._happened()
            case "pupil":
                return self.names.get(self.pupil, NOT_KNOWN)
            case "signed":
                return words.long_moment(record.signed_at) if record else ""
            case "signed by":
                return signer(record) if record else ""
        raise LookupError(blank.name)

    def _answer(self, key: str) -> str:
        form = self.case.policy.forms[self.record.form] if self.record else None
        question = next(one for one in form.questions if one.key == key) if form else None
        read = as_read(self.case.policy, self.record) if self.record else None
        answer = read.answers.get(key) if read else None
        if question is None or empty(answer):
            return NOT_ANSWERED
        return _kind(question).show(question, answer)

    def _fact(self, name: str) -> str:
        """Return the latest answer to a fact, in the words of the question that asked for it."""
        found = self._given(name)
        if not found:
            return NOT_KNOWN
        record, _ = found[-1]
        said = [value for one, value in found if one is record]
        return words.listed(_in_words(self.case, name, value) for value in said)

    def _given(self, name: str) -> list[tuple[Record, str]]:
        policy, records = self.case.policy, {one.id: one for one in self.case.records}
        of_person = policy.facts[name].of == "person"
        return [
            (records[id_], value)
            for id_ in self.case.standing.current
            if id_ in records
            for fact, value, about in contributions(policy, records[id_])
            if fact == name and (not of_person or about == self.pupil)
        ]

    def _happened(self) -> str:
        days = [value[:10] for _, value in self._given(INCIDENT_DATE)]
        return words.long_date(date.fromisoformat(min(days))) if days else NOT_KNOWN


def school_name() -> str:
    """Return the school's name as papers show it."""
    named: str = current_app.config["YIP_SCHOOL_NAME"]
    return named or "the school"


def _kind(question: Question) -> FieldType:
    kind: FieldType = house().kinds[question.kind]
    return kind


def _in_words(case: CaseView, fact: str, value: str) -> str:
    for form in case.policy.forms.values():
        for question in form.everything():
            if question.feeds == fact and _kind(question).show(question, value) != value:
                return words.initial(_kind(question).show(question, value))
    return value.replace("_", " ")
