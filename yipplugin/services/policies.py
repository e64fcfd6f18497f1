"""Policies: the one that cases are opened under now, and the one that a case stands under."""

from dataclasses import replace
from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from yipplugin.errors import FormChanged, SetupRefused
from yipplugin.hooking import house
from yipplugin.packs.keeping import digest_of_kept
from yipplugin.packs.lengths import with_targets
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_policy_texts
from yipplugin.policy import Calendar, Policy
from yipplugin.store.cases import CaseRow
from yipplugin.store.ledger import Entry, append_to_school
from yipplugin.store.moves import under_of
from yipplugin.store.policies import is_kept, keep_policy, kept_policy
from yipplugin.store.sessions import store
from yipplugin.store.under import Under

REPORT = "report"
"""The form that opens a case, in every policy."""


def policy_now(school: str) -> Policy:
    """Return the policy under which the school opens cases now."""
    return _completed(_installed(), school)


def policy_of(session: Session, case: CaseRow) -> Policy:
    """Return the very policy that a case stands under: it was opened under it, or moved to it."""
    return policy_along(session, case.school, under_of(session, case))


def policy_along(session: Session, school: str, under: Under) -> Policy:
    """Return the policy that a case stands under, which knows those that it was under before."""
    policies = {one: policy_under(session, school, one) for one in dict.fromkeys(under.digests)}
    now = policies.pop(under.now)
    return replace(now, earlier=policies) if policies else now


def policy_under(session: Session, school: str, digest: str) -> Policy:
    """Return a policy by its digest: the installed one, or one that was kept with its cases."""
    installed = _installed()
    if installed.digest == digest:
        return _completed(installed, school)
    read = store().policies
    if digest not in read:
        files = kept_policy(session, school, digest)
        if files is None:
            raise SetupRefused("The policy that a case was opened under is not in the database.")
        read[digest] = read_policy_texts(files, house().kinds)
    return _completed(read[digest], school)


def installed(school: str) -> tuple[Policy, ...]:
    """Return every policy that there is a pack for now, the newest first.

    One whose pack is refused is left out: commands say what is wrong with it.
    """
    found = []
    for key in house().policies.keys():
        try:
            found.append(_completed(house().policies.policy(key), school))
        except PackRefused:
            continue
    return tuple(sorted(found, key=lambda one: (one.in_force, one.key), reverse=True))


def keep_for(session: Session, school: str, policy: Policy) -> None:
    """Keep what the pack of ``policy`` says, for the cases that are opened under it."""
    if is_kept(session, school, policy.digest):
        return
    files = house().policies.texts(policy.key)
    if digest_of_kept(files) != policy.digest:
        # The pack was changed while somebody filled in its form.
        raise FormChanged(REPORT)
    keep_policy(
        session,
        school=school,
        digest=policy.digest,
        key=policy.key,
        version=policy.version,
        files=files,
    )
    detail = {"version": policy.version, "digest": policy.digest}
    act, of = "policy:keep", f"policy:{policy.key}"
    entry = Entry.of(session.info["who"], store().clock(), act, of, detail=detail)
    append_to_school(session, school, entry)


def _installed() -> Policy:
    found: Policy = house().policies.policy(current_app.config["YIP_POLICY"])
    return found


def _completed(policy: Policy, school: str) -> Policy:
    """Return a policy with the school's own lengths and its calendar."""
    targets: dict[str, Any] = current_app.config["YIP_TARGETS"]
    # An older policy may not have every target that the school sets today.
    known = {name: length for name, length in targets.items() if name in policy.targets}
    calendar: Calendar | None = house().hooks.yip_calendar(school)
    return replace(with_targets(policy, known), calendar=calendar or policy.calendar)
