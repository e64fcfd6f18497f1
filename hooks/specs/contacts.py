"""Whom to turn to."""

from datetime import datetime

from yipplugin.contact import Need, Route, WrongContact
from yipplugin.marks import ask, gather, tell
from yipplugin.values import Actor, OnDuty


@ask
def yip_dsl_on_duty(school: str, at: datetime) -> OnDuty | None:
    """Say who leads on safeguarding at a moment, so that people can go to them.

    Called when the page for reporting a concern is shown. ``school`` is the key that ``yip_actor``
    gave; ``at`` is the moment, with its time zone.

    The first answer counts; a failing plugin is passed over. Without an answer the page says «the
    designated safeguarding lead» and gives no number.

    Example::

        @hookimpl
        def yip_dsl_on_duty(self, school, at):
            return OnDuty("Amara Obi", "designated safeguarding lead", "ext. 204")
    """


@ask
def yip_school_authority(school: str) -> str | None:
    """Say in which local authority a school is.

    Called when it is looked up whom to contact, for hosts with several schools; with one, the
    setting ``YIP_AUTHORITY`` says it. ``school`` is the key that ``yip_actor`` gave. Answer the
    authority's name or its three digits.

    The first answer counts; a failing plugin is passed over, and the setting stands.

    Example::

        @hookimpl
        def yip_school_authority(self, school):
            return self.authorities[school]
    """


@ask
def yip_home_authority(ref: str) -> str | None:
    """Say in which local authority a pupil lives: its children's social care is the one to call.

    Called when whom to contact is looked up for a case. ``ref`` is one that ``yip_pupils`` gave.
    Answer the authority's name or its three digits; or a postcode, for ``yip_authority_at`` to look
    up. Answer ``None`` where the host does not know: the page then says so, and shows the school's
    own authority.

    The first answer counts; a failing plugin is passed over.

    Example::

        @hookimpl
        def yip_home_authority(self, ref):
            return self.homes.get(ref)
    """


@ask
def yip_authority_at(postcode: str) -> str | None:
    """Say in which local authority a postcode lies.

    Called when somebody types a postcode on the page of whom to call, and when
    ``yip_home_authority`` answers with one. ``postcode`` is in capitals with one space:
    ``OX1 1ND``. Answer the authority's name, its three digits, or its ONS code. Nothing is asked of
    the internet by what ships.

    The first answer counts; a failing plugin is passed over, and where a child lives stays unknown.

    Example::

        @hookimpl
        def yip_authority_at(self, postcode):
            return self.postcodes.get(postcode)
    """


@gather
def yip_authority_areas(actor: Actor) -> list[str]:
    """Say for which authorities or police forces somebody keeps the contacts.

    Called when somebody with the role ``authority`` opens the pages on which contacts are written
    and published. Answer names of authorities, their three digits, or names of police forces. They
    write packs for these and for nothing else. Give all the people of one authority the same
    ``school``, and no school's: what they write stands under it.

    All answers are put together; a failing plugin is passed over. Without an answer they write
    nothing.

    Example::

        @hookimpl
        def yip_authority_areas(self, actor):
            return self.councils.get(actor.ref, [])
    """


@gather
def yip_contact_routes(school: str, need: Need) -> list[Route]:
    """Give routes that are worked out: a rota, a duty desk, a neighbourhood team by ward.

    Called each time whom to contact is looked up. ``need`` says for what, when, and in which
    authorities the child and the school are. They stand beside those of packs, and by their
    ``order`` before or after them: 50 is where a pack's stand. Say in ``verified_on`` and
    ``verified_by`` only what a person has checked. No route takes the place of 999.

    All answers are put together. Where a plugin fails, or takes longer than ``YIP_HOOK_SECONDS``,
    the routes that it gave last stand in for it, and the page says so.

    Example::

        @hookimpl
        def yip_contact_routes(self, school, need):
            if need.purpose != "police_advice":
                return []
            one = self.rota.on_duty(need.at)
            return [Route("desk", need.purpose, one.name, phone=one.phone, order=30)]
    """


@tell
def yip_contact_wrong(wrong: WrongContact) -> None:
    """Hear that somebody says that a contact is wrong, to pass it on to whoever can mend it.

    Called by ``flask yip tick`` after somebody has pressed the button beside a contact. ``wrong``
    has the contact as it was shown, where its owner wants to hear of it (``tells``), and what the
    person typed, if anything. The school's safeguarding lead gets a notice beside it
    (``yip_notify``).

    Everybody is told. A failing plugin is told again later, and costs nobody else anything.

    Example::

        @hookimpl
        def yip_contact_wrong(self, wrong):
            self.mail.send(wrong.tells, f"Wrong: {wrong.org}", f"{wrong.phone}: {wrong.says}")
    """
