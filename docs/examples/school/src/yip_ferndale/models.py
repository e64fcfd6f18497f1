"""What the school keeps of its staff and pupils."""

from datetime import date
from typing import TYPE_CHECKING

from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()

if TYPE_CHECKING:
    from flask_sqlalchemy.model import Model
else:
    Model = db.Model


class Staff(UserMixin, Model):  # type: ignore[misc]  # Flask-Login has no types
    """Somebody who signs in; with ``on_leave`` they report and do no more."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    job: Mapped[str]
    email: Mapped[str]
    password_hash: Mapped[str]
    on_leave: Mapped[bool] = mapped_column(default=False)


class Pupil(Model):
    """A child at the school; ``postcode`` is where they live, or empty where nobody knows."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    born: Mapped[date | None]
    year: Mapped[int]
    postcode: Mapped[str] = mapped_column(default="")
