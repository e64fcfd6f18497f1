"""Every table, in one place: importing this module knows them all."""

from yipplugin.store.base import Base
from yipplugin.store.cases import CaseRow, NamedRow
from yipplugin.store.drafts import DraftRow
from yipplugin.store.ledger import ChainRow, LedgerRow
from yipplugin.store.numbers import NumberRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.policies import PolicyRow
from yipplugin.store.records import RecordRow

TABLES = (
    PolicyRow,
    CaseRow,
    NamedRow,
    RecordRow,
    DraftRow,
    LedgerRow,
    ChainRow,
    NumberRow,
    OutboxRow,
)
METADATA = Base.metadata
