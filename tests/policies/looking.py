"""What the tests look for in a standing."""

from datetime import timedelta


def clauses(refusals):
    return {one.clause for one in refusals}


def duty(case, id, subject="", later=timedelta()):
    found = [one for one in case.standing(later).duties if (one.id, one.subject) == (id, subject)]
    return found[-1] if found else None


def fired(case):
    return {one.id: one.state for one in case.standing().triggers}
