"""What Ashgrove MIS tells yipplugin: who is who, who may sign, when school is open.

This is all that a school writes to embed yipplugin in its own system.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from flask import has_request_context, session
from flask_login import current_user
from sqlalchemy import select
from werkzeug.security import check_password_hash

from yipplugin import Actor, Calendar, Need, Notice, OnDuty, Person, Route, hookimpl

from . import contacts, council
from .accounts import SIGNED_IN_AT
from .calendar import LONDON, school_dates
from .models import NoticeRow, Pupil, Staff, db
from .search import find_pupils, find_staff

ROLES = {
    "Headteacher": "head",
    "Executive headteacher": "executive_head",
    "DSL": "dsl",
    "Deputy DSL": "deputy_dsl",
    "Safeguarding team": "safeguarding_team",
    "IT": "it",
    "Chair of governors": "chair_of_governors",
    "Keeper of contacts": "authority",
}
NOT_STAFF = ("Chair of governors", "Keeper of contacts")


class AshgrovePlugin:
    """Answers yipplugin's questions from the school's own tables."""

    @hookimpl
    def yip_actor(self) -> Actor | None:
        """Whoever is signed in; the council's people stand under the council's own key."""
        if not (has_request_context() and current_user.is_authenticated):
            return None
        user = current_user._get_current_object()
        known = Actor(user.code, user.name, frozenset(roles_of(user)))
        return replace(known, school=council.SCHOOL) if user.is_outside else known

    @hookimpl
    def yip_authority_areas(self, actor: Actor) -> list[str]:
        """The one council that keeps its contacts here."""
        return [council.AREA] if actor.school == council.SCHOOL else []

    @hookimpl
    def yip_roles(self, user: Staff) -> Iterable[str]:
        """Everyone employed here is staff; some answer for more."""
        return roles_of(user)

    @hookimpl
    def yip_pupils(self, text: str) -> list[Person]:
        """The same search as our own pupil list."""
        return [pupil_as_person(pupil) for pupil in find_pupils(text)]

    @hookimpl
    def yip_pupil(self, ref: str) -> Person | None:
        """One pupil by admission number."""
        pupil = db.session.get(Pupil, ref)
        return pupil_as_person(pupil) if pupil else None

    @hookimpl
    def yip_staff(self, text: str) -> list[Person]:
        """The same search as our own staff list."""
        return [staff_as_person(one) for one in find_staff(text)]

    @hookimpl
    def yip_staff_member(self, ref: str) -> Person | None:
        """One member of staff by staff code."""
        one = db.session.get(Staff, ref)
        return staff_as_person(one) if one else None

    @hookimpl
    def yip_password_is_right(self, actor: Actor, password: str) -> bool:
        """Signing asks for the password that people sign in with."""
        one = db.session.get(Staff, actor.ref)
        return one is not None and check_password_hash(one.password_hash, password)

    @hookimpl
    def yip_confirmed_at(self) -> datetime | None:
        """Whoever signed in a moment ago is not asked again at once."""
        at = session.get(SIGNED_IN_AT) if has_request_context() else None
        return datetime.fromisoformat(at) if at else None

    @hookimpl
    def yip_notify(self, notice: Notice) -> None:
        """Put a line on the notices page of everyone it is for."""
        for one in db.session.scalars(select(Staff)):
            meant = one.code == notice.to_ref or roles_of(one) & notice.to_roles
            if meant and one.code not in notice.not_to:
                row = NoticeRow()
                row.sent_at, row.to_code = datetime.now(UTC), one.code
                row.subject, row.url = notice.subject, notice.url
                db.session.add(row)
        db.session.commit()

    @hookimpl
    def yip_calendar(self) -> Calendar:
        """Terms, INSET days and bank holidays, as the office keeps them."""
        dates = school_dates()
        return Calendar(
            holidays=dates.bank_holidays,
            closed=dates.inset,
            terms=dates.terms,
            opens=dates.opens,
            closes=dates.closes,
        )

    @hookimpl
    def yip_contact_routes(self, need: Need) -> list[Route]:
        """The council and the police; the office rings all of them on the first of the month.

        Marlbeck is made up: where a real authority is known, it is for that one to say.
        """
        if need.home or need.school:
            return []
        return contacts.routes(need.at.astimezone(LONDON).date().replace(day=1))

    @hookimpl
    def yip_dsl_on_duty(self, at: datetime) -> OnDuty | None:
        """Whoever of the DSL and the deputy carries the safeguarding phone that day."""
        day = at.astimezone(LONDON).strftime("%a")
        for one in db.session.scalars(select(Staff).where(Staff.duty_days.contains(day))):
            return OnDuty(name=one.name, role=one.duty, phone=one.phone)
        return None


def roles_of(staff: Staff) -> set[str]:
    """Return the roles that yipplugin knows for ``staff``."""
    roles = {ROLES[staff.duty]} if staff.duty else set()
    return roles if staff.duty in NOT_STAFF else roles | {"staff"}


def pupil_as_person(pupil: Pupil) -> Person:
    """Return ``pupil`` with what bears on safeguarding; what we do not know is left out."""
    flags = {"sen": "yes" if pupil.sen else "no"}
    if pupil.social_care:
        flags["social_care"] = pupil.social_care
    return Person(
        ref=pupil.admission_no,
        name=pupil.name,
        kind="pupil",
        born=pupil.born,
        year=str(pupil.form.year),
        group=pupil.form_name,
        flags=flags,
    )


def staff_as_person(staff: Staff) -> Person:
    """Return ``staff`` as yipplugin shows them."""
    return Person(ref=staff.code, name=staff.name, kind="staff", group=staff.post)
