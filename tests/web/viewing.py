"""A case of made-up records as a page is given it, without a database."""

from yipplugin.services.cases import CaseView
from yipplugin.values import CaseKnown


def view_of(book, reader):
    """Return the case of a casebook as ``reader`` sees it."""
    first = book.records[0]
    return CaseView(
        reader=reader,
        known=CaseKnown("school", first.by),
        team=(),
        others=(),
        id="c1",
        reference="YIP-2026-0001",
        school="school",
        opened_at=first.signed_at,
        opened_by=first.by,
        opened_by_name=first.by_name,
        policy=book.policy,
        records=tuple(book.records),
        signings={},
        standing=book.standing(),
    )
