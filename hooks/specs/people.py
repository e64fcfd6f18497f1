"""Who is acting, who the pupils and staff are, and whether somebody is who they say."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from yipplugin.marks import ask, ask_strictly, gather
from yipplugin.values import Actor, Person


@ask_strictly
def yip_actor() -> Actor | None:
    """Say who is signed in on this request.

    Called on every request to our pages, in the request. Answer ``None`` where nobody is signed in
    or where the account is suspended. ``ref`` must be the one that ``yip_staff`` gives the same
    person, for a named adult is recognised by it.

    The first answer counts. What ships reads Flask-Login's ``current_user``, takes its ``id`` as
    text for the ``ref`` and asks ``yip_roles``; it is silent as soon as a plugin implements this
    hook. A failure means that nobody is signed in.

    Example::

        @hookimpl
        def yip_actor(self):
            key = session.get("staff_id")
            one = key and db.session.get(Staff, key)
            return one and Actor(str(one.id), one.name, frozenset({"staff"}))
    """


@gather
def yip_roles(user: Any) -> Iterable[str]:
    """Say which safeguarding roles ``user`` holds.

    Called on every request, by the answer to ``yip_actor`` that ships. ``user`` is the host's own
    user object, as Flask-Login has it. The roles are ``staff``, ``dsl``, ``deputy_dsl``,
    ``safeguarding_team``, ``head``, ``executive_head``, ``chair_of_governors``, ``alternate``,
    ``viewing_delegate`` and ``it``; whoever has none sees nothing at all, so that a pupil's account
    is not taken for a teacher's.

    All answers are united. A failure adds no role.

    Example::

        @hookimpl
        def yip_roles(self, user):
            return {"teacher": ["staff"], "dsl": ["staff", "dsl"]}.get(user.job, [])
    """


@gather
def yip_roles_of(ref: str, school: str) -> Iterable[str]:
    """Say which safeguarding roles the member of staff with the reference ``ref`` holds.

    Called when a member of staff is named among the people of a case, so that a case that names the
    safeguarding lead goes to the head, and one that names the head to whoever stands in. ``ref`` is
    one that ``yip_staff`` gave; the roles are those of ``yip_roles``.

    All answers are united. What ships asks Flask-Login for the user with that key, and
    ``yip_roles`` for the roles. A failure adds no role; whoever is named sees nothing even so.

    Example::

        @hookimpl
        def yip_roles_of(self, ref, school):
            one = db.session.get(Staff, int(ref))
            return ["dsl"] if one and one.job == "dsl" else []
    """


@ask
def yip_pupils(text: str, actor: Actor) -> list[Person]:
    """Find pupils by what somebody typed.

    Called when a person is looked up in a form. ``text`` is what was typed, never empty; ``actor``
    is who typed it, so that the host can keep to the pupils they may see. Twenty are shown at most.
    A pupil's ``ref`` must never be a member of staff's too; where both have numbers, put a word
    before it. Leave out of ``flags`` what the host does not know: a missing flag is unknown, and
    unknown is never no.

    The first answer counts, an empty list too. Without an answer nobody is found, and the person
    can be named by typing. A failing plugin is passed over; of a list, the people that are of no
    use are left out.

    Example::

        @hookimpl
        def yip_pupils(self, text, actor):
            found = db.session.scalars(db.select(Pupil).where(Pupil.name.icontains(text)))
            return [
                Person(f"pupil:{one.id}", one.name, "pupil", one.born, year=f"Year {one.year}")
                for one in found
            ]
    """


@ask
def yip_pupil(ref: str) -> Person | None:
    """Say who the pupil with the reference ``ref`` is now.

    Called when a form is opened for a pupil and when it is signed; the record keeps a snapshot, so
    it stays readable after the host has deleted the pupil. ``ref`` is one that ``yip_pupils`` gave.
    Answer ``None`` for a pupil that there is not.

    The first answer counts; a failing plugin is passed over.

    Example::

        @hookimpl
        def yip_pupil(self, ref):
            one = db.session.get(Pupil, int(ref.removeprefix("pupil:")))
            return one and Person(ref, one.name, "pupil", one.born, year=f"Year {one.year}")
    """


@ask
def yip_staff(text: str, actor: Actor) -> list[Person]:
    """Find members of staff by what somebody typed.

    Called when a member of staff is looked up in a form. ``text`` and ``actor`` are as for
    ``yip_pupils``; each person's ``kind`` is ``staff`` and their ``ref`` the one that ``yip_actor``
    gives when they are signed in.

    The first answer counts, an empty list too; a failing plugin is passed over.

    Example::

        @hookimpl
        def yip_staff(self, text, actor):
            found = db.session.scalars(db.select(Staff).where(Staff.name.icontains(text)))
            return [Person(str(one.id), one.name, "staff") for one in found]
    """


@ask
def yip_staff_member(ref: str) -> Person | None:
    """Say who the member of staff with the reference ``ref`` is now.

    Called when a form that names them is opened or signed. ``ref`` is one that ``yip_staff`` gave.
    Answer ``None`` for somebody that there is not.

    The first answer counts; a failing plugin is passed over.

    Example::

        @hookimpl
        def yip_staff_member(self, ref):
            one = db.session.get(Staff, int(ref))
            return one and Person(ref, one.name, "staff")
    """


@ask_strictly
def yip_password_is_right(actor: Actor, password: str) -> bool | None:
    """Say whether ``password`` is the one that ``actor`` signs in with.

    Called before cases are opened and when a record is signed, unless ``yip_confirmed_at`` says
    that the host has just made sure of the person itself. ``password`` is as typed; keep it
    nowhere. Answer ``True`` or ``False``, or ``None`` where the host has no passwords.

    The first answer counts, and only ``True`` opens or signs anything. A failure does neither; what
    was typed in a form is kept.

    Example::

        @hookimpl
        def yip_password_is_right(self, actor, password):
            one = db.session.get(Staff, int(actor.ref))
            return check_password_hash(one.password_hash, password)
    """


@ask_strictly
def yip_confirmed_at(actor: Actor) -> datetime | None:
    """Say when the host last made sure that ``actor`` is who they say, by its own means.

    Called before cases are opened and when a record is signed. It is for hosts that have single
    sign-on, a second factor or a «confirm it is you» page, and for any host that checked the
    password a moment ago: an answer of the last ``YIP_CONFIRM_MINUTES`` minutes stands for the
    password when something is signed, and one of the last ``YIP_READ_MINUTES`` minutes when a case
    is opened, as long as the person was not idle since. The time must carry its time zone. Answer
    ``None`` to have the password asked for.

    The first answer counts; a failure is no confirmation.

    Example::

        @hookimpl
        def yip_confirmed_at(self, actor):
            stamp = session.get("confirmed_at")
            return stamp and datetime.fromtimestamp(stamp, UTC)
    """


@ask
def yip_confirm_url(next_url: str) -> str | None:
    """Say where the host makes sure of a person again, for hosts without passwords.

    Called when a case is to be opened or a record to be signed, and ``yip_confirmed_at`` gave no
    recent time. ``next_url`` is the path to come back to; what was typed is kept as a draft
    meanwhile.
    Answer ``None`` to have the password asked for instead.

    The first answer counts; a failing plugin is passed over.

    Example::

        @hookimpl
        def yip_confirm_url(self, next_url):
            return url_for("sign_in", again="yes", next=next_url)
    """


@ask
def yip_sign_in_url(next_url: str) -> str | None:
    """Say where people sign in.

    Called when somebody who is not signed in opens one of our pages. ``next_url`` is the path to
    come back to. Answer ``None`` where there is no such page: ours then says so in plain words.

    The first answer counts; a failing plugin is passed over. What ships follows Flask-Login's
    ``login_view``.

    Example::

        @hookimpl
        def yip_sign_in_url(self, next_url):
            return url_for("sign_in", back=next_url)
    """
