"""A closed case, to be disposed of."""

from sqlalchemy import select

from tests.services.conftest import AMARA, SAL, TESS, filled, person, staff
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.cases import CaseRow
from yipplugin.values import Everything

EZRA = person("Ezra", "executive_head")
WHY = "Six years are over. I read the file from beginning to end."
WORDS = "A friend of theirs told me that a picture goes round."
PUPIL = {"ref": "pupil:1", "name": "Robin Ash", "kind": "pupil", "born": "2012-02-29"}
REFERENCE = "YIP-2026-0001"


def close_a_case():
    """Report a case, look at it and close it; return its id. Sal is one of the adults in it."""
    answers = {"said": WORDS, "pupil": PUPIL, "adult": staff(SAL)}
    case_id = report(TESS, filled("report", answers)).case_id
    sign(AMARA, case_id, filled("look"))
    sign(AMARA, case_id, filled("closure", reasons={"A-4": "It is"}))
    return case_id


def kept(store, kind, **named):
    """Return rows as they are now."""
    with store.reading(Everything()) as session:
        return session.scalars(select(kind).filter_by(**named)).all()


def row_of(store, case_id):
    """Return a case's row, as it is now."""
    return kept(store, CaseRow, id=case_id)[0]
