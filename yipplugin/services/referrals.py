"""Referrals on authorities' own forms, as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yipplugin.contact import Route
from yipplugin.packs.contacts.keeping import route_of
from yipplugin.store.referrals import ReferralRow


@dataclass(frozen=True)
class Referral:
    """A referral as it was signed, and what came of it.

    ``text`` is exactly what is told or copied; ``way`` how, and ``address`` where. ``copied`` are
    what a portal asks for, each with its answer. ``route`` is whom to ring, as it was then, and
    ``version`` that of the pack that the form came with. ``about`` is the ref of whom it is about,
    empty where that is not known; ``by`` and ``answer_by`` are the refs of who signed it and of who
    wrote down what came of it. ``answer`` is empty until somebody does.
    """

    id: str
    title: str = field(repr=False)
    owner: str
    way: str
    address: str
    text: str = field(repr=False)
    copied: tuple[tuple[str, str], ...] = field(repr=False)
    route: Route = field(repr=False)
    form: str
    version: int
    digest: str
    signed_at: datetime
    by_name: str = field(repr=False)
    answered_at: datetime | None = None
    answered_by: str = field(default="", repr=False)
    answer: Mapping[str, str] = field(default_factory=dict, repr=False)
    about: str = ""
    by: str = ""
    answer_by: str = ""


def shown(row: ReferralRow) -> Referral:
    """Return a referral as people read it."""
    said: Mapping[str, Any] = row.said("content")
    answer = row.said("receipt") if row.answered_at else {}
    return Referral(
        id=row.id,
        title=said["title"],
        owner=said["owner"],
        way=row.way,
        address=said["address"],
        text=said["text"],
        copied=tuple((ask, words) for ask, words in said["copied"]),
        route=route_of(said["route"]),
        form=row.form,
        version=row.version,
        digest=row.digest,
        signed_at=row.signed_at,
        by_name=said["by_name"],
        answered_at=row.answered_at,
        answered_by=answer.get("by_name", ""),
        answer=answer,
        about=said.get("about", ""),
        by=row.signed_by,
        answer_by=row.answered_by or "",
    )
