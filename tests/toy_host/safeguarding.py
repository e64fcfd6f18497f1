"""What the school tells yipplugin: who holds which role, and who the pupils and staff are."""

from yipplugin import Person, hookimpl

from .models import Pupil, Staff, db

ROLES = {
    "teacher": ["staff"],
    "dsl": ["staff", "dsl"],
    "deputy": ["staff", "deputy_dsl"],
    "safeguarding team": ["staff", "safeguarding_team"],
    "head": ["staff", "head"],
    "executive head": ["executive_head"],
    "chair of governors": ["chair_of_governors"],
    "it": ["staff", "it"],
}


class SchoolPlugin:
    """Answers yipplugin's questions from the school's own tables."""

    @hookimpl
    def yip_roles(self, user):
        return ROLES.get(user.job, [])

    @hookimpl
    def yip_pupils(self, text):
        found = db.session.scalars(db.select(Pupil).where(Pupil.name.icontains(text)))
        return [as_pupil(one) for one in found]

    @hookimpl
    def yip_pupil(self, ref):
        one = db.session.get(Pupil, int(ref.removeprefix("pupil:")))
        return one and as_pupil(one)

    @hookimpl
    def yip_staff(self, text):
        found = db.session.scalars(db.select(Staff).where(Staff.name.icontains(text)))
        return [as_staff(one) for one in found]

    @hookimpl
    def yip_staff_member(self, ref):
        one = db.session.get(Staff, int(ref))
        return one and as_staff(one)

    @hookimpl
    def yip_password_is_right(self, actor, password):
        return db.session.get(Staff, int(actor.ref)).knows(password)


def as_pupil(pupil):
    # What the school does not know is left out: yipplugin reads that as unknown, never as no.
    flags = {} if pupil.sen is None else {"sen": "yes" if pupil.sen else "no"}
    ref = f"pupil:{pupil.id}"
    return Person(ref, pupil.name, "pupil", pupil.born, year=f"Year {pupil.year}", flags=flags)


def as_staff(staff):
    return Person(str(staff.id), staff.name, "staff", group=staff.job)
