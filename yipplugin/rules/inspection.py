"""What a case answers to the questions that inspectors ask: evidence, and what is missing.

A pure function of a policy, the records of a case and the time, like the standing that it reads.
What is missing is said in words. Nothing here scores a case, and nothing a person.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from yipplugin.evidence import (
    ACCESS,
    CORRECTIONS,
    EVERY_DUTY,
    OVERRIDES,
    TRIGGERS,
    Evidence,
    InspectionQuestion,
    Kept,
    Records,
    Settled,
    Stretch,
    Whole,
)
from yipplugin.policy import Policy
from yipplugin.rules.outcome import FiredTrigger, Override, Standing, StandingDuty
from yipplugin.rules.reading import Reader
from yipplugin.rules.refusing import lacking
from yipplugin.rules.replay import Replay
from yipplugin.rules.standing import outcome
from yipplugin.rules.stretches import Took, stretches
from yipplugin.values import Record

DONE = ("met", "met late", "waived")
GONE = "no longer applies"


@dataclass(frozen=True)
class Gap:
    """Something that is missing, in words.

    ``key`` is the duty, the form or the evidence that would close it, ``duty`` the duty where it is
    one. ``lacking`` are the parts that are missing of what must be so.
    """

    key: str
    clause: str
    says: str
    duty: StandingDuty | None = None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a case answers to one question.

    ``records`` and ``corrections`` are ids, in order of signing; ``duties`` are those that are
    over, however they ended. ``settled`` is what is so, in words. ``access`` asks for who can see
    the case, which no record says.
    """

    question: InspectionQuestion
    records: tuple[str, ...]
    duties: tuple[StandingDuty, ...]
    times: tuple[Took, ...]
    triggers: tuple[FiredTrigger, ...]
    overrides: tuple[Override, ...]
    corrections: tuple[str, ...]
    settled: tuple[str, ...]
    access: bool
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Inspection:
    """A case as it answers a policy's inspection questions.

    ``missing`` are the gaps of every question and every duty that is still to be done, each once.
    ``asked`` are the duties that have applied and still do, ``done`` those of them that are over.
    ``last_entry`` is when the last record was signed.
    """

    standing: Standing
    answers: tuple[Answer, ...]
    missing: tuple[Gap, ...]
    asked: tuple[StandingDuty, ...]
    done: tuple[StandingDuty, ...]
    last_entry: datetime | None

    @property
    def complete(self) -> bool:
        """Say whether nothing is missing now; what is not due yet is missing too."""
        return not self.missing


def inspection(policy: Policy, records: Sequence[Record], now: datetime) -> Inspection:
    """Return what a case answers at ``now`` (aware).

    :param records: every record of the case in order of signing, corrections among them.
    """
    replay = Replay(policy)
    for record in records:
        replay.add(record)
    stands = outcome(replay, now)
    answers = tuple(_answer(replay, stands, one) for one in policy.inspection)
    asked = tuple(one for one in stands.duties if one.status != GONE)
    return Inspection(
        standing=stands,
        answers=answers,
        missing=_missing(stands, answers),
        asked=asked,
        done=tuple(one for one in asked if one.status in DONE),
        last_entry=max((one.signed_at for one in records), default=None),
    )


def _answer(replay: Replay, stands: Standing, question: InspectionQuestion) -> Answer:
    evidence, reader = question.evidence, replay.reader()
    wholes = {one.what for one in evidence if isinstance(one, Whole)}
    duties = _duties(stands, evidence)
    kept = {one.id for way in evidence if isinstance(way, Records) for one in _found(reader, way)}
    order = [one.id for one in replay.state.current.values()]
    return Answer(
        question=question,
        records=tuple(one for one in order if one in kept),
        duties=tuple(one for one in duties if not _is_open(one)),
        times=tuple(
            took
            for one in evidence
            if isinstance(one, Stretch)
            for took in stretches(replay, stands, one)
        ),
        triggers=stands.triggers if TRIGGERS in wholes else (),
        overrides=stands.overrides if OVERRIDES in wholes else (),
        corrections=tuple(stands.corrected.values()) if CORRECTIONS in wholes else (),
        settled=tuple(
            one.says for one in evidence
            if isinstance(one, Settled) and _wanted(reader, one) and reader.read(one.holds).holds
        ),
        access=ACCESS in wholes,
        gaps=tuple(_gaps(replay.policy, reader, question, duties)),
    )  # fmt: skip


def _duties(stands: Standing, evidence: Iterable[Evidence]) -> tuple[StandingDuty, ...]:
    named = {one.duty for one in evidence if isinstance(one, Kept)}
    every = Whole(EVERY_DUTY) in evidence
    return tuple(one for one in stands.duties if every or one.id in named)


def _is_open(duty: StandingDuty) -> bool:
    """Say whether a duty is not over; one that is paused waits, and is not over either."""
    return duty.outstanding or duty.status == "paused"


def _found(reader: Reader, evidence: Records) -> list[Record]:
    return reader.records(evidence.form, evidence.where)


def _wanted(reader: Reader, evidence: Records | Settled) -> bool:
    return evidence.wanted is not None and reader.read(evidence.wanted).holds


def _gaps(
    policy: Policy, reader: Reader, question: InspectionQuestion, duties: Iterable[StandingDuty]
) -> Iterator[Gap]:
    yield from (_undone(one) for one in duties if _is_open(one))
    for one in question.evidence:
        if isinstance(one, Records) and _wanted(reader, one) and not _found(reader, one):
            yield Gap(one.form, question.clause, one.missing)
        if isinstance(one, Settled) and _wanted(reader, one):
            if not reader.read(one.holds).holds:
                parts = lacking(policy, reader, one.holds)
                yield Gap(one.key, question.clause, one.missing, lacking=parts)


def _undone(duty: StandingDuty) -> Gap:
    return Gap(duty.id, duty.clause, duty.do, duty)


def _missing(stands: Standing, answers: Iterable[Answer]) -> tuple[Gap, ...]:
    undone = [_undone(one) for one in stands.duties if _is_open(one)]
    return tuple(dict.fromkeys([*undone, *(gap for one in answers for gap in one.gaps)]))
