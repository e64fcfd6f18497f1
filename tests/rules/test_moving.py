"""What counts of records under another policy, and that nothing of them is ever lost."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.rules.small import FORMS, NOON, duty, form, hour, policy, pupil, records
from yipplugin.conditions import Always, FactEver, FactIs, HasRecord, Not
from yipplugin.form import Choice, Question
from yipplugin.policy import Length, MetBy, Refusal, Trigger
from yipplugin.rules.carrying import as_read, place_in
from yipplugin.rules.closing import is_closed
from yipplugin.rules.moving import change, moved
from yipplugin.rules.naming import concerned
from yipplugin.rules.standing import standing
from yipplugin.values import Record

RULES = policy(
    duty(opens=FactIs("risk", ("yes",))),
    duty(id="T", do="Tell {person}", opens=Always(), each="pupil", met_by=(MetBy("talk"),)),
    triggers=(Trigger("X", "C", "There is a risk", FactEver("risk", ("yes",))),),
)


def under(digest, *changed, rules=RULES, without=()):
    """Return a policy with some forms in another shape, and some left out."""
    forms = {one.key: one for one in (*FORMS, *changed) if one.key not in without}
    return replace(rules, digest=digest, forms=MappingProxyType(forms))


BEFORE = under("before")


def read(will, *signed):
    """Return what records that were signed under ``BEFORE`` say under another policy."""
    policy_, kept = moved(BEFORE, will, records(*signed))
    return [as_read(policy_, one) for one in kept]


def test_a_form_of_the_same_key_takes_answers_to_the_questions_that_it_asks_too():
    will = under("after", form("note", Question("risk", "yes no", feeds="risk")))
    (one,) = read(will, ("r1", "note", {"risk": "yes", "day": "2026-03-01", "odd": "x"}))
    assert (one.form, one.answers, one.under) == ("note", {"risk": "yes"}, "")


def test_an_answer_to_another_kind_of_question_has_no_place():
    will = under("after", form("note", Question("day", "long text", feeds="incident_on")))
    assert read(will, ("r1", "note", {"day": "2026-03-01"}))[0].answers == {}


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        ("one of", "a", {"q": "a"}),
        ("one of", "b", {}),
        ("several of", ["b", "a"], {"q": ["a"]}),
        ("several of", ["b"], {}),
        # What such a kind offers is its own: an author words some of it.
        ("yes no unknown", "no", {"q": "no"}),
    ],
)
def test_an_answer_that_is_not_offered_has_no_place(kind, answer, kept):
    asked = form("pick", Question("q", kind, choices=(Choice("a", "A"), Choice("b", "B"))))
    offers = form("pick", Question("q", kind, choices=(Choice("a", "A, in other words"),)))
    policy_, signed = moved(
        under("one", asked), under("two", offers), records(("r1", "pick", {"q": answer}))
    )
    assert as_read(policy_, signed[0]).answers == kept


def test_rows_are_taken_column_by_column_and_keep_whom_they_are_for():
    table = Question("rows", "table", rows="each pupil", questions=(Question("told", "yes no"),))
    free = replace(table, rows="")
    answers = {"rows": [{"row_for": "pupil:1", "told": "yes", "gone": "x"}, {"row_for": "pupil:2"}]}
    was = under("one", form("rows", table), rules=RULES)
    wide = replace(table, questions=(*table.questions, Question("gone", "short text")))
    policy_, (one,) = moved(
        under("wide", form("rows", wide)), was, records(("r1", "rows", answers))
    )
    assert as_read(policy_, one).answers == {
        "rows": [{"row_for": "pupil:1", "told": "yes"}, {"row_for": "pupil:2"}]
    }
    policy_, (one,) = moved(under("two", form("rows", free)), was, records(("r1", "rows", answers)))
    assert as_read(policy_, one).answers == {}


@pytest.mark.parametrize(
    "will",
    [
        under("after", without=("talk",)),
        under("after", form("talk", about="")),
        under("after", form("talk", about="record:start")),
    ],
)
def test_a_record_that_no_form_is_alike_to_counts_for_nothing(will):
    one = pupil(1, born="2012-02-02")
    signed = (("r1", "start", {"people": [{"who": one}]}), ("r2", "talk", {"about": "pupil:1"}))
    policy_, kept = moved(BEFORE, will, records(*signed))
    assert place_in(policy_, kept[1]) is None
    told = change(BEFORE, will, records(*signed), NOON)
    assert [one.id for one in told.no_place] == ["r2"]
    assert [one.do for one in told.begins] == ["Tell P1"]
    assert set(told.after.current) == {"r1", "r2"}


def test_what_it_changes_is_told_by_what_people_read():
    later = Length("hours", 5)
    was = under("one", rules=policy(duty(id="A", do="Do it", due=Length("hours", 1))))
    rules = policy(
        duty(id="B", do="Do it", due=later),
        duty(id="N", do="Do this too"),
        triggers=(Trigger("X", "C", "There is a risk", FactEver("risk", ("yes",))),),
        refusals=(Refusal("R", "C", ("a:b", "c:d"), "Not yet", Not(Always()), "nothing"),),
    )
    will = under("two", rules=rules)
    told = change(was, will, records(("r1", "note", {"risk": "yes"})), NOON)
    assert [(one.id, other.id) for one, other in told.moves] == [("A", "B")]
    assert [one.do for one in told.begins] == ["Do this too"]
    assert [one.says for one in told.fires] == ["There is a risk"]
    assert [one.says for one in told.refuses] == ["Not yet"]
    back = change(will, was, records(("r1", "note", {"risk": "yes"})), NOON)
    assert [one.do for one in back.ends] == ["Do this too"]
    assert [one.says for one in back.falls] == ["There is a risk"]
    assert [one.says for one in back.allows] == ["Not yet"]


def test_questions_that_were_not_asked_are_told_and_so_are_answers_without_a_place():
    asks = form(
        "note",
        Question("risk", "yes no", feeds="risk"),
        Question("new", "short text"),
        Question("read", "guidance"),
    )
    told = change(
        BEFORE,
        under("two", asks),
        records(("r1", "note", {"risk": "no", "day": "2026-03-01"})),
        NOON,
    )
    assert [[q.key for q in one.questions] for one in told.unasked] == [["new"]]
    assert [[q.key for q in one.questions] for one in told.partly] == [["day"]]
    silent = change(BEFORE, under("two", asks), records(("r1", "note", {"risk": "no"})), NOON)
    assert silent.partly == ()


def test_whoever_was_made_one_of_the_people_stays_one():
    quiet = form("start", Question("people", "table", questions=(Question("who", "person"),)))
    signed = (("r1", "start", {"people": [{"who": pupil(1), "part": ["in"]}]}),)
    told = change(BEFORE, under("two", quiet), records(*signed), NOON)
    assert [one.person.ref for one in told.after.people] == ["pupil:1"]
    assert [one.do for one in told.after.outstanding] == ["Tell P1"]
    assert concerned(told.policy, {}, moved(BEFORE, told.policy, records(*signed))[1][0],
                     {"pupil:1"}) == {"pupil:1"}  # fmt: skip


def test_a_case_that_was_closed_there_is_closed_here_only_by_a_form_of_here():
    closes = form("act", acts=("case:close",))
    was, will = under("one", closes), under("two")
    signed = records(("r1", "act", {}))
    assert is_closed(was, signed, ["r1"])
    policy_, kept = moved(was, will, signed)
    assert not is_closed(policy_, kept, ["r1"])
    policy_, kept = moved(was, under("two", without=("act",)), signed)
    assert not is_closed(policy_, kept, ["r1"])


YES_NO = some.sampled_from(["yes", "no"])
PEOPLE = some.lists(
    some.fixed_dictionaries(
        {
            "who": some.sampled_from([pupil(1, born="2012-02-02"), pupil(2)]),
            "part": some.just(["in"]),
            "told": YES_NO,
        }
    ),
    max_size=2,
)
ANSWERS = some.fixed_dictionaries(
    {},
    optional={
        "people": PEOPLE,
        "risk": YES_NO,
        "day": some.sampled_from(["2026-03-01", "2026-03-02"]),
        "sent": YES_NO,
        "called": some.text(max_size=3),
        "until": some.just("2026-03-09T12:00"),
    },
)


@some.composite
def cases(draw):
    """Draw the records of a case, corrections and records about others among them."""
    found: list[Record] = []
    for number in range(draw(some.integers(1, 6))):
        one = draw(some.sampled_from(FORMS))
        others = [f"record:{was.id}" for was in found if was.form in one.about_forms]
        about = draw(some.sampled_from(["pupil:1", *others])) if one.about else None
        again = [was for was in found if was.form == one.key]
        stands = [was for was in again if was.id not in {other.supersedes for other in found}]
        supersedes = draw(some.sampled_from([None, *(was.id for was in stands)]))
        (made,) = records((f"r{number}", one.key, draw(ANSWERS)))
        found.append(replace(
            made, about=about, supersedes=supersedes, signed_at=hour(number)
        ))  # fmt: skip
    return found


@some.composite
def policies(draw):
    """Draw another policy: some forms are gone, or about something else, or ask otherwise."""
    shapes = []
    for one in FORMS:
        match draw(some.sampled_from(["same", "same", "gone", "about", "less", "other"])):
            case "same":
                shapes.append(one)
            case "about":
                shapes.append(replace(one, about="" if one.about else "pupil"))
            case "less":
                shapes.append(form(one.key, *one.questions[:1], about=one.about))
            case "other":
                asked = [replace(q, kind="short text", feeds=None) for q in one.questions]
                shapes.append(form(one.key, *asked, about=one.about))
    kept = {one.key for one in shapes}
    return under("drawn", *shapes, without=[one.key for one in FORMS if one.key not in kept])


@settings(derandomize=True, database=None, deadline=None, max_examples=300)
@given(cases(), policies())
def test_moving_never_loses_a_record_and_a_move_and_back_gives_the_same_standing(signed, will):
    now = NOON + timedelta(days=3)
    before = standing(BEFORE, signed, now)
    there, kept = moved(BEFORE, will, signed)
    after = standing(there, kept, now)
    assert {*after.current, *after.corrected} == {one.id for one in signed}
    assert [replace(one, under="") for one in kept] == signed
    assert {one.person.ref for one in before.people} <= {one.person.ref for one in after.people}
    for one in kept:
        read_there = as_read(there, one)
        assert as_read(there, read_there) == read_there
        assert {*read_there.answers} <= {*one.answers}
    back, returned = moved(there, BEFORE, kept)
    assert standing(back, returned, now) == before


@settings(derandomize=True, database=None, deadline=None, max_examples=100)
@given(cases(), policies(), cases())
def test_what_is_signed_in_between_is_read_as_of_there(signed, will, more):
    """And never keeps a case from being read, wherever it goes."""
    there, kept = moved(BEFORE, will, signed)
    between = [
        replace(one, id=f"b{one.id}", supersedes=None, under=will.digest, about=None)
        for one in more
        if one.form in will.forms
    ]
    back, returned = moved(there, BEFORE, [*kept, *between])
    now = NOON + timedelta(days=3)
    assert len(standing(back, returned, now).current) >= len(between)
    elsewhere = replace(BEFORE, digest="third")
    policy_, again = moved(back, elsewhere, returned)
    assert {one.under for one in again} <= {"before", "drawn"}
    assert standing(policy_, again, now) is not None


def test_a_condition_on_records_reads_what_counts_there():
    rules = policy(duty(opens=HasRecord("note", None)))
    will = under("two", without=("note",), rules=rules)
    policy_, kept = moved(BEFORE, will, records(("r1", "note", {}), ("r2", "letter", {})))
    assert standing(policy_, kept, NOON).duties == ()
