"""Makes the school: the people, groups and lessons of the folder ``data/``."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import func, insert, select
from werkzeug.security import generate_password_hash

from .models import FormGroup, Lesson, Pupil, Staff, db

PASSWORD = "ashgrove-demo"  # noqa: S105  # printed at every start: a demonstration has no secrets
FOLDER = Path(__file__).parent / "data"


def make_school(say: Callable[[str], None]) -> None:
    """Fill an empty database, telling ``say`` what is being made; leave a full one as it is."""
    db.create_all()
    if db.session.scalar(select(func.count()).select_from(Pupil)):
        return
    staff, pupils = list(_staff()), list(_pupils())
    say(f"Making the school ... {len(staff)} staff, {len(pupils)} pupils")
    db.session.execute(insert(Staff), staff)
    db.session.execute(insert(FormGroup), _rows("forms"))
    db.session.execute(insert(Pupil), pupils)
    db.session.execute(insert(Lesson), list(_lessons()))
    db.session.commit()


def _rows(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
    return rows


def _staff() -> Iterator[dict[str, Any]]:
    for typed in _rows("staff"):
        username = f"{typed['first_name'][0]}.{typed['last_name']}".lower()
        username = username.replace("ř", "r").replace("á", "a")
        yield {
            "duty": "",
            "duty_days": "",
            **typed,
            "username": username,
            "email": f"{username}@ashgrove.example",
            "password_hash": generate_password_hash(PASSWORD),
        }


def _pupils() -> Iterator[dict[str, Any]]:
    for typed in _rows("pupils"):
        yield {
            "admission_no": typed["number"],
            "first_name": typed["first"],
            "last_name": typed["last"],
            "born": typed["born"],
            "form_name": typed["form"],
            "address": typed["home"],
            "authority": typed["authority"],
            "sen": typed.get("sen", ""),
            "social_care": typed.get("social_care"),
        }


def _lessons() -> Iterator[dict[str, Any]]:
    for typed in _rows("timetable"):
        for weekday, day in enumerate(typed["week"]):
            for period, form in enumerate(day.split(), start=1):
                if form != ".":
                    yield {
                        "weekday": weekday,
                        "period": period,
                        "form_name": form,
                        "teacher_code": typed["teacher"],
                        "subject": typed["subject"],
                        "room": typed["room"],
                    }
