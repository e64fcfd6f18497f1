"""A referral for tests of the tables."""

from tests.store.conftest import NOON
from yipplugin.store.base import new_id
from yipplugin.store.referrals import ReferralRow


def referral(session, school, case_id, receipt=None):
    """Return a referral of a case, not yet added to the session."""
    row = ReferralRow(id=new_id(), school=school, case_id=case_id, seq=1, submission=new_id())
    row.form, row.version, row.digest, row.way = "oxfordshire/form", 1, "d", "phone"
    row.signed_at, row.signed_by = NOON, "staff:1"
    row.seal(session, content='{"text": "Full name: Robin"}')
    if receipt:
        row.seal(session, receipt=receipt)
    return row
