"""Finds pupils and staff by any part of what a person may type."""

from collections.abc import Sequence

from sqlalchemy import or_, select

from .models import FormGroup, Pupil, Staff, db


def find_pupils(text: str = "", year: int | None = None) -> Sequence[Pupil]:
    """Return pupils whose names, form or admission number hold every word of ``text``."""
    query = select(Pupil).join(Pupil.form).order_by(Pupil.last_name, Pupil.first_name)
    if year:
        query = query.where(FormGroup.year == year)
    for word in text.split():
        columns = (Pupil.first_name, Pupil.last_name, Pupil.form_name, Pupil.admission_no)
        query = query.where(or_(*(one.icontains(word, autoescape=True) for one in columns)))
    return db.session.scalars(query).all()


def find_staff(text: str = "") -> Sequence[Staff]:
    """Return staff whose names, post or code hold every word of ``text``."""
    query = select(Staff).order_by(Staff.last_name, Staff.first_name)
    query = query.where(Staff.duty != "Keeper of contacts")
    for word in text.split():
        columns = (Staff.first_name, Staff.last_name, Staff.post, Staff.code)
        query = query.where(or_(*(one.icontains(word, autoescape=True) for one in columns)))
    return db.session.scalars(query).all()
