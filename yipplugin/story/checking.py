"""What came out against what was expected, in the words that a story uses."""

from collections.abc import Iterable, Iterator, Mapping

from yipplugin.rules.inspection import Inspection
from yipplugin.rules.outcome import Standing, StandingDuty, StandingRefusal
from yipplugin.story.script import Difference, Expected

DONE = ("met", "met late", "waived")
BY_THE_FORM = ("who", "once", "about", "correct", "order", "form")
"""Refusals that no clause makes; a story names them by these words."""


def differences(expected: Expected, standing: Standing) -> Iterator[Difference]:
    """Yield everything in which ``standing`` is not as expected."""
    names = {one.person.ref: one.person.name for one in standing.people}
    if expected.stage not in (None, standing.stage):
        yield Difference("stage", str(expected.stage), standing.stage)
    found = {
        "to do": (expected.to_do, [label(one, names) for one in standing.outstanding]),
        "overdue": (expected.overdue, by_status(standing, names, "overdue")),
        "paused": (expected.paused, by_status(standing, names, "paused")),
        "fired": (
            expected.fired,
            [one.id for one in standing.triggers if one.state != "withdrawn"],
        ),
        "set aside": (expected.set_aside, [one.clause for one in standing.overrides]),
    }
    for what, (asked, there) in found.items():
        yield from compared(what, asked, there)
    lacking = sorted(set(expected.done or ()) - set(by_status(standing, names, *DONE)))
    if lacking:
        yield Difference("done", ", ".join(lacking), "not done")
    for act, wanted in expected.refused.items():
        yield from compared(f"refused {act}", wanted, refused(standing, act, names))
    for act, wanted in expected.warned.items():
        yield from compared(f"warned {act}", wanted, warned(standing, act, names))


def gap_differences(expected: Expected, found: Inspection) -> Iterator[Difference]:
    """Yield every question of inspectors whose answer lacks something else than is expected."""
    names = {one.person.ref: one.person.name for one in found.standing.people}
    answers = {one.question.id: one for one in found.answers}
    for question, wanted in expected.gaps.items():
        if question not in answers:
            yield Difference(f"gaps {question}", "a question of the policy", "no such question")
            continue
        lacks = [label(one.duty, names) if one.duty else one.key for one in answers[question].gaps]
        yield from compared(f"gaps {question}", wanted, lacks)


def compared(what: str, wanted: Iterable[str] | None, there: Iterable[str]) -> Iterator[Difference]:
    """Yield the difference between two lists whose order does not matter, if there is one."""
    if wanted is not None and sorted(wanted) != sorted(there):
        yield Difference(what, ", ".join(sorted(wanted)), ", ".join(sorted(there)))


def label(duty: StandingDuty, names: Mapping[str, str]) -> str:
    """Return what a story calls a duty: its id, and the person or the trigger that it is for."""
    return f"{duty.id} {whose}" if (whose := subject(duty.subject, names)) else duty.id


def subject(ref: str, names: Mapping[str, str]) -> str:
    """Return a person's name, or a trigger's id; records are not named."""
    return "" if ref.startswith("record:") else names.get(ref, ref)


def by_status(standing: Standing, names: Mapping[str, str], *statuses: str) -> list[str]:
    """Return what a story calls the duties of these statuses."""
    return [label(one, names) for one in standing.duties if one.status in statuses]


def refused(standing: Standing, act: str, names: Mapping[str, str]) -> set[str]:
    """Return the clauses that refuse an act: ``case:close``, or ``parents:contact Amir``."""
    name, _, whom = act.partition(" ")
    about = next((ref for ref, known in names.items() if known == whom), None)
    return clauses(standing.refused(name, about=about))


def warned(standing: Standing, act: str, names: Mapping[str, str]) -> set[str]:
    """Return the clauses that warn of an act: ``case:close``, or ``sanction:impose Amir``."""
    name, _, whom = act.partition(" ")
    told = (one for one in standing.warnings if one.act == name)
    return {one.clause for one in told if names.get(one.subject, "") in ("", whom)}


def clauses(refusals: Iterable[StandingRefusal]) -> set[str]:
    """Return what a story calls refusals: their clauses, or why the form itself says no."""
    return {one.id if one.id in BY_THE_FORM else one.clause for one in refusals}
