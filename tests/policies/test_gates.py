"""No order of acts passes a gate: random cases against gates written out a second time."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.policies.drawing import acts, play
from tests.rules.casebook import (
    Casebook,
)
from yipplugin.rules.replay import Replay
from yipplugin.rules.standing import outcome, standing
from yipplugin.rules.touching import TRIGGERS, reads
from yipplugin.values import Record

LONG = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SHORT = settings(LONG, max_examples=80)


@LONG
@given(drawn=acts())
def test_no_order_of_acts_passes_a_gate(westcroft, drawn):
    play(Casebook(westcroft), drawn)


@SHORT
@given(drawn=acts())
def test_a_fired_trigger_is_lifted_by_nothing_but_a_correction(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    seen: set[str] = set()
    for count in range(1, len(book.records) + 1):
        newest = book.records[count - 1]
        now = standing(westcroft, book.records[:count], book.now)
        stands = {one.id for one in now.triggers if one.state != "withdrawn"}
        assert seen <= stands or newest.supersedes, f"{newest.form} lifted {seen - stands}"
        seen = stands


@SHORT
@given(drawn=acts())
def test_the_same_records_at_the_same_time_stand_the_same(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    assert book.standing() == standing(westcroft, tuple(book.records), book.now)


@SHORT
@given(drawn=acts())
def test_every_duty_refusal_and_warning_names_a_clause_and_records_that_exist(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    now = book.standing()
    known = {one.id for one in book.records}
    for one in (*now.duties, *now.triggers, *now.refusals, *now.warnings):
        assert one.clause in westcroft.clauses
        assert set(one.causes) <= known
    for one in now.duties:
        assert one.causes, "a duty says which records opened it"
        assert one.closed_by is None or one.closed_by in known
    for one in now.triggers:
        assert one.causes


@SHORT
@given(drawn=acts(), forms=st.lists(st.sampled_from(["nonsense", "decision", "referral_update"])))
def test_a_standing_is_worked_out_from_any_records_whatever(westcroft, drawn, forms):
    book = Casebook(westcroft)
    play(book, drawn)
    wild = [book.write(form, about="record:none", pupils="?", purpose=7) for form in forms]
    assert standing(westcroft, [*wild, *book.records, *wild], book.now).stage


class Thorough(Replay):
    """A replay that works every rule out again at every record."""

    def _touched(self, record: Record) -> frozenset[str]:
        return frozenset().union(*map(reads, self.policy.duties)) | {TRIGGERS}


@SHORT
@given(drawn=acts())
def test_what_a_record_cannot_touch_need_not_be_worked_out_again(westcroft, drawn):
    book = Casebook(westcroft)
    play(book, drawn)
    thorough = Thorough(westcroft)
    for record in book.records:
        thorough.add(record)
    assert outcome(thorough, book.now) == book.standing()
