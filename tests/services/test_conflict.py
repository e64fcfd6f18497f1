"""A case that names the lead is the head's, one that names the head is for whoever stands in."""

import pytest

from tests.services.conftest import (
    ALEX,
    AMARA,
    COLIN,
    DEV,
    EZRA,
    GRACE,
    HANA,
    KIT,
    PUPIL,
    SAL,
    TESS,
    filled,
    own_password,
    staff,
)
from yipplugin.errors import NotFound
from yipplugin.services import drafts
from yipplugin.services.cases import CaseFilter, look, of_pupils, page
from yipplugin.services.outbox import deliver
from yipplugin.services.records import add_to_report, sign
from yipplugin.services.reports import KeptFrom, kept_from, own_reports, receipt, report
from yipplugin.values import DSL_GROUP, HEADS, STAND_INS

EVERYBODY = (TESS, COLIN, AMARA, DEV, HANA, GRACE, SAL, EZRA, ALEX)


@pytest.fixture
def naming(app):
    """Return a function that reports a concern about members of staff, and gives the case's id."""

    def make(*adults, by=TESS):
        first, *others = adults
        told = {"said": "As told", "pupil": PUPIL, "adult": staff(first)}
        case_id = report(by, filled("report", told)).case_id
        for one in others:
            reader = next(who for who in (AMARA, HANA, EZRA) if opens(who, case_id))
            sign(reader, case_id, filled("look", {"danger": "no", "adult": staff(one)}))
        return case_id

    return make


def opens(actor, case_id):
    try:
        return look(actor, case_id) is not None
    except NotFound:
        return False


def readers(case_id):
    return {one.name for one in EVERYBODY if opens(one, case_id)}


def listed(actor, **wanted):
    return {row.id for row in page(actor, CaseFilter(**wanted)).rows}


def link(case_id):
    return f"/cases/{case_id}"


@pytest.mark.parametrize(
    ("named", "may_read"),
    [
        ((COLIN,), {"Amara", "Dev", "Hana", "Ezra"}),
        ((DEV,), {"Amara", "Hana", "Ezra"}),
        ((AMARA,), {"Hana", "Ezra"}),
        ((HANA,), {"Amara", "Dev", "Ezra", "Grace", "Alex"}),
        ((EZRA,), {"Amara", "Dev", "Hana", "Grace", "Alex"}),
        ((AMARA, HANA), {"Ezra", "Grace", "Alex"}),
        ((HANA, EZRA, AMARA), {"Grace", "Alex"}),
        ((HANA, GRACE), {"Amara", "Dev", "Ezra", "Alex"}),
    ],
    ids=lambda given: "+".join(sorted(getattr(one, "name", one) for one in given)),
)
def test_whoever_is_named_sends_the_case_to_others(naming, named, may_read):
    case_id = naming(*named)
    assert readers(case_id) == may_read
    for one in (AMARA, DEV, HANA, EZRA, GRACE, ALEX, SAL):
        assert (case_id in listed(one)) == (one.name in may_read)
        assert bool(of_pupils(one, [PUPIL["ref"]])) == (one.name in may_read)


def test_what_waits_for_the_lead_waits_for_the_head(naming):
    case_id = naming(AMARA)
    assert case_id in listed(HANA, mine=True)
    assert case_id in listed(EZRA, mine=True)
    other = naming(COLIN)
    assert other in listed(AMARA, mine=True)
    assert other not in listed(HANA, mine=True)


def test_what_waits_for_the_head_waits_for_whoever_stands_in(naming):
    case_id = naming(HANA)
    sign(AMARA, case_id, filled("look"))
    assert case_id in listed(GRACE, mine=True)
    assert case_id in listed(ALEX, mine=True)


def test_the_head_signs_in_the_place_of_a_lead_who_is_named(naming):
    case_id = naming(AMARA)
    record = sign(HANA, case_id, filled("look"))
    assert record.by_roles == {"staff", "head", "dsl"}
    assert look(HANA, case_id).reader.roles == {"staff", "head", "dsl"}
    with pytest.raises(NotFound):
        sign(DEV, case_id, filled("look"))


def test_the_chair_of_governors_signs_in_the_place_of_a_head_who_is_named(naming):
    case_id = naming(HANA)
    first = sign(AMARA, case_id, filled("look"))
    form = filled("sign_off", about=f"record:{first.id}", signature=own_password(GRACE))
    assert sign(GRACE, case_id, form).by_roles == {"chair_of_governors", "head"}


def test_word_of_a_case_that_names_the_lead_goes_to_the_heads(naming, school):
    naming(AMARA)
    deliver(link)
    (notice,) = school.notices
    assert notice.to_roles == HEADS
    assert notice.not_to == {AMARA.ref}


def test_word_that_was_left_before_the_lead_was_named_goes_to_the_heads(app, school):
    case_id = report(TESS, filled("report")).case_id
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    deliver(link)
    assert [one.to_roles & DSL_GROUP for one in school.notices] == [set(), set()]
    assert {one.not_to for one in school.notices} == {frozenset({AMARA.ref})}


def test_word_of_a_case_that_names_the_head_goes_to_whoever_stands_in(naming, school):
    case_id = naming(HANA)
    sign(AMARA, case_id, filled("look"))
    deliver(link)
    assert {"head"} | STAND_INS in [one.to_roles for one in school.notices]
    assert {one.not_to for one in school.notices} == {frozenset({HANA.ref})}


def test_a_lead_who_is_named_after_working_in_a_case_loses_all_of_it_at_once(app, case_id):
    sign(AMARA, case_id, filled("look"))
    key = drafts.DraftKey("closure", case_id)
    drafts.keep(AMARA, key, "begun", [["why", "x"]])
    assert [one.key for one in drafts.mine(AMARA)] == [key]
    add_to_report(TESS, case_id, filled("report_addition"))
    sign(DEV, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    for one in (AMARA, DEV):
        assert not opens(one, case_id)
        assert listed(one) == set()
        assert drafts.mine(one) == ()
        assert of_pupils(one, [PUPIL["ref"]]) == {}
    with pytest.raises(NotFound):
        sign(AMARA, case_id, filled("closure"))
    assert opens(HANA, case_id)


def test_whoever_names_themselves_signs_that_and_sees_no_more(app, case_id):
    sign(AMARA, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    assert not opens(AMARA, case_id)
    assert len(look(HANA, case_id).records) == 2


def test_a_lead_who_reported_it_and_is_named_later_has_no_receipt_any_more(app):
    told = {"said": "x", "pupil": PUPIL}
    case_id = report(AMARA, filled("report", told)).case_id
    assert [one.case_id for one in own_reports(AMARA)] == [case_id]
    sign(DEV, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    assert own_reports(AMARA) == ()
    with pytest.raises(NotFound):
        receipt(AMARA, case_id)


def test_a_deputy_who_reported_the_lead_has_the_receipt_and_not_the_case(naming):
    case_id = naming(AMARA, by=DEV)
    assert not opens(DEV, case_id)
    assert receipt(DEV, case_id).case_id == case_id


def test_a_name_that_is_corrected_away_opens_the_case_again(app, case_id):
    named = sign(DEV, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    assert not opens(AMARA, case_id)
    right = filled("look", supersedes=named.id, reason="It was another adult.")
    sign(HANA, case_id, right)
    assert opens(AMARA, case_id)
    assert opens(DEV, case_id)


def test_a_reporter_is_told_past_whom_the_report_goes_by_what_they_wrote_alone(app, case_id):
    told = {"said": "x", "pupil": PUPIL, "adult": staff(AMARA)}
    about_the_lead = report(TESS, filled("report", told))
    assert "dsl" in kept_from(TESS, about_the_lead).roles
    assert kept_from(TESS, about_the_lead).names == {AMARA.name}
    sign(DEV, case_id, filled("look", {"danger": "no", "adult": staff(AMARA)}))
    assert kept_from(TESS, receipt(TESS, case_id)) == KeptFrom()


def test_cases_are_found_by_a_pupil_and_hidden_ones_are_as_if_there_were_none(app, naming, ledger):
    open_to_all = naming(COLIN)
    hidden = naming(DEV)
    kits = report(TESS, filled("report", {"said": "x", "pupil": KIT})).case_id
    refs = [PUPIL["ref"], KIT["ref"], "pupil:9"]
    found = {ref: {one.id for one in lines} for ref, lines in of_pupils(AMARA, refs).items()}
    assert found == {PUPIL["ref"]: {open_to_all, hidden}, KIT["ref"]: {kits}}
    found = {ref: {one.id for one in lines} for ref, lines in of_pupils(DEV, refs).items()}
    assert found == {PUPIL["ref"]: {open_to_all}, KIT["ref"]: {kits}}
    assert of_pupils(SAL, refs) == {}
    assert ledger()[-1] == (SAL.ref, "case:find", "done")
    assert {one.id for one in look(AMARA, open_to_all).others} == {hidden}
    assert look(DEV, open_to_all).others == ()
