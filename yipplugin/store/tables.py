"""Every table, in one place: importing this module knows them all."""

from yipplugin.store.base import Base
from yipplugin.store.cases import CaseRow, NamedRow, PupilRow
from yipplugin.store.checkpoints import CheckpointRow
from yipplugin.store.contactdrafts import ContactDraftRow
from yipplugin.store.contacts import (
    ContactHeardRow,
    ContactNoteRow,
    ContactPackRow,
    ContactPinRow,
)
from yipplugin.store.drafts import DraftRow
from yipplugin.store.grants import GrantRow
from yipplugin.store.holds import HoldRow
from yipplugin.store.keys import KeyRow
from yipplugin.store.ledger import ChainRow, LedgerRow
from yipplugin.store.makings import MakingRow
from yipplugin.store.moves import MoveRow
from yipplugin.store.numbers import NumberRow
from yipplugin.store.outbox import OutboxRow
from yipplugin.store.policies import PolicyRow
from yipplugin.store.records import RecordRow
from yipplugin.store.referrals import ReferralRow

TABLES = (
    PolicyRow,
    KeyRow,
    CaseRow,
    NamedRow,
    PupilRow,
    GrantRow,
    MoveRow,
    HoldRow,
    MakingRow,
    RecordRow,
    ReferralRow,
    DraftRow,
    LedgerRow,
    ChainRow,
    CheckpointRow,
    NumberRow,
    OutboxRow,
    ContactPinRow,
    ContactPackRow,
    ContactNoteRow,
    ContactHeardRow,
    ContactDraftRow,
)
METADATA = Base.metadata
