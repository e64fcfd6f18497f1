"""The school's own pages: home, pupils, staff, notices."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from .accounts import login_manager
from .calendar import PERIODS, school_dates, today
from .models import FormGroup, Lesson, NoticeRow, Pupil, db
from .search import find_pupils, find_staff

pages = Blueprint("pages", __name__)


@pages.before_request
def signed_in_only() -> ResponseReturnValue | None:
    """Send anyone else to the sign-in page, and the council to what it is here for."""
    if current_user.is_authenticated:
        return redirect(url_for("yipplugin.home")) if current_user.is_outside else None
    answer: ResponseReturnValue = login_manager.unauthorized()
    return answer


@pages.get("/")
def home() -> str:
    """Show the day ahead: today's lessons, or those of the next school day."""
    day = school_dates().next_open(today())
    mine = db.session.scalars(
        select(Lesson).where(
            Lesson.weekday == day.weekday(), Lesson.teacher_code == current_user.code
        )
    )
    taught = {lesson.period: lesson for lesson in mine}
    groups = db.session.scalars(
        select(FormGroup)
        .where(FormGroup.tutor_code == current_user.code)
        .order_by(FormGroup.year, FormGroup.name)
    ).all()
    return render_template(
        "home.html",
        day=day,
        is_today=day == today(),
        periods=[(number, *PERIODS[number - 1], taught.get(number)) for number in range(1, 6)],
        teaches=bool(taught),
        groups=groups,
        notices=_notices()[:3],
    )


@pages.get("/pupils/")
def pupils() -> str:
    """List pupils, all or those searched for."""
    text = request.args.get("q", "").strip()
    year = request.args.get("year", type=int)
    return render_template(
        "pupils.html", pupils=find_pupils(text, year), text=text, year=year, years=range(7, 14)
    )


@pages.get("/pupils/<admission_no>")
def pupil(admission_no: str) -> str:
    """Show one pupil."""
    found = db.session.get(Pupil, admission_no) or abort(404)
    born, now = found.born, today()
    age = now.year - born.year - ((now.month, now.day) < (born.month, born.day))
    return render_template("pupil.html", pupil=found, age=age)


@pages.get("/staff/")
def staff() -> str:
    """List staff."""
    text = request.args.get("q", "").strip()
    return render_template("staff.html", staff=find_staff(text), text=text)


@pages.get("/notices/")
def notices() -> str:
    """List what this person has been told, newest first."""
    return render_template("notices.html", notices=_notices())


def _notices() -> list[NoticeRow]:
    rows = db.session.scalars(
        select(NoticeRow)
        .where(NoticeRow.to_code == current_user.code)
        .order_by(NoticeRow.sent_at.desc(), NoticeRow.id.desc())
        .limit(100)
    )
    return list(rows)
