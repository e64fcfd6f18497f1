"""What schools would be shown of an authority's contacts while they are still being written."""

from dataclasses import dataclass, field

from flask import current_app

from yipplugin.bankholidays import is_bank_holiday
from yipplugin.contact import Need
from yipplugin.packs.contacts import drafting
from yipplugin.rules.contacts import Answer, resolve
from yipplugin.rules.directory import Directory
from yipplugin.rules.timeline import Day, who_when
from yipplugin.services.authoring import Draft, draft
from yipplugin.services.contacts import national
from yipplugin.values import Actor


@dataclass(frozen=True)
class Preview:
    """The answer to a need, and the week from then on.

    ``left_out`` are the keys of routes that have a fault and so are shown to nobody; there is no
    answer where what stands beside the routes has one.
    """

    draft: Draft
    left_out: tuple[str, ...]
    answer: Answer | None = field(default=None, repr=False)
    week: tuple[Day, ...] = field(default=(), repr=False)


def preview(actor: Actor, pack: str, need: Need) -> Preview:
    """Return whom schools would be told to contact: by this pack and by what ships, and no other.

    :raises NotFound: where there is no such pack of theirs.
    """
    found = draft(actor, pack)
    made, left_out = drafting.readable(found.said)
    if made is None:
        return Preview(found, left_out)
    directory = Directory([*made.routes, *national().routes])
    days = current_app.config["YIP_CONTACT_DAYS"]
    answer = resolve(directory, need, is_bank_holiday, days)
    week = who_when(directory, need, is_bank_holiday, days)
    return Preview(found, left_out, answer, week)
