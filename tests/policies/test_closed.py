"""A case is closed by the last record that closed or reopened it, whatever the stage is called."""

from yipplugin.rules.closing import is_closed


def closed(case):
    return is_closed(case.policy, case.records, case.standing().current)


def test_a_case_is_open_until_it_is_closed_and_again_once_it_is_reopened(case):
    assert not closed(case)
    case.to_sign_off()
    assert not closed(case)
    case.sign("closure")
    assert closed(case)
    case.sign("reopening", why="There is more.")
    assert not closed(case)


def test_a_closure_that_was_corrected_counts_as_what_corrects_it(case):
    closure = case.to_sign_off().sign("closure", why="resolved")
    case.correct(closure, why="left")
    assert closed(case)
    assert not is_closed(case.policy, case.records, {one.id for one in case.records[:-2]})
