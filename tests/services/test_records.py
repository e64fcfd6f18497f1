"""A record is signed by whom it may be, once, as the policy allows."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    GRACE,
    HANA,
    IVO,
    PAT,
    SAL,
    TESS,
    filled,
    own_password,
    staff,
    with_school,
)
from yipplugin.errors import (
    AlreadyCorrected,
    FormChanged,
    NotFound,
    ReasonMissing,
    ReasonsWanted,
    Refused,
    WrongSignature,
)
from yipplugin.services.cases import look
from yipplugin.services.records import sign
from yipplugin.services.reports import report
from yipplugin.store.cases import CaseRow
from yipplugin.store.verify import verify
from yipplugin.values import Everything, Verdict


def test_a_signed_record_moves_the_case_on(app, store, case_id, clock, school, ledger):
    clock.move(hours=1)
    record = sign(AMARA, case_id, filled("look"))
    assert (record.by, record.signed_at) == ("staff:amara", clock())
    assert ledger()[-1] == ("staff:amara", "record:sign", "done")
    assert school.events[-1][1].record_id == record.id
    with store.reading(Everything()) as session:
        case = session.get(CaseRow, case_id)
        assert (case.stage, case.next_duty, case.outstanding) == ("looked_at", "A-2", 1)
        assert case.next_due_at is None
        assert case.waits_for == " head "
        assert case.updated_at == clock()
        assert verify(session, case_id) is None


@pytest.mark.parametrize("actor", [TESS, COLIN, HANA, SAL, GRACE, IVO, PAT], ids=lambda a: a.name)
def test_only_who_a_form_is_for_may_sign_it(app, case_id, rows, ledger, actor):
    with pytest.raises(NotFound):
        sign(actor, case_id, filled("look"))
    assert rows()["yip_record"] == 1
    assert ledger()[-1] == (actor.ref, "record:sign", "refused")


def test_a_case_that_one_may_not_know_of_answers_as_one_that_there_is_not(app, case_id):
    raised = []
    for actor, wanted in ((TESS, case_id), (TESS, "f" * 32), (with_school(AMARA, "x"), case_id)):
        for act in (lambda a, c: sign(a, c, filled("look")), look):
            with pytest.raises(NotFound) as caught:
                act(actor, wanted)
            raised.append((type(caught.value), caught.value.args))
    assert len(set(raised)) == 1


def test_a_form_that_is_no_form_tells_nothing_about_the_case(app, case_id):
    with pytest.raises(NotFound):
        sign(TESS, case_id, filled("nothing", {"x": "y"}))
    with pytest.raises(FormChanged):
        sign(AMARA, case_id, filled("nothing", {"x": "y"}))


def test_signing_the_same_filling_twice_makes_one_record(app, case_id, rows, school):
    form = filled("look")
    first = sign(AMARA, case_id, form)
    assert sign(AMARA, case_id, replace(form, answers={"danger": "yes"})) == first
    assert rows()["yip_record"] == 2
    assert len(school.events) == 3


def test_a_record_that_is_sent_many_times_at_once_is_signed_once(app, case_id, rows):
    form, given, raised = filled("look"), [], []
    start = threading.Barrier(6)

    def send():
        with app.app_context():
            start.wait()
            try:
                given.append(sign(AMARA, case_id, form))
            except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
                raised.append(error)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    assert len({one.id for one in given}) == 1
    # Beside the two, that the policy was kept.
    assert (rows()["yip_record"], rows()["yip_ledger"]) == (2, 3)


def test_a_filling_of_one_case_is_none_of_another(app, case_id):
    form = filled("look")
    sign(AMARA, case_id, form)
    other = report(TESS, filled("report")).case_id
    with pytest.raises(NotFound):
        sign(AMARA, other, form)
    with pytest.raises(NotFound):
        sign(DEV, case_id, form)


def test_what_the_policy_refuses_is_not_signed_and_written_down(app, case_id, rows, ledger):
    sign(AMARA, case_id, filled("look", {"danger": "yes"}))
    with pytest.raises(Refused) as caught:
        sign(AMARA, case_id, filled("closure", reasons={"A-4": "It is"}))
    assert [one.clause for one in caught.value.refusals] == ["A-3"]
    assert rows()["yip_record"] == 2
    assert ledger("act", "subject", "outcome")[-1] == (
        "record:sign",
        f"case:{case_id}",
        "refused",
    )


def test_a_warning_is_answered_with_a_reason_that_is_kept(app, looked, case_id, rows):
    for reasons in ({}, {"A-4": "  "}, {"A-1": "Another"}):
        with pytest.raises(ReasonsWanted) as caught:
            sign(AMARA, case_id, filled("closure", reasons=reasons))
        assert [one.id for one in caught.value.warnings] == ["A-4"]
    assert rows()["yip_record"] == 2
    record = sign(
        AMARA, case_id, filled("closure", reasons={"A-4": " The head is away ", "x": "y"})
    )
    assert look(AMARA, case_id).signings[record.id].reasons == {"A-4": "The head is away"}


class TestSignature:
    """A form that asks for a signature takes the signer's own."""

    @pytest.fixture
    def form(self, looked):
        return filled("sign_off", about=f"record:{looked.id}")

    def test_the_signers_password_signs(self, app, case_id, form):
        record = sign(HANA, case_id, replace(form, signature=own_password(HANA)))
        assert look(HANA, case_id).signings[record.id].how == "password"

    def test_what_is_signed_already_needs_no_second_password(self, app, case_id, form):
        record = sign(HANA, case_id, replace(form, signature=own_password(HANA)))
        assert sign(HANA, case_id, form) == record

    @pytest.mark.parametrize("given", [None, own_password(AMARA)], ids=["none", "another's"])
    def test_anything_else_does_not_and_is_written_down(
        self, app, case_id, form, rows, ledger, given
    ):
        with pytest.raises(WrongSignature):
            sign(HANA, case_id, replace(form, signature=given))
        assert rows()["yip_record"] == 2
        assert ledger("actor", "act", "subject", "outcome")[-1] == (
            "staff:hana",
            "record:sign",
            "form:sign_off",
            "refused",
        )

    @pytest.mark.parametrize(
        ("minutes", "counts"), [(0, True), (10, True), (11, False), (-1, False)]
    )
    def test_the_hosts_own_confirmation_counts_for_a_while(
        self, app, case_id, form, school, clock, minutes, counts
    ):
        school.confirmed_at = clock() - timedelta(minutes=minutes)
        if counts:
            record = sign(HANA, case_id, form)
            assert look(HANA, case_id).signings[record.id].how == "host"
        else:
            with pytest.raises(WrongSignature):
                sign(HANA, case_id, form)

    def test_a_failing_host_signs_nothing(self, app, case_id, form, school):
        school.confirmed_at = "yesterday"
        with pytest.raises(WrongSignature):
            sign(HANA, case_id, form)

    def test_a_form_without_the_question_is_signed_by_being_signed_in(self, app, case_id, looked):
        assert look(AMARA, case_id).signings[looked.id].how == "account"

    @pytest.mark.sqlite
    def test_a_password_is_written_nowhere(self, app, store, case_id, form, tmp_path):
        sign(HANA, case_id, replace(form, signature=own_password(HANA)))
        assert b"Hana's own" not in (tmp_path / "yip.sqlite").read_bytes()
        assert "own" not in repr(replace(form, signature=own_password(HANA)))


class TestCorrection:
    """A correction is another record; both stay."""

    def correction(self, record, answers=None, **more):
        usual = {"supersedes": record.id, "reason": "I misheard"}
        return filled(record.form, answers or {"danger": "yes"}, **(usual | more))

    def test_it_takes_the_place_of_what_it_corrects(self, app, case_id, looked, ledger):
        record = sign(AMARA, case_id, self.correction(looked))
        assert (record.supersedes, record.reason) == (looked.id, "I misheard")
        assert ledger()[-1] == ("staff:amara", "record:correct", "done")
        view = look(AMARA, case_id)
        assert len(view.records) == 3
        assert view.standing.corrected == {looked.id: record.id}

    def test_it_says_why(self, app, case_id, looked, rows):
        with pytest.raises(ReasonMissing):
            sign(AMARA, case_id, self.correction(looked, reason="  "))
        assert rows()["yip_record"] == 2

    def test_it_corrects_what_stands_now(self, app, case_id, looked):
        later = sign(AMARA, case_id, self.correction(looked))
        with pytest.raises(AlreadyCorrected) as caught:
            sign(AMARA, case_id, self.correction(looked))
        assert caught.value.by == later.id
        assert sign(AMARA, case_id, self.correction(later)).supersedes == later.id

    def test_it_is_of_the_same_form(self, app, case_id, looked):
        with pytest.raises(Refused):
            sign(AMARA, case_id, filled("closure", supersedes=looked.id, reason="x"))

    def test_it_is_for_the_author_and_the_dsl_group(self, app, case_id):
        view = look(AMARA, case_id)
        form = {"said": "Otherwise", "pupil": view.records[0].answers["pupil"]}
        with pytest.raises(NotFound):
            sign(COLIN, case_id, self.correction(view.records[0], form))
        with pytest.raises(NotFound):
            sign(HANA, case_id, self.correction(view.records[0], form))
        second = sign(TESS, case_id, self.correction(view.records[0], form))
        third = sign(DEV, case_id, self.correction(second, form))
        with pytest.raises(NotFound):
            sign(TESS, case_id, self.correction(third, form))

    def test_a_record_of_another_case_is_not_corrected(self, app, case_id, looked):
        other = report(COLIN, filled("report"))
        form = self.correction(other.records[0], {"said": "Otherwise"})
        with pytest.raises(NotFound):
            sign(COLIN, case_id, form)
        with pytest.raises(Refused):
            sign(AMARA, case_id, form)

    def test_a_member_of_staff_who_was_named_by_mistake_may_know_again(self, app, case_id):
        named = {"danger": "unknown", "adult": staff(DEV)}
        first = sign(AMARA, case_id, filled("look", named))
        with pytest.raises(NotFound):
            look(DEV, case_id)
        sign(AMARA, case_id, self.correction(first))
        assert look(DEV, case_id).id == case_id


@pytest.mark.parametrize("actor", [AMARA, DEV, HANA, SAL], ids=lambda one: one.name)
def test_whoever_a_record_names_is_shut_out_by_it(app, actor):
    form = filled("report", {"said": "As told", "adult": staff(actor)})
    case_id = report(TESS, form).case_id
    with pytest.raises(NotFound):
        look(actor, case_id)
    with pytest.raises(NotFound):
        sign(actor, case_id, filled("look"))


def test_a_plugin_can_narrow_what_people_may_do(app, case_id, school, rows):
    seen = []

    def objects(actor, act, case):
        seen.append((act, case.reporter))
        return Verdict(False, "on leave")

    school.objects = objects
    with pytest.raises(NotFound):
        sign(AMARA, case_id, filled("look"))
    assert seen == [("record:sign", "staff:tess")]
    assert rows()["yip_record"] == 1


def test_a_plugin_that_fails_refuses(app, case_id, school):
    school.objects = lambda actor, act, case: 1 / 0
    with pytest.raises(NotFound):
        sign(AMARA, case_id, filled("look"))


def test_a_plugin_cannot_widen_what_people_may_do(app, case_id, school):
    school.objects = lambda actor, act, case: Verdict(True, "a friend")
    with pytest.raises(NotFound):
        look(IVO, case_id)
