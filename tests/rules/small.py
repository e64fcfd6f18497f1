"""A small made-up policy, and records under it an hour apart, for tests of the rules."""

from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from yipplugin.conditions import (
    Always,
)
from yipplugin.form import Form, Question, Step
from yipplugin.policy import Clause, Duty, Fact, MetBy, Policy, Stage
from yipplugin.rules.standing import standing
from yipplugin.values import Record

NOON = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
TABLE = Question(
    "people",
    "table",
    questions=(
        Question("who", "person", joins=True),
        Question("part", "several of", feeds="part"),
        Question("told", "yes no", feeds="told"),
    ),
)
ASKED = (Question("risk", "yes no", feeds="risk"), Question("day", "date", feeds="incident_on"))


def form(key, *questions, about="", **rest):
    return Form(key, 1, key, (Step("S", questions),), ("dsl",), about=about, **rest)


FORMS = [
    form("start", TABLE, *ASKED),
    form("note", *ASKED),
    form("act", Question("done", "yes no")),
    form("talk", about="pupil"),
    form(
        "letter",
        Question("sent", "yes no", feeds="sent"),
        Question("urgent", "yes no", feeds="urgent"),
    ),
    form("reply", Question("end", "yes no", feeds="over"), about="record:letter"),
    form("check", about="record:letter"),
    form("errand", Question("until", "date and time", feeds="by"), about="pupil"),
    form("told_more", Question("until", "date", feeds="by"), about="record:errand"),
    form("parcel", Question("called", "short text"), named_by="called"),
    form("either", about="record:letter,note"),
]
FACTS = [
    Fact("risk", "case", ("yes", "no"), "Risk"),
    Fact("incident_on", "case", ("date",), "Day"),
    Fact("part", "person", ("in",), "Part"),
    Fact("told", "person", ("yes", "no"), "Told"),
    Fact("sent", "record:letter", ("yes", "no"), "Sent"),
    Fact("over", "record:letter", ("yes", "no"), "Over"),
    Fact("by", "record:errand", ("date",), "By when"),
    Fact("urgent", "record:letter", ("yes", "no"), "Urgent"),
]


def policy(*duties, triggers=(), two_people=(), refusals=(), warnings=()):
    return Policy(
        "p",
        1,
        "P",
        date(2026, 1, 1),
        date(2027, 1, 1),
        MappingProxyType({"C": Clause("C", "says", "obliged")}),
        MappingProxyType({one.key: one for one in FORMS}),
        MappingProxyType({one.name: one for one in FACTS}),
        (Stage("one", "One", Always()),),
        duties=duties,
        triggers=triggers,
        two_people=two_people,
        refusals=refusals,
        warnings=warnings,
    )


def duty(**given):
    defaults = {"id": "D", "clause": "C", "do": "Do it", "opens": Always(), "who": ("dsl",)}
    return Duty(**(defaults | {"met_by": (MetBy("act"),)} | given))


def records(*signed):
    """Return records, an hour apart from noon: ``(id, form)`` and what else is given of each."""
    return [
        Record(
            id=id,
            form=key,
            version=1,
            by=rest.pop("by", "a"),
            by_name="",
            by_roles=frozenset({"dsl"}),
            signed_at=NOON + timedelta(hours=hour),
            about=rest.pop("about", None),
            supersedes=rest.pop("supersedes", None),
            answers=rest,
        )
        for hour, (id, key, rest) in enumerate((id, key, dict(rest)) for id, key, rest in signed)
    ]


def hour(number):
    return NOON + timedelta(hours=number)


def seen(rules, *signed, at=None):
    """Return the duties of a case after these records."""
    all_records = records(*signed)
    now = at or all_records[-1].signed_at
    return standing(rules, all_records, now).duties


def pupil(number, **rest):
    return {"ref": f"pupil:{number}", "name": f"P{number}", "kind": "pupil", **rest}
