"""How often somebody may do an act is counted in the ledger, and waiting is enough."""

import threading

import pytest

from tests.services.conftest import (
    AMARA,
    COLIN,
    DEV,
    HANA,
    TESS,
    Signature,
    filled,
    own_password,
    with_school,
)
from yipplugin.errors import NotFound, SetupRefused, TooMany, WrongPassword, WrongSignature
from yipplugin.services import confirming, drafts, people
from yipplugin.services.cases import look
from yipplugin.services.drafts import DraftKey
from yipplugin.services.limits import hold
from yipplugin.services.records import add_to_report, sign
from yipplugin.services.reports import report
from yipplugin.settings import settle


@pytest.fixture
def limits(app):
    """Return a function that sets limits."""

    def set_to(**acts):
        app.config["YIP_LIMITS"] = {name.replace("_", ":"): limit for name, limit in acts.items()}
        settle(app.config)

    return set_to


def times(number, act):
    for _ in range(number):
        act()


def test_a_report_past_the_limit_waits_for_the_oldest_to_be_long_enough_ago(app, limits, clock):
    limits(report_make=[2, 60])
    report(TESS, filled("report"))
    clock.move(minutes=20)
    report(TESS, filled("report"))
    with pytest.raises(TooMany) as held:
        report(TESS, filled("report"))
    clock.move(minutes=40)
    assert held.value.again_at == clock()
    report(TESS, filled("report"))
    with pytest.raises(TooMany):
        report(TESS, filled("report"))


def test_the_usual_limit_lets_twenty_reports_an_hour_through(app):
    times(20, lambda: report(TESS, filled("report")))
    with pytest.raises(TooMany):
        report(TESS, filled("report"))


def test_a_limit_is_each_persons_own_and_each_schools(app, limits):
    limits(report_make=[1, 60])
    report(TESS, filled("report"))
    report(COLIN, filled("report"))
    report(with_school(TESS, "other"), filled("report"))
    with pytest.raises(TooMany):
        report(COLIN, filled("report"))


def test_the_same_form_sent_again_neither_counts_nor_is_refused(app, limits):
    limits(report_make=[2, 60], record_sign=[1, 10])
    once = filled("report")
    receipts = {report(TESS, once).case_id for _ in range(4)}
    case = receipts.pop()
    assert not receipts
    report(TESS, filled("report"))
    assert report(TESS, once).case_id == case
    look_at_it = filled("look")
    assert sign(AMARA, case, look_at_it).id == sign(AMARA, case, look_at_it).id


def test_nothing_is_written_of_an_act_that_was_held_up_but_the_refusal(app, limits, rows, ledger):
    limits(report_make=[1, 60])
    report(TESS, filled("report"))
    before = rows()
    with pytest.raises(TooMany):
        report(TESS, filled("report"))
    after = rows()
    assert {name for name in before if before[name] != after[name]} == {"yip_ledger"}
    assert ledger()[-1] == (TESS.ref, "report:make", "refused")


def test_trying_again_and_again_does_not_make_the_wait_longer(app, limits, clock):
    limits(report_make=[1, 60])
    report(TESS, filled("report"))
    for _ in range(6):
        clock.move(minutes=9)
        with pytest.raises(TooMany):
            report(TESS, filled("report"))
    clock.move(minutes=6)
    report(TESS, filled("report"))


def test_signing_correcting_and_adding_have_limits_of_their_own(app, limits, case_id):
    limits(record_sign=[1, 10], record_correct=[1, 10], report_add=[1, 60])
    looked = sign(AMARA, case_id, filled("look"))
    mended = sign(AMARA, case_id, filled("look", supersedes=looked.id, reason="a slip"))
    add_to_report(TESS, case_id, filled("report_addition"))
    with pytest.raises(TooMany):
        sign(AMARA, case_id, filled("look"))
    with pytest.raises(TooMany):
        sign(AMARA, case_id, filled("look", supersedes=mended.id, reason="again"))
    with pytest.raises(TooMany):
        add_to_report(TESS, case_id, filled("report_addition"))
    sign(DEV, case_id, filled("look"))


def test_whoever_opens_very_many_cases_is_held_up_whether_there_is_one_or_not(app, limits, case_id):
    limits(case_read=[3, 60])
    times(3, lambda: look(AMARA, case_id))
    for wanted in (case_id, "0" * 32):
        with pytest.raises(TooMany):
            look(AMARA, wanted)
    look(DEV, case_id)


def test_what_one_may_not_do_at_all_is_not_found_however_often(app, limits, case_id):
    limits(record_sign=[1, 10])
    for wanted in (case_id, "0" * 32, case_id):
        with pytest.raises(NotFound):
            sign(COLIN, wanted, filled("look"))


def wrong(actor):
    with pytest.raises(WrongPassword):
        confirming.confirm(actor, "not it")


def test_past_five_wrong_passwords_not_even_the_right_one_is_looked_at(app, clock, monkeypatch):
    times(5, lambda: wrong(AMARA))
    with monkeypatch.context() as without:
        without.delattr(confirming, "_is_right")
        with pytest.raises(TooMany):
            confirming.confirm(AMARA, "Amara's own")
    clock.move(minutes=15)
    assert confirming.confirm(AMARA, "Amara's own") == clock()


def test_wrong_passwords_count_together_wherever_they_were_typed(app, looked, case_id):
    def sign_off(password):
        about = f"record:{looked.id}"
        return sign(HANA, case_id, filled("sign_off", about=about, signature=Signature(password)))

    times(2, lambda: wrong(HANA))
    for _ in range(3):
        with pytest.raises(WrongSignature):
            sign_off("not it")
    with pytest.raises(TooMany):
        sign_off(own_password(HANA).password)
    with pytest.raises(TooMany):
        confirming.confirm(HANA, "Hana's own")
    assert confirming.confirm(AMARA, "Amara's own")


def test_a_signature_that_was_left_out_is_no_wrong_password(app, looked, case_id):
    about = f"record:{looked.id}"
    for _ in range(7):
        with pytest.raises(WrongSignature):
            sign(HANA, case_id, filled("sign_off", about=about))
    sign(HANA, case_id, filled("sign_off", about=about, signature=own_password(HANA)))


def test_a_search_for_people_is_on_the_ledger_without_the_name(app, limits, ledger):
    limits(person_find=[2, 10])
    people.find(TESS, "pupil", " Robin ")
    people.find(TESS, "staff", "Amara")
    assert people.find(TESS, "pupil", "  ") == []
    with pytest.raises(TooMany):
        people.find(TESS, "pupil", "Kit")
    assert ledger() == [
        (TESS.ref, "person:find", "done"),
        (TESS.ref, "person:find", "done"),
        (TESS.ref, "person:find", "refused"),
    ]
    assert not any(b"Robin" in row[0] or b"Amara" in row[0] for row in ledger("payload"))


class TestDrafts:
    def keep(self, submission, raw="x", revision=None, page=""):
        return drafts.keep(TESS, DraftKey("report"), submission, [["said", raw]], revision, page)

    def test_there_are_so_many_and_no_more(self, app, monkeypatch):
        monkeypatch.setattr(drafts, "MOST_DRAFTS", 3)
        kept = [self.keep(f"s{number}") for number in range(4)]
        assert [one.full for one in kept] == [False, False, False, True]
        assert kept[-1].draft is None
        assert self.keep("s0", "more").draft.raw == [["said", "more"]]
        drafts.discard(TESS, "s1")
        assert not self.keep("s4").full

    def test_stale_pages_cannot_fill_the_database(self, app, monkeypatch):
        monkeypatch.setattr(drafts, "MOST_APART", 200)
        self.keep("s", "now")
        assert self.keep("s", "old", 0, "one").conflict
        assert self.keep("s", "o" * 300, 0, "two").full
        draft = drafts.find(TESS, DraftKey("report"))
        assert (draft.raw, len(draft.apart)) == ([["said", "now"]], 1)


@pytest.mark.parametrize("limit", [[1], [1, 2, 3], [0, 5], [5, 0], [-1, 5], "1", ["5", "1"], 5])
def test_a_limit_that_is_none_stops_the_start(app, limit):
    app.config["YIP_LIMITS"] = {"report:make": limit}
    with pytest.raises(SetupRefused, match="YIP_LIMITS"):
        settle(app.config)


def test_a_misspelt_act_stops_the_start_and_is_put_right(app):
    app.config["YIP_LIMITS"] = {"report:male": [1, 1]}
    with pytest.raises(SetupRefused, match="did you mean report:make"):
        settle(app.config)


def test_an_act_that_is_not_set_keeps_what_is_usual(app, limits):
    limits(report_make=[7, 8])
    assert app.config["YIP_LIMITS"]["report:make"] == (7, 8)
    assert app.config["YIP_LIMITS"]["case:read"] == (300, 60)


def test_two_at_once_overshoot_by_no_more_than_are_at_it(app, limits):
    limits(report_make=[3, 60])
    done = []

    def work():
        with app.app_context():
            for _ in range(4):
                try:
                    done.append(report(TESS, filled("report")))
                except TooMany:
                    pass

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 3 <= len(done) <= 3 + 2
    with pytest.raises(TooMany):
        hold(TESS, "report:make")
