"""What people did, in words: each entry of the ledger as a line that somebody can read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from yipplugin.policy import Policy
from yipplugin.services.disposal import GROUNDS
from yipplugin.services.entries import Line
from yipplugin.services.holds import WHY
from yipplugin.services.papers import OURS
from yipplugin.store.ledger import ENGINE
from yipplugin.values import NOTHING, ROLES
from yipplugin.web import words

ACTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "report:make": ("Reported a concern", "report a concern"),
        "report:add": ("Added to a report", "add to a report"),
        "receipt:read": ("Looked at the receipt of a report", "look at the receipt of a report"),
        "receipt:list": ("Listed their own reports", "list their own reports"),
        "draft:keep": ("Had a draft kept", "have a draft kept"),
        "person:find": ("Searched for a person", "search for a person"),
        "identity:confirm": ("Confirmed that it is them", "confirm that it is them"),
        "conduct:acknowledge": (
            "Acknowledged the rules of conduct",
            "acknowledge the rules of conduct",
        ),
        "case:list": ("Listed cases", "list cases"),
        "case:find": ("Searched for a young person’s cases", "search for a young person’s cases"),
        "case:read": ("Looked at the case", "look at the case"),
        "case:print": ("Took the case to paper", "take the case to paper"),
        "case:inspect": (
            "Laid the case out for an inspection",
            "lay the case out for an inspection",
        ),
        "case:widen": ("Opened the case in an emergency", "open the case in an emergency"),
        "case:dispose": ("Disposed of the case", "dispose of the case"),
        "team:change": ("Changed who is let into the case", "change who is let into the case"),
        "delegation:list": ("Listed what is delegated", "list what is delegated"),
        "delegation:change": ("Changed what is delegated", "change what is delegated"),
        "record:sign": ("Signed a record", "sign a record"),
        "record:correct": ("Corrected a record", "correct a record"),
        "ledger:read": (
            "Read who saw and did what in the case",
            "read who saw and did what in the case",
        ),
        "ledger:export": (
            "Took what the ledger says of the case elsewhere",
            "take what the ledger says of the case elsewhere",
        ),
        "ledger:list": ("Read what was done at the school", "read what was done at the school"),
        "ledger:checkpoint": ("Signed where the ledger stands", "sign where the ledger stands"),
        "numbers:read": (
            "Read numbers without the small ones",
            "read numbers without the small ones",
        ),
        "numbers:count": ("Counted cases exactly", "count cases exactly"),
        "case:move": (
            "Moved the case to another policy",
            "move the case to another policy",
        ),
        "move:read": (
            "Looked at what moving the case to another policy would change",
            "look at what moving the case to another policy would change",
        ),
        "move:propose": (
            "Proposed to move the case to another policy",
            "propose to move the case to another policy",
        ),
        "move:withdraw": (
            "Took back that the case be moved to another policy",
            "take back that the case be moved to another policy",
        ),
        "hold:read": ("Looked whether the case is on hold", "look whether the case is on hold"),
        "hold:set": ("Put the case on hold", "put the case on hold"),
        "hold:lift": ("Lifted the hold on the case", "lift the hold on the case"),
        "disposal:propose": ("Proposed to dispose of the case", "propose to dispose of the case"),
        "disposal:read": (
            "Looked whether the case may be disposed of",
            "look whether the case may be disposed of",
        ),
        "disposal:withdraw": (
            "Took back that the case be disposed of",
            "take back that the case be disposed of",
        ),
        "contact:read": ("Looked up whom to call", "look up whom to call"),
        "contact:report": ("Said that a contact is wrong", "say that a contact is wrong"),
        "contact:use": ("Called somebody about the case", "call somebody about the case"),
        "referral:send": (
            "Signed a referral on the authority’s own form",
            "sign a referral on the authority’s own form",
        ),
        "referral:deliver": ("Passed a referral on", "pass a referral on"),
        "referral:answer": (
            "Wrote down what came of a referral",
            "write down what came of a referral",
        ),
        "contact:change": ("Changed the school’s contacts", "change the school’s contacts"),
        "form:read": ("Looked at the forms", "look at the forms"),
        "contact:draft": ("Wrote contacts for schools", "write contacts for schools"),
        "contact:publish": ("Published contacts", "publish contacts"),
        "contact:pin": ("Trusted a key for contacts", "trust a key for contacts"),
        "contact:install": ("Took in contacts", "take in contacts"),
        "contact:apply": ("Approved contacts", "approve contacts"),
        "contact:drop": ("Took contacts back", "take contacts back"),
        "register:read": ("Read the school’s registers", "read the school’s registers"),
        "register:sign": (
            "Signed a line of the school’s registers",
            "sign a line of the school’s registers",
        ),
        "policy:read": ("Read the procedure", "read the procedure"),
        "policy:keep": (
            "Kept a policy with the cases opened under it",
            "keep a policy with the cases opened under it",
        ),
        "keys:rewrap": (
            "Wrapped the school’s keys anew under a new master key",
            "wrap the school’s keys anew under a new master key",
        ),
        "keys:rotate": ("Changed the school’s own key", "change the school’s own key"),
    }
)
"""What each act is called: where it was done, and where somebody tried to."""

BECAUSE: Mapping[str, str] = MappingProxyType(
    {
        "limit": "done too often in a short time",
        "password": "the password was wrong",
        "signature": "the signature was not theirs",
        "imagery": "it held image data",
    }
)
"""Why an act was refused, by what the ledger keeps of it; any other reason is words already."""


@dataclass(frozen=True)
class Doing:
    """One line: who, what, and how it ended. ``ref`` is the host's own key of whoever acted."""

    when: str
    who: str
    ref: str
    did: str
    refused: bool
    more: str
    origin: str
    record_id: str = ""
    case_id: str = ""


def doing(
    line: Line, policy: Policy | None = None, references: Mapping[str, str] = NOTHING
) -> Doing:
    """Return an entry as it is read; of a case, with the titles of the forms in its policy."""
    of, _, name = line.subject.partition(":")
    mine = line.actor == ENGINE
    return Doing(
        when=words.short_moment(line.at),
        who="yipplugin itself" if mine else line.actor_name or "somebody who is known no longer",
        ref="" if mine else line.actor,
        did=did(line.act, line.outcome),
        refused=line.outcome == "refused",
        more="; ".join(filter(None, _more(line, policy, references))),
        origin=line.origin,
        record_id=name if of == "record" else "",
        case_id=name if of == "case" and name in references else "",
    )


def did(act: str, outcome: str) -> str:
    """Return what was done, or what somebody tried to do."""
    done, tried = ACTS.get(act, (act, act))
    return f"Tried to {tried}" if outcome == "refused" else done


def _more(line: Line, policy: Policy | None, references: Mapping[str, str]) -> list[str]:
    of, _, name = line.subject.partition(":")
    detail = line.detail
    found = [_form(detail.get("form") or (name if of == "form" else ""), policy)]
    found.append("one young person’s chronology" if detail.get("of") == "person" else "")
    found += [_grant(detail), {**GROUNDS, **WHY}.get(detail.get("ground", ""), "")]
    found.append(_paper(detail, policy))
    if of == "case" and policy is None:
        found.append(references.get(name, ""))
    if {"first", "last"} <= detail.keys():
        found.append(f"from {detail['first']} to {detail['last']}")
    if "contact" in detail:
        found.append(f"{detail['contact']['org']}, {detail['contact']['phone']}".strip(", "))
    if detail.get("confirm_by"):
        due = datetime.fromisoformat(detail["confirm_by"])
        found.append(f"to be confirmed in writing by {words.short_moment(due)}")
    if of == "contacts":
        found.append(
            f"{name}{f', version {version}' if (version := detail.get('version')) else ''}"
        )
    if {"from", "to"} <= detail.keys():
        found.append(f"from {_version(detail['from'])} to {_version(detail['to'])}")
    if of == "policy":
        found.append(f"{name}, version {detail['version']}")
    if of == "checkpoint":
        found.append(f"number {name}, key {detail['fingerprint'][:16]}")
    if line.outcome == "refused":
        reason = detail.get("reason", "")
        found.append(BECAUSE.get(reason, reason))
        found.append(", ".join(detail.get("refusals", ())))
    return found


def _version(policy: Sequence[Any]) -> str:
    key, version, digest = policy
    return f"{key} version {version} ({digest[:8]})"


def _form(form: str, policy: Policy | None) -> str:
    known = (policy, *policy.earlier.values()) if policy else ()
    return next((one.forms[form].title for one in known if form in one.forms), form)


def _paper(detail: Mapping[str, Any], policy: Policy | None) -> str:
    key = detail.get("paper", "")
    known = policy.papers.get(key) if policy else None
    title = known.title if known else OURS.get(key, key)
    return f"{title}, as a file" if detail.get("file") else title


def _grant(detail: Mapping[str, Any]) -> str:
    if "grant" not in detail:
        return ""
    role = ROLES[detail["role"]]
    if "until" not in detail:
        return f"ended: {role}"
    return f"begun: {role}, until {words.short_moment(datetime.fromisoformat(detail['until']))}"
