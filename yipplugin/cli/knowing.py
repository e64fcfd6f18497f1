"""What the doctor asks of the host's plugin: people, roles, signatures, calendar, notices."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from flask import Flask

from yipplugin.cli.findings import Finding, amber, answered_by_host, green, red
from yipplugin.contact import Need
from yipplugin.errors import YipError
from yipplugin.hooking import House, distribution_of, offered
from yipplugin.services.conduct import rules
from yipplugin.values import DSL_GROUP, Actor, Person

LOOKED_AT = 200
"""How many of the staff are asked for their roles."""

ASKING = Actor("doctor", "flask yip doctor", frozenset({"staff"}))


def identity(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether we can tell who is signed in."""
    about = "Who is signed in"
    if answered_by_host(house, "yip_actor"):
        yield green(about, "Your plugin says who it is (yip_actor).")
    elif _loader(app):
        yield green(about, "Flask-Login says who it is.")
    else:
        words = "Nothing says who is signed in: there is no Flask-Login here and no yip_actor."
        yield red(about, words, "Write yip_actor in your plugin: it returns an Actor, or None.")


def roles(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether anybody can act as safeguarding lead and as head."""
    by_actor, by_roles = (answered_by_host(house, one) for one in ("yip_actor", "yip_roles"))
    if not by_actor and not by_roles:
        words = "Nobody holds a role, so nobody can report and nobody would be told."
        yield red("Roles", words, "Write yip_roles in your plugin: it gets your user object.")
        return
    known = _people_with_roles(app, house)
    if not known:
        words = "Roles are answered; who holds which could not be told from here."
        mend = "Sign in as the safeguarding lead and see that the cases are listed."
        yield amber("Roles", words, mend)
        return
    leads = sorted(name for name, held in known.items() if held & DSL_GROUP)
    heads = sorted(name for name, held in known.items() if "head" in held)
    for who, names, what in (
        ("safeguarding lead or a deputy", leads, "“dsl” or “deputy_dsl”"),
        ("headteacher", heads, "“head”"),
    ):
        if names:
            yield green("Roles", f"As {who}: {', '.join(names)}.")
        else:
            words = f"Nobody of {len(known)} staff who were asked is {who}."
            yield red("Roles", words, f"Let yip_roles return {what} for whoever it is.")


def pupils(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether pupils are found by name and by ref."""
    yield from _found(house, "Pupils", "yip_pupils", "yip_pupil")


def staff(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether staff are found by name and by ref."""
    yield from _found(house, "Staff", "yip_staff", "yip_staff_member")


def signatures(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether anybody can prove that it is them, to open a case and to sign."""
    by_password = answered_by_host(house, "yip_password_is_right")
    by_host = answered_by_host(house, "yip_confirmed_at")
    if by_password or by_host:
        how = "their password" if by_password else "your own way of asking who it is"
        yield green("Signatures", f"People open cases and sign with {how}.")
    else:
        words = "No case can be opened by anybody, and no form that asks for a signature signed."
        mend = "Write yip_password_is_right in your plugin, or yip_confirmed_at."
        yield red("Signatures", words, mend)


def conduct(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether those who work on cases are given rules to keep to."""
    about = "Rules of conduct"
    try:
        number = len(rules())
    except YipError:
        # What is wrong with the policy is said where the policy is looked at.
        return
    if number:
        days = app.config["YIP_CONDUCT_DAYS"]
        words = f"{number}, to be acknowledged before the first case and again after {days} days."
        yield green(about, words)
    else:
        words = "The policy has none, so nobody who works on cases is asked to keep to any."
        yield amber(about, words, "Put texts into its pack with “at: conduct page”.")


def calendar(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether «school day» means the school's own days."""
    about = "School calendar"
    if answered_by_host(house, "yip_calendar"):
        terms = house.hooks.yip_calendar(ASKING.school)
        yield green(about, f"Your plugin knows {len(terms.terms) if terms else 0} terms.")
    else:
        words = "Only weekends and the bank holidays of England are known, and no school holidays."
        yield amber(about, words, "Write yip_calendar in your plugin.")


def notices(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether anybody is told of a report."""
    if answered_by_host(house, "yip_notify"):
        yield green("Notices", "Your plugin passes them on, each time flask yip tick runs.")
    else:
        words = "Nobody is told of a new report unless they look at the list of cases."
        mend = "Write yip_notify in your plugin, and have flask yip tick run every minute."
        yield amber("Notices", words, mend)


def waiting(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether a plugin that hangs would keep its page waiting for ever."""
    about, seconds = "Time limit", house.hooks.seconds
    if seconds:
        yield green(about, f"An answer of a plugin is waited for {seconds:g} seconds at most.")
        return
    words = "A plugin that hangs keeps its page waiting for ever: there is no limit."
    mend = "Set YIP_HOOK_SECONDS to 5, unless your system keeps its database by thread."
    yield amber(about, words, mend)


def plugins(app: Flask, house: House) -> Iterator[Finding]:
    """Look whether any plugin failed while it was asked."""
    # Nothing else here asks these; that they answer is enough.
    now = datetime.now(UTC)
    house.hooks.yip_dsl_on_duty(ASKING.school, now)
    house.hooks.yip_school_authority(ASKING.school)
    house.hooks.yip_contact_routes(ASKING.school, Need("lado", now))
    house.hooks.yip_page_links(ASKING, "report")
    for somebody in _some(house, "yip_staff")[:1]:
        actor = replace(ASKING, ref=somebody.ref, name=somebody.name)
        house.hooks.yip_may(actor, "case:list", None)
        house.hooks.yip_roles_of(actor.ref, actor.school)
    for failure, times in house.failures.items():
        words = f"{failure.plugin} failed {times} times in {failure.hook}: {failure.what}."
        yield red("Plugins", words, "Mend it, and ask again.")
    if not house.failures:
        yield green("Plugins", "None failed while they were asked just now.")


def distributions(app: Flask, house: House) -> Iterator[Finding]:
    """List the plugins of installed distributions: which are used, and which are only there."""
    for point in offered():
        known = f"{point.name} of {distribution_of(point)}"
        if point.name in app.config["YIP_PLUGINS"]:
            yield green("Installed plugins", f"{known} is used.")
        else:
            words = f"{known} is not used: YIP_PLUGINS does not name it."
            yield green("Installed plugins", words)


def _found(house: House, about: str, search: str, by_ref: str) -> Iterator[Finding]:
    lacking = [one for one in (search, by_ref) if not answered_by_host(house, one)]
    if lacking:
        words = f"They cannot be found: nothing answers {' and '.join(lacking)}."
        yield red(about, words, f"Write {' and '.join(lacking)} in your plugin.")
        return
    some = _some(house, search)
    if not some:
        words = f"{search} was asked for names with an “a” or an “e” in them and found nobody."
        yield amber(about, words, "Look whether it searches in the middle of names.")
        return
    again: Person | None = getattr(house.hooks, by_ref)(some[0].ref)
    if again is None or again.ref != some[0].ref:
        words = f"{search} finds {some[0].name}, and {by_ref} does not know their ref."
        yield red(about, words, "Both must use the same ref for a person, for ever.")
    else:
        yield green(about, f"Found by name, and by ref ({len(some)} or more).")


def _some(house: House, search: str) -> list[Person]:
    ask = getattr(house.hooks, search)
    found: list[Person] = ask("a", ASKING) or ask("e", ASKING)
    return found


def _people_with_roles(app: Flask, house: House) -> dict[str, set[str]]:
    """Return the roles of the staff, where Flask-Login can turn a ref into a user."""
    load = _loader(app)
    people: Iterable[Person] = {
        one.ref: one
        for letter in "aeiou"
        for one in house.hooks.yip_staff(letter, ASKING)[:LOOKED_AT]
    }.values()
    known: dict[str, set[str]] = {}
    for person in people if load else ():
        user = load(person.ref) if load else None
        if user is not None:
            known[person.name] = set(house.hooks.yip_roles(user))
    return known


def _loader(app: Flask) -> Any:
    # Flask-Login offers no other way to ask whether a user loader was given.
    return getattr(getattr(app, "login_manager", None), "_user_callback", None)
