"""Signatures: making sure that whoever signs is who they say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from yipplugin.conditions import over_answers
from yipplugin.errors import WrongSignature
from yipplugin.form import Form
from yipplugin.hooking import house
from yipplugin.services.limits import hold_passwords
from yipplugin.services.permits import refuse
from yipplugin.store.acts import WRONG_PASSWORD
from yipplugin.store.sessions import store
from yipplugin.values import Actor


@dataclass(frozen=True)
class Signature:
    """What somebody gave as their signature. The password is checked and kept nowhere."""

    password: str = ""

    def __repr__(self) -> str:
        """Return no password, wherever this comes to be written."""
        return "Signature()"


def wants_signature(form: Form, answers: Mapping[str, Any]) -> bool:
    """Say whether a form, as answered, asks for more than being signed in."""
    return any(
        question.kind == "signature"
        and (question.when is None or over_answers(question.when, dict(answers)).holds)
        for question in form.everything()
    )


def check_signature(
    actor: Actor, act: str, form: Form, answers: Mapping[str, Any], given: Signature | None
) -> str:
    """Return how the form is signed, or write the failure down and raise it."""
    if not wants_signature(form, answers):
        return "account"
    if _confirmed_by_host(actor):
        return "host"
    password = given.password if given else ""
    if not password:
        refuse(actor, act, f"form:{form.key}", {"reason": "signature"})
        raise WrongSignature
    hold_passwords(actor, act)
    if house().hooks.yip_password_is_right(actor, password) is not True:
        refuse(actor, act, f"form:{form.key}", WRONG_PASSWORD)
        raise WrongSignature
    return "password"


def _confirmed_by_host(actor: Actor) -> bool:
    at: datetime | None = house().hooks.yip_confirmed_at(actor)
    if at is None:
        return False
    lasts = timedelta(minutes=current_app.config["YIP_CONFIRM_MINUTES"])
    age = store().clock() - at
    return timedelta(0) <= age <= lasts
