"""A row in each table of contacts."""

from tests.store.conftest import NOON
from yipplugin.store.base import new_id
from yipplugin.store.contactdrafts import ContactDraftRow
from yipplugin.store.contacts import (
    ContactHeardRow,
    ContactNoteRow,
    ContactPackRow,
    ContactPinRow,
)


def add_contacts(session, school):
    pin = ContactPinRow(id=new_id(), school=school, pack="p", public="k", areas=[], approves=False)
    pin.made_at, pin.made_by = NOON, "staff:1"
    pack = ContactPackRow(id=new_id(), school=school, pack="p", version=1, digest="d", areas=[])
    pack.content, pack.taken_at, pack.taken_by = "{}", NOON, "staff:1"
    note = ContactNoteRow(id=new_id(), school=school, kind="own", ref="own/1", made_at=NOON)
    note.made_by = "staff:1"
    note.seal(session, content="{}")
    heard = ContactHeardRow(id=new_id(), school=school, plugin=school, asked="a", at=NOON)
    heard.seal(session, content="[]")
    draft = ContactDraftRow(id=new_id(), school=school, pack="p", revision=1, content="{}")
    draft.made_at, draft.made_by = NOON, "staff:1"
    session.add_all([pin, pack, note, heard, draft])
