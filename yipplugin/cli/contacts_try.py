"""``flask yip contacts try``: who would be called for a child, and when."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import ScriptInfo

from yipplugin.bankholidays import is_bank_holiday
from yipplugin.cli import places
from yipplugin.cli.contacts import any_pack, contacts
from yipplugin.cli.contacts_here import USUAL
from yipplugin.cli.host import host_of
from yipplugin.cli.table import paragraph
from yipplugin.contact import PURPOSES, Need
from yipplugin.referral import WAYS, ReferralForm
from yipplugin.rules.contacts import Answer, Choice, referral_forms, resolve
from yipplugin.rules.directory import Directory
from yipplugin.services import contacts as services
from yipplugin.values import Everything

ASKED = ("csc_front_door", "police_non_emergency", "lado")
"""What is asked where nobody says for what."""


@contacts.command("try", with_appcontext=False)
@click.argument("packs", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--home", default="", help="The authority in which the child lives.")
@click.option("--at-school", default="", help="That of the school; without PACKS, its own.")
@click.option("--police", default="", help="The police force, where not that of the home.")
@click.option("--on", "moment", default="", help="The day and time, such as '2026-12-26 02:10'.")
@click.option("--for", "purposes", multiple=True, help="A purpose; the usual three otherwise.")
@click.option("--age", type=int, help="The child's age.")
@click.option("--urgent", is_flag=True, help="The child is at risk now.")
@click.option("--school", default=USUAL, help="Whose installed contacts, where no PACKS are named.")
@click.pass_context
def try_out(
    context: click.Context,
    packs: tuple[Path, ...],
    home: str,
    at_school: str,
    police: str,
    moment: str,
    purposes: tuple[str, ...],
    age: int | None,
    urgent: bool,
    school: str,
) -> None:
    """Say who would be called for a child living in HOME at school in AT-SCHOOL at a moment.

    With PACKS named (folders or files, signed or not) it is these and what ships, and no
    application is needed; without, what the application's school has installed.
    """
    where = places.authority(home), places.authority(at_school), places.force(police)
    need = Need("", places.moment(moment), *where, urgent, age)
    asked = [places.purpose(one) for one in purposes] or list(ASKED)
    needs = [_for(need, one) for one in asked]
    if packs:
        read = [any_pack(path) for path in packs]
        directory = Directory(
            [*(r for one in read for r in one.routes), *services.national().routes]
        )
        answers = [
            (resolve(directory, one, is_bank_holiday), referral_forms(read, one)) for one in needs
        ]
    else:
        answers = _installed(context.ensure_object(ScriptInfo), school, needs)
    for number, (answer, forms) in enumerate(answers):
        _echo(answer, first=number == 0)
        for form in forms:
            click.echo(f"  Their referral form: {form.form.title}, {WAYS[form.delivery.by]}")


def _installed(
    info: ScriptInfo, school: str, needs: Iterable[Need]
) -> list[tuple[Answer, tuple[ReferralForm, ...]]]:
    if host_of(info) is None:
        raise click.UsageError("Name packs to try, or an application with flask --app.")
    with info.load_app().app_context():
        own = services.school_authority(school)
        asked = [replace(one, school=one.school or own) for one in needs]
        found = [services.whom(Everything(school), one) for one in asked]
        return [(one.answer, one.referrals) for one in found]


def _echo(answer: Answer, *, first: bool) -> None:
    if first:
        click.echo("In an emergency, before anything else: 999")
    click.echo(f"\n{PURPOSES[answer.need.purpose].label}")
    for said in (*answer.why, *answer.missing):
        click.echo(paragraph(said, 2))
    for number, one in enumerate(answer.now, 1):
        click.echo(f"  {number}. {_line(one)}")
    for one in answer.later:
        click.echo(f"  -  {_line(one)}")
    for one in answer.instead:
        click.echo(f"  or {_line(one)}")
    if not (answer.now or answer.later or answer.instead):
        click.echo("  Nobody is known. In an emergency: 999")


def _line(one: Choice) -> str:
    route = one.route
    way = route.phone or route.sms or route.email or route.form_url or route.url
    checked = {"unverified": "not checked", "stale": "checked too long ago"}
    trust = checked.get(one.trust.state, "checked")
    also = " (the same number at other times)" if one.also else ""
    return f"{route.org}: {way}{also}; {one.says}; {trust}"


def _for(need: Need, purpose: str) -> Need:
    return Need(purpose, need.at, need.home, need.school, need.force, need.urgent, need.age)
