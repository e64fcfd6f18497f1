"""What a policy's paper says of a case: its pieces in order, and what is put together for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yipplugin.builder.part import empty
from yipplugin.hooking import house
from yipplugin.policy import Paper, Piece
from yipplugin.rules.carrying import as_read
from yipplugin.services.cases import CaseView
from yipplugin.services.papers import whom
from yipplugin.web import words
from yipplugin.web.answers import Paper as RecordPaper
from yipplugin.web.answers import paper as record_paper
from yipplugin.web.blanks import Blanks
from yipplugin.web.casepage import CasePage, Task
from yipplugin.web.chronology import Entry, chronology
from yipplugin.web.explaining import Explanations
from yipplugin.web.people import Somebody


@dataclass(frozen=True)
class Block:
    """One piece of a paper as it is printed; ``kind`` says which of the others it holds."""

    kind: str
    words: tuple[str, ...] = ()
    people: Sequence[Somebody] = ()
    entries: Sequence[Entry] = ()
    tasks: Sequence[Task] = ()
    record: RecordPaper | None = None


class Paperwork:
    """Fills in one paper, made from a case and what the paper is about."""

    def __init__(self, paper: Paper, case: CaseView, about: str, printer: str, now: datetime):
        self.paper, self.case = paper, case
        self.explain = Explanations(case.policy, case)
        self.page = CasePage(case, now)
        self.record = self.explain.records.get(about.removeprefix("record:"))
        self.pupil = whom(case, about)
        self.blanks = Blanks(case, self.record, self.pupil, printer, now)

    def blocks(self) -> Iterator[Block]:
        """Yield the pieces of the paper, without those that wait for an answer not given."""
        for piece in self.paper.pieces:
            if all(not empty(self._answers.get(key)) for key in piece.answered):
                yield self._block(piece)

    @property
    def _answers(self) -> dict[str, Any]:
        return dict(as_read(self.case.policy, self.record).answers) if self.record else {}

    def _block(self, piece: Piece) -> Block:
        if piece.kind != "show":
            return Block(piece.kind, tuple(map(self.blanks.fill, piece.words)))
        shown = str(piece.words[0][0])
        if shown == "people":
            return Block(shown, people=people_of(self.page, self.case, self._alone))
        if shown == "chronology":
            return Block(shown, entries=entries_of(self.case, self.pupil))
        if shown == "duties":
            return Block(shown, tasks=[self.page.task(one) for one in self.case.standing.duties])
        return Block(shown, record=self._record())

    @property
    def _alone(self) -> str:
        return self.pupil if self.paper.subject_only else ""

    def _record(self) -> RecordPaper | None:
        one = self.record
        if one is None:
            return None
        reasons = self.case.signings[one.id].reasons
        return record_paper(self.explain, one, reasons, house().kinds)


def people_of(page: CasePage, case: CaseView, alone: str = "") -> list[Somebody]:
    """Return a case's people for a paper; with ``alone``, of others no more than their parts."""
    found = zip(case.standing.people, page.people, strict=True)
    return [
        shown
        if alone in ("", one.person.ref)
        else Somebody(words.initial(shown.name), shown.parts, "", ())
        for one, shown in found
    ]


def entries_of(case: CaseView, pupil: str = "") -> list[Entry]:
    """Return the chronology, oldest first; with ``pupil`` without what is of others alone."""
    others = {one.person.ref for one in case.standing.people if one.person.ref != pupil}
    alone = {one.id for one in case.records if pupil and whom(case, one.about or "") in others}
    # A referral is one young person's alone; of whom, an old one does not say.
    theirs = {one.id for one in case.referrals if pupil and one.about != pupil}
    return chronology(case, without=alone | theirs)[::-1]
