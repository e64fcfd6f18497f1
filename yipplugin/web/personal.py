"""What a case says of one young person, for their own file: no word that is of somebody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from yipplugin.fieldtype import FieldType
from yipplugin.rules.naming import concerned, said_of
from yipplugin.services.cases import CaseView
from yipplugin.values import Record
from yipplugin.web import words
from yipplugin.web.answers import ShownStep, shown
from yipplugin.web.chronology import signer
from yipplugin.web.explaining import Explanations, record_url


@dataclass(frozen=True)
class Told:
    """A record in somebody's chronology, with what it says of them; ``whole`` where that is all."""

    when: str
    entered: str
    title: str
    by: str
    url: str
    corrected: bool
    whole: bool
    steps: tuple[ShownStep, ...]


def of_person(
    case: CaseView, ref: str, kinds: Mapping[str, FieldType]
) -> tuple[list[Told], list[Told]]:
    """Return the records that are about somebody or name them, and those that name nobody.

    A record that is about others alone is in neither. Of one that names others too, only what it
    says of this person is shown; of one that names nobody, that there is such a record.
    """
    explain = Explanations(case.policy, case)
    people = explain.names.keys()
    own, shared = [], []
    stands = [one for one in case.records if one.id not in case.standing.corrected]
    for record in sorted(stands, key=_moment):
        about = concerned(case.policy, explain.records, record, people)
        if ref in about:
            whole = record.about == ref or about == {ref}
            own.append(
                _told(
                    case, explain, record, _steps(case, explain, record, ref, whole, kinds), whole
                )
            )
        elif not about:
            shared.append(_told(case, explain, record, (), whole=False))
    return own, shared


def _steps(
    case: CaseView,
    explain: Explanations,
    record: Record,
    ref: str,
    whole: bool,
    kinds: Mapping[str, FieldType],
) -> tuple[ShownStep, ...]:
    form = case.policy.asked(record).forms[record.form]
    asked, answers = (form, record.answers) if whole else said_of(form, record, ref)
    return tuple(shown(asked, answers, kinds, explain.people))


def _told(
    case: CaseView,
    explain: Explanations,
    record: Record,
    steps: tuple[ShownStep, ...],
    whole: bool,
) -> Told:
    happened = words.short_moment(_moment(record))
    signed = words.short_moment(record.signed_at)
    return Told(
        when=happened,
        entered=f"Entered {signed}" if happened != signed else "",
        title=explain.title(record),
        by=signer(record),
        url=record_url(case.id, record.id),
        corrected=record.supersedes is not None,
        whole=whole,
        steps=steps,
    )


def _moment(record: Record) -> datetime:
    return record.happened_at or record.signed_at
