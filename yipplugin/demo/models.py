"""What Ashgrove MIS keeps: staff, pupils, form groups, lessons and notices."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

db = SQLAlchemy()

if TYPE_CHECKING:
    from flask_sqlalchemy.model import Model
else:
    Model = db.Model


class Staff(UserMixin, Model):  # type: ignore[misc]  # Flask-Login has no types
    """Someone who can sign in. ``duty`` is what they answer for beyond their post."""

    __tablename__ = "staff"

    code: Mapped[str] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    title: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    post: Mapped[str]
    duty: Mapped[str] = mapped_column(default="")
    duty_days: Mapped[str] = mapped_column(default="")
    department: Mapped[str]
    email: Mapped[str]
    phone: Mapped[str]

    @property
    def name(self) -> str:
        """Return the name that colleagues know them by."""
        return f"{self.first_name} {self.last_name}"

    @property
    def is_outside(self) -> bool:
        """Say whether they work for the council and not at the school."""
        return self.duty == "Keeper of contacts"

    @property
    def sees_social_care(self) -> bool:
        """Say whether a pupil's social care history is theirs to read."""
        return self.duty not in ("", "IT", "Chair of governors", "Keeper of contacts")

    def get_id(self) -> str:
        """Return the key that the sign-in cookie carries."""
        return self.code


class FormGroup(Model):
    """A tutor group."""

    __tablename__ = "form_group"

    name: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int]
    room: Mapped[str]
    tutor_code: Mapped[str] = mapped_column(ForeignKey("staff.code"))

    tutor: Mapped[Staff] = relationship()
    pupils: Mapped[list["Pupil"]] = relationship(
        back_populates="form", order_by="[Pupil.last_name, Pupil.first_name]"
    )


class Pupil(Model):
    """A pupil. ``social_care`` is none, past, current, or empty where nobody has told us."""

    __tablename__ = "pupil"

    admission_no: Mapped[str] = mapped_column(primary_key=True)
    first_name: Mapped[str]
    last_name: Mapped[str]
    born: Mapped[date]
    form_name: Mapped[str] = mapped_column(ForeignKey("form_group.name"))
    address: Mapped[str]
    authority: Mapped[str]
    sen: Mapped[str] = mapped_column(default="")
    social_care: Mapped[str | None]

    form: Mapped[FormGroup] = relationship(back_populates="pupils")

    @property
    def name(self) -> str:
        """Return the name that the school uses."""
        return f"{self.first_name} {self.last_name}"


class Lesson(Model):
    """One cell of the week's timetable."""

    __tablename__ = "lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    weekday: Mapped[int]
    period: Mapped[int]
    form_name: Mapped[str] = mapped_column(ForeignKey("form_group.name"))
    teacher_code: Mapped[str] = mapped_column(ForeignKey("staff.code"))
    subject: Mapped[str]
    room: Mapped[str]


class NoticeRow(Model):
    """Something to look at: its subject and where to read it, never what it says."""

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    sent_at: Mapped[datetime]
    to_code: Mapped[str] = mapped_column(ForeignKey("staff.code"))
    subject: Mapped[str]
    url: Mapped[str]
