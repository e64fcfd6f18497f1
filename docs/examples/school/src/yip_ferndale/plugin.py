"""What the school answers."""

import smtplib
from collections import Counter
from datetime import datetime
from email.message import EmailMessage

from flask import current_app
from werkzeug.security import check_password_hash

from yip_ferndale.dates import calendar, duty
from yip_ferndale.models import Pupil, Staff, db
from yipplugin import Actor, Calendar, CaseKnown, Event, Notice, OnDuty, Person, Verdict, hookimpl

ROLES = {
    "teacher": {"staff"},
    "dsl": {"staff", "dsl"},
    "deputy": {"staff", "deputy_dsl"},
    "head": {"staff", "head"},
}
SECONDS = 10
"""How long the mail server is waited for."""


class Ferndale:
    """Answers from the tables of ``yip_ferndale.models``, and from the files in ``data``."""

    def __init__(self) -> None:
        self._calendar = calendar()
        self.signed: Counter[str] = Counter()

    @hookimpl
    def yip_roles(self, user: Staff) -> set[str]:
        """Return the roles of a job; whoever has another job sees nothing."""
        return ROLES.get(user.job, set())

    @hookimpl
    def yip_pupils(self, text: str) -> list[Person]:
        """Find pupils by a part of their name."""
        found = db.session.scalars(db.select(Pupil).where(Pupil.name.icontains(text)))
        return [_as_pupil(one) for one in found]

    @hookimpl
    def yip_pupil(self, ref: str) -> Person | None:
        """Return a pupil by reference."""
        one = _pupil(ref)
        return _as_pupil(one) if one else None

    @hookimpl
    def yip_staff(self, text: str) -> list[Person]:
        """Find staff by a part of their name."""
        found = db.session.scalars(db.select(Staff).where(Staff.name.icontains(text)))
        return [_as_staff(one) for one in found]

    @hookimpl
    def yip_staff_member(self, ref: str) -> Person | None:
        """Return a member of staff by reference."""
        one = _member(ref)
        return _as_staff(one) if one else None

    @hookimpl
    def yip_password_is_right(self, actor: Actor, password: str) -> bool:
        """Hold a password against the one that they sign in with."""
        one = _member(actor.ref)
        return one is not None and check_password_hash(one.password_hash, password)

    @hookimpl
    def yip_may(self, actor: Actor, act: str, case: CaseKnown | None) -> Verdict | None:
        """Object to whoever is on leave; reporting a concern is never asked about."""
        one = _member(actor.ref)
        if one is not None and one.on_leave:
            return Verdict(False, "You are on leave; your deputy looks after your cases.")
        return None

    @hookimpl
    def yip_home_authority(self, ref: str) -> str | None:
        """Return a pupil's postcode, which a plugin of the authority may look up."""
        one = _pupil(ref)
        return one.postcode or None if one else None

    @hookimpl
    def yip_calendar(self, school: str) -> Calendar:
        """Return the school's own days, read once."""
        return self._calendar

    @hookimpl
    def yip_dsl_on_duty(self, school: str, at: datetime) -> OnDuty | None:
        """Return who leads on that day of the week."""
        return duty(at)

    @hookimpl
    def yip_record_signed(self, event: Event) -> None:
        """Count what was signed by form, for the school's own statistics."""
        self.signed[event.form] += 1

    @hookimpl
    def yip_notify(self, notice: Notice) -> None:
        """Mail everybody whom a notice is for, one by one: no address is shown to another."""
        host, port = current_app.config["FERNDALE_MAIL"]
        to = [one for one in db.session.scalars(db.select(Staff)) if _is_for(notice, one)]
        with smtplib.SMTP(host, port, timeout=SECONDS) as server:
            for one in to:
                mail = EmailMessage()
                mail["From"], mail["To"] = "safeguarding@ferndale.example", one.email
                mail["Subject"] = notice.subject
                mail.set_content(notice.url)
                server.send_message(mail)


def _is_for(notice: Notice, one: Staff) -> bool:
    wanted = notice.to_roles & ROLES.get(one.job, set()) or str(one.id) == notice.to_ref
    return bool(wanted) and str(one.id) not in notice.not_to


def _pupil(ref: str) -> Pupil | None:
    # Pupils and staff both have numbers, and no ref of one may be one of the other.
    kind, _, number = ref.partition(":")
    return db.session.get(Pupil, int(number)) if kind == "pupil" and number.isdecimal() else None


def _member(ref: str) -> Staff | None:
    return db.session.get(Staff, int(ref)) if ref.isdecimal() else None


def _as_pupil(one: Pupil) -> Person:
    return Person(f"pupil:{one.id}", one.name, "pupil", one.born, year=f"Year {one.year}")


def _as_staff(one: Staff) -> Person:
    return Person(str(one.id), one.name, "staff", group=one.job)
