"""Every grant stands in the ledger, and nothing of it is written in the clear."""

import pytest
from sqlalchemy import select

from tests.services.conftest import (
    AMARA,
    HANA,
    SAL,
)
from tests.services.granting import REASON, wanted
from yipplugin.services import delegations, team, widening
from yipplugin.services.cases import look
from yipplugin.store.grants import GrantRow
from yipplugin.store.ledger import LedgerRow
from yipplugin.values import Everything


@pytest.fixture
def reference(app, case_id):
    return look(AMARA, case_id).reference


def test_every_grant_stands_in_the_ledger_and_what_was_written_is_sealed(
    app, case_id, reference, store
):
    team.let_in(AMARA, case_id, wanted())
    team.end_it(AMARA, case_id, team.look(AMARA, case_id).grants[0].id)
    widening.widen(SAL, reference, REASON)
    delegations.delegate(HANA, "deputy_dsl", wanted(SAL))
    delegations.end_it(HANA, delegations.page(HANA)[0].id)
    with store.reading(Everything()) as session:
        acts = session.scalars(select(LedgerRow))
        found = [(row.act, row.chain, row.payload) for row in acts if b'"grant":' in row.payload]
        kept = [bytes(row.content) for row in session.scalars(select(GrantRow))]
    assert sorted((act, chain == case_id) for act, chain, _ in found) == [
        ("case:widen", True),
        ("delegation:change", False),
        ("delegation:change", False),
        ("team:change", True),
        ("team:change", True),
    ]
    for written in [*kept, *(payload for _, _, payload in found)]:
        for said in (REASON, "Colin", "Sal", "Amara"):
            assert said.encode() not in written
