"""What moving a case to another policy would change, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from yipplugin.rules import worktime
from yipplugin.rules.differing import Partly
from yipplugin.rules.moving import Change
from yipplugin.rules.outcome import StandingDuty, StandingRefusal
from yipplugin.services.moves import Moved, Moving, PolicyName
from yipplugin.values import ROLES, Record
from yipplugin.web import words
from yipplugin.web.explaining import record_url
from yipplugin.web.frame import now


@dataclass(frozen=True)
class Line:
    """One thing that a move changes; ``url`` is where to read the record that it is about."""

    says: str
    more: str = ""
    url: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Things that change alike, under a heading; ``none`` is read where there are none."""

    title: str
    lines: tuple[Line, ...]
    none: str = ""
    about: str = ""


def policy_name(policy: PolicyName) -> str:
    """Return what a policy is called beside others: two may have the same title."""
    return f"{policy.title} ({policy.key}, version {policy.version})"


def policy_about(policy: PolicyName) -> str:
    """Return what a policy follows, and since when it is in force."""
    since = f"In force since {words.long_date(policy.in_force)}"
    return f"{policy.source}. {since}." if policy.source else f"{since}."


def past(one: Moved) -> Line:
    """Return a move that was done, in words."""
    by = one.by_name
    if one.proposed_by_name != one.by_name:
        by = f"{one.by_name}, as {one.proposed_by_name} had proposed"
    return Line(f"Moved to {policy_name(one.to)}", f"{words.short_moment(one.at)}, by {by}", "",
                (one.reason,))  # fmt: skip


def stage_of(change: Change) -> str:
    """Return what becomes of the stage of a case."""
    before, after = change.before.stage_label, change.after.stage_label
    if before == after:
        return f"The case stays at the stage «{before}»."
    return f"The case is at the stage «{before}» now, and would be at the stage «{after}»."


def parts_of(case: Moving, change: Change) -> list[Part]:
    """Return what would change, what matters most first."""
    return [*_standing(case, change), *_signed(case, change)]


def _standing(case: Moving, change: Change) -> Iterator[Part]:
    yield Part(
        "Reasons to refer that would stand",
        tuple(Line(one.says) for one in change.fires),
        about="They stand at once, and what they ask for comes first.",
    )
    yield Part(
        "Reasons to refer that would stand no longer",
        tuple(Line(one.says) for one in change.falls),
        about="The records stay. Think twice: nothing that was said has changed.",
    )
    asked = [_duty(case, one) for one in change.begins]
    asked += [_later(case, before, after) for before, after in change.moves]
    yield Part("What would be asked for", tuple(asked), "Nothing that is not asked for now.")
    yield Part(
        "What would be asked for no longer",
        tuple(_duty(case, one) for one in change.ends),
        "Nothing: all that is to be done now is to be done then.",
    )
    yield Part(
        "What would be refused",
        tuple(map(_refusal, change.refuses)),
        "Nothing that is not refused now.",
    )
    yield Part(
        "What would be refused no longer",
        tuple(map(_refusal, change.allows)),
        "Nothing: all that is refused now is refused then.",
    )


def _signed(case: Moving, change: Change) -> Iterator[Part]:
    yield Part(
        "Records that have no place there",
        tuple(_record(case, change, one) for one in change.no_place),
        "None. Every record counts there too.",
        "They stay in the case and are shown as they were asked. They meet no duty there.",
    )
    yield Part(
        "Answers that have no place there",
        tuple(_partly(case, change, change.partly)),
        "None.",
        "They stay in their records and are shown as they were asked.",
    )
    yield Part(
        "Questions that were not asked",
        tuple(_partly(case, change, change.unasked)),
        "None.",
        "They count as not answered. Correct the record to answer them.",
    )


def _duty(case: Moving, duty: StandingDuty) -> Line:
    who = words.listed((ROLES[one] for one in duty.who), "or")
    return Line(duty.do, "; ".join(filter(None, (f"for the {who}", _due(case, duty)))))


def _later(case: Moving, before: StandingDuty, after: StandingDuty) -> Line:
    was, will = _due(case, before) or "no time", _due(case, after) or "no time"
    return Line(after.do, f"as now, and {will} instead of {was}")


def _due(case: Moving, duty: StandingDuty) -> str:
    if duty.due_at is None:
        return ""
    is_school_day = partial(worktime.is_school_day, case.policy.calendar)
    return words.due(duty.due_at, now(), is_school_day)


def _refusal(refusal: StandingRefusal) -> Line:
    return Line(refusal.says, f"What lifts it: {refusal.lifted_by}")


def _record(case: Moving, change: Change, record: Record, questions: Iterable[str] = ()) -> Line:
    form = change.policy.asked(record).forms[record.form]
    names = {one.person.ref: one.person.name for one in change.before.people}
    title = ": ".join(filter(None, (form.record_title, names.get(record.about or "", ""))))
    signed = f"{record.by_name}, {words.short_moment(record.signed_at)}"
    return Line(title, signed, record_url(case.case_id, record.id), tuple(questions))


def _partly(case: Moving, change: Change, found: Iterable[Partly]) -> Iterable[Line]:
    for one in found:
        asks = (question.ask or question.key for question in one.questions)
        yield _record(case, change, one.record, asks)
