"""What tests of grants ask for, and whether a case opens by it."""

from datetime import date, timedelta

from tests.services.conftest import COLIN
from yipplugin.errors import NotFound
from yipplugin.services.cases import look
from yipplugin.services.grants import Wanted, with_roles

TODAY = date(2026, 3, 2)
REASON = "She is the form tutor."


def wanted(holder=COLIN, days=7, reason=REASON):
    return Wanted(holder.ref, TODAY + timedelta(days=days), reason)


def opens(actor, case_id):
    try:
        return look(with_roles(actor), case_id) is not None
    except NotFound:
        return False
