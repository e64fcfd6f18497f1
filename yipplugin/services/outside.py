"""A case for somebody outside: one person in it is named, everybody else is a role or a letter.

What is about another young person alone is left out. Names are taken out of what people wrote as
far as they are known; what was found is returned, for a person to check, who reads all of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from yipplugin.form import Question
from yipplugin.hooking import house
from yipplugin.rules.anonymising import Anonymiser, Found, Named
from yipplugin.rules.names import folded
from yipplugin.rules.outcome import Standing
from yipplugin.rules.perhaps import perhaps
from yipplugin.services.cases import CaseView
from yipplugin.services.everybody import Everybody
from yipplugin.services.papers import whom
from yipplugin.services.referrals import Referral
from yipplugin.values import Person, Record

TAKEN_OUT = "[name taken out]"


@dataclass(frozen=True)
class Copy:
    """A case without the names, and what a person has to know to check it.

    ``case`` is the case as it may be read outside. ``left_out`` is how many records are not in it,
    ``unsent`` how many referrals: those that are not known to be about its subject.
    ``found`` are the names that were taken out, ``stays`` those of others that are the subject's
    too, ``perhaps`` what is left that may be a name.
    """

    case: CaseView
    subject: Person
    left_out: int
    unsent: int
    found: tuple[Found, ...] = field(repr=False)
    stays: tuple[tuple[str, int], ...] = field(repr=False)
    perhaps: tuple[str, ...] = field(repr=False)


def anonymised(case: CaseView, about: str, also: Iterable[str] = ()) -> Copy:
    """Return a case as it may be read outside by, or about, one of its people.

    :param about: the ref of whom it is about, who stays named.
    :param also: further names to take out, such as nicknames.
    """
    subject = next(one.person for one in case.standing.people if one.person.ref == about)
    people = Everybody(case, about)
    extra = [Named(name, TAKEN_OUT) for name in also]
    masks = _Masks(people.labels, people.known, Anonymiser([*people.named(), *extra]), about)
    kept = [one for one in case.records if whom(case, one.about or "") not in people.labels]
    records = tuple(_record(case, one, masks) for one in kept)
    referrals = tuple(_referral(one, masks) for one in case.referrals if one.about == about)
    known = [subject.name, TAKEN_OUT, *people.labels.values(), case.policy.title]
    made = replace(
        case,
        opened_by_name=masks.label(case.opened_by),
        records=records,
        signings={
            one.id: replace(
                case.signings[one.id],
                reasons={key: masks(said) for key, said in case.signings[one.id].reasons.items()},
            )
            for one in kept
        },
        standing=_standing(case, {one.id for one in kept}, masks),
        team=(),
        others=(),
        moves=(),
        hold=None,
        referrals=referrals,
    )
    return Copy(
        case=made,
        subject=subject,
        left_out=len(case.records) - len(kept),
        unsent=len(case.referrals) - len(referrals),
        found=masks.names.found,
        stays=tuple(sorted((+masks.names.stays).items())),
        perhaps=perhaps(masks.texts, known),
    )


@dataclass
class _Masks:
    """What takes names out, and the texts that it was given, without them."""

    labels: Mapping[str, str]
    known: Mapping[str, str]
    names: Anonymiser
    about: str
    texts: list[str] = field(default_factory=list)

    def __call__(self, text: str) -> str:
        """Return what somebody wrote without names."""
        self.texts.append(self.names(text))
        return self.texts[-1]

    def typed(self, name: str) -> str:
        """Return what stands in the place of a name that was typed; a description stays."""
        ref = self.known.get(folded(name)[0], "")
        return self.labels.get(ref) or self(name)

    def label(self, ref: str) -> str:
        """Return what stands in the place of somebody."""
        return self.labels.get(ref, "")


def _record(case: CaseView, record: Record, masks: _Masks) -> Record:
    form = case.policy.asked(record).forms.get(record.form)
    return replace(
        record,
        by_name=masks.label(record.by),
        answers=_answers(form.questions if form else (), record.answers, masks),
        reason=masks(record.reason),
    )


def _referral(one: Referral, masks: _Masks) -> Referral:
    answer = {key: masks(said) for key, said in one.answer.items() if key in ("reference", "says")}
    if one.answered_at:
        answer["spoke_to"] = masks.typed(one.answer.get("spoke_to", ""))
    return replace(
        one,
        by_name=masks.label(one.by),
        text=masks(one.text),
        copied=(),
        answered_by=masks.label(one.answer_by),
        answer=answer,
    )


def _answers(
    questions: Sequence[Question], answers: Mapping[str, Any], masks: _Masks
) -> dict[str, Any]:
    asked = {one.key: one for one in questions}
    return {key: _answer(asked.get(key), one, masks) for key, one in answers.items()}


def _answer(question: Question | None, answer: Any, masks: _Masks) -> Any:
    if question is None:
        return answer
    if question.questions and isinstance(answer, list):
        return [_answers(question.questions, row, masks) for row in answer]
    if isinstance(answer, Mapping) and answer.get("ref"):
        return _person(answer, masks)
    if isinstance(answer, Mapping):
        return {key: _answer(question, one, masks) for key, one in answer.items()}
    kind = house().kinds.get(question.kind)
    if kind is not None and kind.facts:
        # A choice, a date or a number: words of the policy, which name nobody.
        return answer
    if isinstance(answer, list):
        return [_answer(question, one, masks) for one in answer]
    if not isinstance(answer, str):
        return answer
    return masks.typed(answer) if question.named else masks(answer)


def _person(kept: Mapping[str, Any], masks: _Masks) -> dict[str, Any]:
    """Return a kept person as a label alone, or as they are where the copy is about them."""
    if kept["ref"] != masks.about:
        return {"ref": kept["ref"], "name": masks.label(str(kept["ref"])), "kind": "other"}
    return {**kept, "relation": masks(str(kept.get("relation", "")))}


def _standing(case: CaseView, kept: set[str], masks: _Masks) -> Standing:
    stands = case.standing
    return replace(
        stands,
        duties=tuple(
            replace(one, do=masks.names(one.do))
            for one in stands.duties
            if whom(case, one.subject) not in masks.labels
        ),
        overrides=tuple(replace(one, reason=masks(one.reason)) for one in stands.overrides),
        people=tuple(
            one
            if one.person.ref == masks.about
            else replace(
                one, person=Person(one.person.ref, masks.label(one.person.ref), one.person.kind)
            )
            for one in stands.people
        ),
        current=tuple(one for one in stands.current if one in kept),
    )
