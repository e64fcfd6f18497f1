"""Whether what a record says happened lies in order among the records about the same thing."""

from collections.abc import Iterator

from yipplugin.form import Form
from yipplugin.rules.state import State
from yipplugin.values import Record


def out_of_order(state: State, form: Form, candidate: Record) -> bool:
    """Say whether ``candidate`` would lie before one signed earlier, or after one signed later."""
    at = candidate.happened_at
    if not form.in_order or at is None:
        return False
    mine = state.roots.get(candidate.supersedes or "")
    place = state.places[mine] if mine else len(state.indexes)
    return any(
        other.happened_at is not None
        and (other.happened_at > at if their_place < place else other.happened_at < at)
        for their_place, other in _others(state, candidate, mine)
    )


def _others(state: State, candidate: Record, mine: str | None) -> Iterator[tuple[int, Record]]:
    """Yield the records that it lies in order with, each with its place among all."""
    subject = state.root_of(candidate.about) or f"record:{mine}"
    for root, other in state.current.items():
        form = state.policy.forms.get(other.form)
        if root == mine or form is None or not form.in_order:
            continue
        if subject in (f"record:{root}", state.root_of(other.about)):
            yield state.places[root], other
