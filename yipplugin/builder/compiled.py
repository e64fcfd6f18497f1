"""A form, compiled once for each version and bound as often as somebody fills it in."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from yipplugin.builder.filling import Filling
from yipplugin.builder.plan import Kinds, Plan, plan
from yipplugin.fieldtype import NOWHERE, Circumstances
from yipplugin.form import Form
from yipplugin.values import LONDON, NOTHING, Actor, Person


@dataclass(frozen=True)
class CompiledForm:
    """A form with the plan that was worked out for it."""

    form: Form
    plan: Plan

    def bind(
        self,
        posted: MultiDict[str, str] | None = None,
        kept: Mapping[str, Any] | None = None,
        people: Sequence[Person] = (),
        refused: Mapping[str, Mapping[str, Sequence[Any]]] = NOTHING,
        *,
        find: Callable[[str, str], Sequence[Person]] = NOWHERE.find,
        get: Callable[[str, str], Person | None] = NOWHERE.get,
        signer: Actor | None = None,
        confirmed_at: datetime | None = None,
        texts: Mapping[str, Sequence[Any]] = NOTHING,
        contacts: Sequence[Mapping[str, Any]] = (),
        now: datetime | None = None,
    ) -> Filling:
        """Return the form as filled in so far.

        ``posted`` is what a browser sent, or a draft's names and values. ``kept`` are a record's
        answers, to start a correction from; where both are given, ``posted`` counts. The other
        arguments are the circumstances (see ``Circumstances``); ``texts`` are words of the policy
        by question key.
        """
        around = Circumstances(
            now=(now or datetime.now(LONDON)).astimezone(LONDON),
            people=tuple(people),
            find=find,
            get=get,
            kept={one["ref"]: one for one in _snapshots(kept)},
            refused=refused,
            signer=signer,
            confirmed_at=confirmed_at,
            fresh=posted is None and kept is None,
            before=kept or NOTHING,
            contacts=contacts,
        )
        if posted is None and kept is not None:
            posted = MultiDict(self.plan.type_in(kept))
        return Filling(self.form, self.plan, posted, around, texts)


def compiled(form: Form, kinds: Kinds) -> CompiledForm:
    """Return ``form`` ready to be bound. The caller keeps it for as long as the version lives."""
    return CompiledForm(form, plan(form.questions, kinds))


def _snapshots(answer: Any) -> Iterator[Mapping[str, Any]]:
    """Yield every person in kept answers."""
    if isinstance(answer, Mapping):
        if isinstance(answer.get("ref"), str):
            yield answer
        else:
            for one in answer.values():
                yield from _snapshots(one)
    elif isinstance(answer, list):
        for one in answer:
            yield from _snapshots(one)
