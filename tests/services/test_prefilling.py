"""What a case fills in of an authority's form: every source, and answers of every kind."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.services.conftest import AMARA, KIT, PUPIL, TESS, filled, staff
from yipplugin.form import Choice, Form, Question, Step
from yipplugin.referral import DAYS, SOURCES, Delivery, ReferralForm, Source
from yipplugin.services import prefilling
from yipplugin.services.cases import look
from yipplugin.services.prefilling import prefilled
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.values import Person

ROBIN = Person("pupil:1", "Robin Ash", born=date(2012, 2, 29), year="9")
MOSS = Person("pupil:2", "Kit Moss", born=date(2010, 6, 14), year="11")
NAMELESS = Person("pupil:3", "Alex Roe")
LEVELS = (Choice("low", "Not much"), Choice("high", "A lot"))
KNOWN = """\
form: known
version: 1
title: What is known
who: [dsl, deputy_dsl]
clause: A-3
steps:
  - title: All of it
    questions:
      - words: {ask: In words?, kind: long text}
      - yes: {ask: Is it so?, kind: yes no unknown}
      - day: {ask: Which day?, kind: date}
      - at: {ask: When?, kind: date and time}
      - count: {ask: How many?, kind: number}
      - level: {ask: How much?, kind: one of, choices: [{low: Not much}, {high: A lot}]}
      - which:
          ask: What of it?
          kind: several of
          choices: [{low: Not much}, {mid: Some}, {high: A lot}]
      - whom: {ask: Who?, kind: person, of: staff}
      - route: {ask: Whom did you call?, kind: contact}
"""
MASH = {
    "note": "n1",
    "at": "2026-03-02T09:30:00+00:00",
    "contact": {
        "org": "Made-up MASH", "role": "duty worker", "phone": "0114 496 0001", "email": "",
        "form_url": "", "url": "", "verified_on": None, "verified_by": "",
    },
}  # fmt: skip


@pytest.fixture
def pack(pack):
    (pack / "forms" / "known.yaml").write_text(KNOWN)
    return pack


def fills(source, kind="long text", choices=()):
    """Return a form of one question, and what fills it in."""
    question = Question("asked", kind, "Asked?", choices=choices)
    form = Form("f", 1, "A form", (Step("All", (question,)),), ())
    return ReferralForm("a/f", "csc_front_door", (), "a/r", form, Delivery("phone"),
                        {"asked": source})  # fmt: skip


def fill(case_id, source, about=ROBIN, actor=AMARA, **asked):
    return prefilled(fills(source, **asked), actor, look(actor, case_id), about).get("asked")


def knows(case_id, by=AMARA, **answers):
    return sign(by, case_id, filled("known", answers))


def given(*keys):
    return Source(answers=tuple(("known", key) for key in keys))


@pytest.fixture
def named(app):
    app.config["YIP_SCHOOL_NAME"] = "Toy School"


SAID = {
    "name": ("Robin Ash", "Kit Moss"),
    "date of birth": ("Wednesday 29 February 2012", "Monday 14 June 2010"),
    "age": ("14", "15"),
    "year group": ("9", "11"),
    "case": ("YIP-2026-0001", "YIP-2026-0001"),
    "school": ("Toy School", "Toy School"),
    "referred by": ("Amara", "Amara"),
    "role": ("designated safeguarding lead", "designated safeguarding lead"),
    "date": ("Wednesday 4 March 2026", "Wednesday 4 March 2026"),
    "reported at": ("Monday 2 March 2026", "Monday 2 March 2026"),
    "reasons": ("Somebody is in danger.", "Somebody is in danger."),
    "reported": ("What was said?\nAs told", "What was said?\nAs told"),
}


def test_the_table_has_every_source_that_a_pack_may_name():
    assert SAID.keys() == SOURCES.keys() == prefilling.SOURCES.keys()


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("about", [ROBIN, MOSS], ids=["Robin", "Kit"])
def test_every_source_says_what_is_known_of_whom_the_form_is_about(
    named, app, clock, source, about
):
    case_id = report(TESS, filled("report")).case_id
    sign(AMARA, case_id, filled("look", {"danger": "yes"}))
    clock.move(days=2)
    said = fill(case_id, Source(source), about)
    assert said == SAID[source][about is MOSS]


@pytest.mark.parametrize(
    ("source", "day"),
    [("date of birth", "2012-02-29"), ("date", "2026-03-02"), ("reported at", "2026-03-02")],
)
def test_a_date_question_takes_the_day_itself(case_id, source, day):
    assert {*DAYS} == {"date of birth", "date", "reported at"}
    assert fill(case_id, Source(source), kind="date") == day


@pytest.mark.parametrize("about", [None, NAMELESS], ids=["of nobody", "of somebody"])
@pytest.mark.parametrize("source", ["date of birth", "age", "year group", "school", "reasons"])
def test_what_nobody_knows_yet_is_left_for_people(case_id, source, about):
    assert prefilled(fills(Source(source)), AMARA, look(AMARA, case_id), about) == {}


def test_the_day_on_which_it_is_filled_in_is_the_day_in_england(case_id, clock):
    clock.time = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    assert fill(case_id, Source("date"), kind="date") == "2026-06-02"


def test_a_reason_that_a_correction_withdrew_is_no_reason(case_id):
    first = sign(AMARA, case_id, filled("look", {"danger": "yes"})).id
    assert fill(case_id, Source("reasons")) == "Somebody is in danger."
    more = {"supersedes": first, "reason": "I had misheard."}
    sign(AMARA, case_id, filled("look", {"danger": "no"}, **more))
    assert fill(case_id, Source("reasons")) is None


ANSWERS = [
    ("words", "long text", "They are afraid.", "They are afraid."),
    ("yes", "yes no unknown", "unknown", "unknown"),
    ("yes", "long text", "no", "No"),
    ("yes", "yes no", "unknown", None),
    ("day", "date", "2026-03-01", "2026-03-01"),
    ("day", "short text", "2026-03-01", "Sunday 1 March 2026"),
    ("at", "date", "2026-03-01T14:05:00+00:00", "2026-03-01"),
    ("at", "long text", "2026-03-01T14:05:00+00:00", "Sunday 1 March 2026, 2:05pm"),
    ("count", "number", 0, 0),
    ("count", "long text", 0, "0"),
    ("level", "one of", "high", "high"),
    ("level", "several of", "high", ["high"]),
    ("level", "long text", "high", "A lot"),
    ("which", "several of", ["low", "mid"], ["low"]),
    ("which", "several of", ["mid"], None),
    ("which", "long text", ["low", "high"], "Not much, A lot"),
    ("whom", "long text", staff(TESS), "Tess (staff)"),
    ("whom", "one of", staff(TESS), None),
    ("route", "long text", MASH,
     "Made-up MASH, duty worker, 0114 496 0001. Noted 2 Mar 2026, 9:30am; nobody had checked it"),
    ("route", "date", MASH, None),
    ("words", "date", "Last Monday", None),
    ("words", "number", "Three", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "kind", "answer", "fitted"), ANSWERS, ids=[f"{one[0]}-{one[1]}" for one in ANSWERS]
)
def test_an_answer_is_put_into_the_shape_that_is_asked_for(case_id, key, kind, answer, fitted):
    knows(case_id, **{key: answer})
    choices = LEVELS if kind.endswith(" of") else ()
    assert fill(case_id, given(key), kind=kind, choices=choices) == fitted


def test_the_newest_answer_counts_and_no_corrected_one(case_id, clock):
    assert fill(case_id, given("words")) is None
    knows(case_id, words="First.")
    clock.move(minutes=1)
    second = knows(case_id, words="Second.").id
    clock.move(minutes=1)
    knows(case_id, yes="no")
    assert fill(case_id, given("words")) == "Second."
    more = {"supersedes": second, "reason": "It was a slip."}
    sign(AMARA, case_id, filled("known", {"words": "Corrected."}, **more))
    assert fill(case_id, given("words")) == "Corrected."


def test_the_first_question_with_an_answer_counts_and_unknown_ones_are_passed_over(case_id):
    knows(case_id, words="Known.")
    unknown = (("known", "no_such"), ("no_such", "words"), ("known", "yes"), ("known", "words"))
    assert fill(case_id, Source(answers=unknown)) == "Known."
    knows(case_id, yes="yes")
    assert fill(case_id, Source(answers=unknown)) == "Yes"


def test_of_what_was_reported_there_is_no_name_and_no_more_than_a_question_holds(app):
    said = {"said": "A" * 11_000, "pupil": KIT}
    case_id = report(TESS, filled("report", said)).case_id
    told = fill(case_id, Source("reported"))
    assert len(told) == prefilling.LONGEST
    assert told.startswith("What was said?\nAAA")
    assert "Moss" not in told


def test_it_is_said_who_fills_it_in_and_not_who_reported(case_id):
    hers = replace(AMARA, roles=AMARA.roles | {"deputy_dsl"})
    assert fill(case_id, Source("referred by"), actor=hers) == "Amara"
    assert fill(case_id, Source("role"), actor=hers) == (
        "designated safeguarding lead and deputy designated safeguarding lead"
    )
    assert PUPIL["name"] == fill(case_id, Source("name"))
    teacher = replace(AMARA, roles=frozenset({"staff"}))
    case = look(AMARA, case_id)
    assert prefilled(fills(Source("role")), teacher, case, ROBIN) == {"asked": "member of staff"}
