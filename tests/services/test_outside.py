"""A case for outside: one person is named, and of nobody else is any name left."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rules.test_anonymising import NAME, spellings, words_of
from yipplugin.rules.outcome import Override
from yipplugin.rules.standing import standing
from yipplugin.services.cases import CaseView
from yipplugin.services.everybody import letters
from yipplugin.services.outside import anonymised
from yipplugin.store.records import Signing
from yipplugin.values import Actor, CaseKnown, Record

SIGNED = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROBIN, KIT = ("pupil:1", "Robin Ash"), ("pupil:2", "Kit Moss")
MUM, TESS, AMARA = ("other:1", "Pat Ash"), ("staff:1", "Tess Archer"), ("staff:2", "Amara Obi")


def kept(ref, name, kind="pupil"):
    """Return somebody as an answer keeps them, with what would say who they are."""
    if kind == "other":
        return {"ref": ref, "name": name, "kind": kind, "relation": "mother", "age_band": "18_over"}
    about = {"born": "2011-05-02", "year": "10", "group": "10Q", "flags": {"sen": "yes"}}
    return {"ref": ref, "name": name, "kind": kind, **about}


def record(form, by, answers, **more):
    number = more.pop("number")
    ref, name = by
    return Record(
        id=f"{number:032x}", form=form, version=1, by=ref, by_name=name,
        by_roles=frozenset({"staff"}), signed_at=SIGNED + timedelta(hours=number),
        answers=answers, **more,
    )  # fmt: skip


def a_case(policy, records, opened_by=TESS):
    """Return a case as whoever reads it sees it."""
    reader = Actor(*AMARA, frozenset({"staff", "dsl"}))
    return CaseView(
        reader=reader, known=CaseKnown("school", opened_by[0]), id="c" * 32,
        reference="YIP-2026-0001", school="school", opened_at=SIGNED, opened_by=opened_by[0],
        opened_by_name=opened_by[1], policy=policy, records=tuple(records),
        signings={
            one.id: Signing("password", one.signed_at, {"PAR-3": f"Said by {one.by_name}."})
            for one in records
        },
        standing=standing(policy, records, SIGNED + timedelta(days=2)), team=(), others=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def westcroft():
    from yipplugin import shipped
    from yipplugin.packs.reading import read_policy

    fields = shipped.module("yipplugin.forms.fields").yip_field_types()
    kinds = {kind.name: kind() for kind in fields}
    return read_policy(shipped.folder("forms") / "policies" / "westcroft_2023", kinds)


def of_two(
    policy,
    robin=ROBIN,
    kit=KIT,
    mum=MUM,
    tess=TESS,
    amara=AMARA,
    text="Kit told Amara.",
    whom="her mother",
):
    """Return a case of two pupils and a parent, reported by one teacher and led by another."""
    report = {
        "pupils": [
            {"person": kept(*robin), "part": ["in_imagery"]},
            {"person": kept(*kit), "part": ["received_it"]},
        ],
        "others": [{"other": kept(*mum, "other"), "other_part": ["sent_it"]}],
        "account": text,
        "incident_on": "2026-03-01",
        "adult_involved": "no",
    }
    contact = {"whom": whom, "relation": "father", "said": text, "told": "yes"}
    return a_case(
        policy,
        [
            record("report", tess, report, number=1),
            record("taken_up", amara, {"safe_now": text}, number=2),
            record("taken_up", amara, {"safe_now": text}, number=3, reason=text,
                   supersedes=f"{2:032x}"),
            record("parent_contact", tess, contact, number=4, about=robin[0]),
            record("parent_contact", tess, contact, number=5, about=kit[0]),
        ],
        opened_by=tess,
    )  # fmt: skip


def said(value):
    """Return every text in a value, whatever holds it, in one."""
    if isinstance(value, str):
        return value + "\n"
    if hasattr(value, "items"):
        return "".join(map(said, value.values()))
    if isinstance(value, (list, tuple)):
        return "".join(map(said, value))
    return ""


def all_of(case):
    """Return everything that people wrote or are called in a case."""
    return "".join(
        [
            case.opened_by_name,
            *(said([one.by_name, one.answers, one.reason]) for one in case.records),
            *(said(one.reasons) for one in case.signings.values()),
            *(said(one.do) for one in case.standing.duties),
            *(said([one.person.name, one.person.relation]) for one in case.standing.people),
            *(said(one.reason) for one in case.standing.overrides),
        ]
    )


def test_everybody_but_the_person_it_is_about_is_a_role_or_a_letter(house, westcroft):
    copy = anonymised(of_two(westcroft), ROBIN[0])
    first = copy.case.records[0]
    robin, kit = (row["person"] for row in first.answers["pupils"])
    assert robin["name"] == "Robin Ash"
    assert robin["year"] == "10"
    assert kit == {"ref": "pupil:2", "name": "young person A", "kind": "other"}
    assert first.answers["others"][0]["other"]["name"] == "other person A"
    assert (first.by_name, copy.case.opened_by_name) == ("member of staff 1", "member of staff 1")
    assert first.answers["account"] == "Young person A told member of staff 2."
    assert first.answers["pupils"][1]["part"] == ["received_it"]
    assert [one.person.name for one in copy.case.standing.people] == [
        "Robin Ash", "young person A", "other person A",
    ]  # fmt: skip
    assert (copy.case.team, copy.case.others) == ((), ())


def test_a_record_and_a_duty_about_somebody_else_alone_are_left_out(house, westcroft):
    case = of_two(westcroft)
    copy = anonymised(case, ROBIN[0])
    assert [one.about for one in copy.case.records] == [None, None, None, "pupil:1"]
    assert copy.left_out == 1
    assert {one.subject for one in copy.case.standing.duties} & {"pupil:1", "pupil:2"} <= {
        "pupil:1"
    }
    assert set(copy.case.signings) == {one.id for one in copy.case.records}


def test_what_the_policy_asks_for_and_why_it_was_set_aside_name_nobody_else(house, westcroft):
    case = of_two(westcroft)
    duty = replace(case.standing.duties[0], do="Ask Kit Moss", subject="")
    aside = Override("OVR", "DEC-1", "Set aside", "Amara said so.", ())
    case = replace(case, standing=replace(case.standing, duties=(duty,), overrides=(aside,)))
    stands = anonymised(case, ROBIN[0]).case.standing
    assert stands.duties[0].do == "Ask young person A"
    assert stands.overrides[0].reason == "Member of staff 2 said so."


def test_a_record_about_a_record_about_somebody_else_is_left_out(house, westcroft):
    case = of_two(westcroft)
    about = f"record:{case.records[-1].id}"
    more = record("referral_update", AMARA, {"said": "x"}, number=6, about=about)
    signings = {**case.signings, more.id: Signing("password", more.signed_at, {})}
    longer = replace(case, records=(*case.records, more), signings=signings)
    assert more.id not in {one.id for one in anonymised(longer, ROBIN[0]).case.records}
    assert more.id in {one.id for one in anonymised(longer, KIT[0]).case.records}


def test_a_name_that_was_typed_into_its_own_box_is_taken_out_everywhere(house, westcroft):
    text = "Ms Holloway rang. I know Holloway."
    case = of_two(westcroft, text=text)
    contact = replace(case.records[3], answers={"whom": "Ms Holloway", "said": text})
    case = replace(case, records=(*case.records[:3], contact))
    copy = anonymised(case, ROBIN[0])
    assert copy.case.records[3].answers["whom"] == "other person B"
    assert copy.case.records[0].answers["account"] == "Other person B rang. I know other person B."
    described = replace(contact, answers={"whom": "her mother", "said": "x"})
    copy = anonymised(replace(case, records=(*case.records[:3], described)), ROBIN[0])
    assert copy.case.records[3].answers["whom"] == "her mother"


def test_what_a_person_has_to_check_is_told(house, westcroft):
    copy = anonymised(of_two(westcroft, text="Kit, Ash and Bunny at Tesco."), ROBIN[0], ["bunny"])
    told = {(one.spelled, one.label) for one in copy.found}
    assert told >= {("Kit", "young person A"), ("Bunny", "[name taken out]")}
    assert copy.stays == (("Ash", 5),)
    assert copy.perhaps == ("Tesco",)
    assert copy.subject.name == "Robin Ash"


def test_a_name_that_the_host_could_not_tell_takes_out_no_plain_words(house, westcroft):
    unknown = ("pupil:2", "Name not known (pupil:2)")
    copy = anonymised(of_two(westcroft, kit=unknown, text="It is not known."), ROBIN[0])
    assert copy.case.records[0].answers["account"] == "It is not known."


def test_letters_go_on_after_z():
    assert [letters(n) for n in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]


@settings(
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_no_part_of_any_other_name_is_left_anywhere(house, westcroft, data):
    names = data.draw(st.lists(NAME, min_size=5, max_size=5, unique_by=str.casefold))
    refs = ("pupil:1", "pupil:2", "other:1", "staff:1", "staff:2")
    people = dict(zip(refs, names, strict=True))
    words = data.draw(st.lists(st.sampled_from(names).flatmap(spellings), max_size=8))
    case = of_two(westcroft, *people.items(), text=" and ".join(words), whom=names[2])
    left = words_of(all_of(anonymised(case, "pupil:1").case))
    for ref, name in people.items():
        parts = {one for one in words_of(name) if len(one) >= 3}
        assert ref == "pupil:1" or not (parts - words_of(names[0])) & (left - FIXED), name


FIXED = words_of(
    "young person other member of staff or said by taken out name mother father yes no in imagery "
    "received it sent first talk with tell the parents or carers of hold review take up report"
)
"""Words that stand in every copy; names here are made up of letters, and may be one of them."""
