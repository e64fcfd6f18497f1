"""What the school keeps of its staff and pupils."""

from datetime import date

from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from werkzeug.security import check_password_hash

db = SQLAlchemy()


class Staff(UserMixin, db.Model):
    """Somebody who signs in."""

    id = db.Column(db.Integer, primary_key=True)
    username = db.Column(db.String(40), unique=True, nullable=False)
    name = db.Column(db.String(80), nullable=False)
    job = db.Column(db.String(40), nullable=False)
    password_hash = db.Column(db.String(200), nullable=False)

    def knows(self, password: str) -> bool:
        """Say whether ``password`` is theirs."""
        return check_password_hash(self.password_hash, password)


class Pupil(db.Model):
    """A child at the school."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), nullable=False)
    born: date | None = db.Column(db.Date)
    year = db.Column(db.Integer, nullable=False)
    sen = db.Column(db.Boolean)
