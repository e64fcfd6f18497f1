"""Whether a form may be signed now: who, by two people, once, and no act that is refused."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from yipplugin.conditions import Condition, FactAnswered, FactEver, FactIs, parts
from yipplugin.form import Choice, Form, Question
from yipplugin.policy import Policy
from yipplugin.rules.order import out_of_order
from yipplugin.rules.outcome import Standing, StandingRefusal, StandingWarning
from yipplugin.rules.replay import Replay, same_person
from yipplugin.rules.standing import outcome
from yipplugin.rules.state import State, values_of
from yipplugin.rules.worktime import due
from yipplugin.values import ROLES, Actor, Record

CORRECT = "record:correct"
"""What every correction does."""


def refusals_to_sign(
    policy: Policy, records: Sequence[Record], candidate: Record, now: datetime
) -> tuple[StandingRefusal, ...]:
    """Return why ``candidate`` may not be signed now; nothing where it may.

    What the candidate itself answers counts, but not what signing it would state («the case is
    closed»): else an act could lift its own refusal.
    """
    form = policy.forms.get(candidate.form)
    if form is None:
        return (_no_such_form(policy, candidate.form),)
    before = _state(policy, records)
    found = list(
        _by_the_form(
            policy, before, form, candidate.about, candidate.by, candidate.by_roles,
            correcting=candidate.supersedes is not None,
        )
    )  # fmt: skip
    if candidate.supersedes is not None:
        found += _correcting(before, form, candidate)
    if not found and out_of_order(before, form, candidate):
        found.append(_out_of_order(form))
    if not found:
        standing = _with(policy, records, candidate, now)
        about = before.version_now(candidate.about or "")
        found += standing.refused(
            *acts_of(form, candidate), about=about, by=f"record:{candidate.id}"
        )
    return tuple(dict.fromkeys(found))


def warnings_to_answer(
    policy: Policy, records: Sequence[Record], candidate: Record, now: datetime
) -> tuple[StandingWarning, ...]:
    """Return the warnings that need a typed reason before ``candidate`` is signed."""
    form = policy.forms.get(candidate.form)
    if form is None:
        return ()
    acts = set(acts_of(form, candidate))
    standing = _with(policy, records, candidate, now)
    told = tuple(
        one for one in standing.warnings if one.act in acts and one.subject in ("", candidate.about)
    )
    return (*told, *_too_late(policy, candidate))


def _too_late(policy: Policy, candidate: Record) -> Iterator[StandingWarning]:
    """Yield what is told where a thing is first written down long after it happened."""
    if candidate.happened_at is None or candidate.supersedes is not None:
        return
    for rule in policy.warnings:
        if rule.later_than is None or candidate.form not in rule.forms:
            continue
        if due(policy.calendar, candidate.happened_at, rule.later_than) < candidate.signed_at:
            act = f"record:sign {candidate.form}"
            yield StandingWarning(rule.id, act, rule.clause, rule.says, ())


def refusals_to_offer(
    policy: Policy,
    records: Sequence[Record],
    standing: Standing,
    form_key: str,
    about: str | None,
    actor: Actor,
) -> tuple[StandingRefusal, ...]:
    """Return why ``actor`` may not even begin a form, before anything is typed."""
    return Offering(policy, records, standing, actor).refusals(form_key, about)


class Offering:
    """What ``actor`` may begin in a case: its records are gone through once for every form."""

    def __init__(
        self, policy: Policy, records: Sequence[Record], standing: Standing, actor: Actor
    ) -> None:
        self.policy, self.standing, self.actor = policy, standing, actor
        self._state = _state(policy, records)

    def refusals(self, form_key: str, about: str | None) -> tuple[StandingRefusal, ...]:
        """Return why a form may not be begun, about somebody or something; nothing where it may."""
        policy, state, actor = self.policy, self._state, self.actor
        form = policy.forms.get(form_key)
        if form is None:
            return (_no_such_form(policy, form_key),)
        found = list(
            _by_the_form(policy, state, form, about, actor.ref, actor.roles, correcting=False)
        )
        refused = self.standing.refused(*form.acts_of_new, about=state.version_now(about or ""))
        liftable = _liftable(policy, form) if refused else set[str]()
        found += [one for one in refused if one.id not in liftable]
        return tuple(dict.fromkeys(found))


def refused_choices(
    policy: Policy, standing: Standing, form_key: str, about: str | None = None
) -> dict[str, dict[str, tuple[StandingRefusal, ...]]]:
    """Return the answers that may not be chosen, by question and choice, whatever else is typed.

    A refusal that this form's own answers could lift is left for the moment of signing.
    """
    form = policy.forms[form_key]
    liftable = _liftable(policy, form)
    found: dict[str, dict[str, tuple[StandingRefusal, ...]]] = {}
    for question in form.everything():
        for choice in question.choices:
            refused = tuple(
                one
                for one in (standing.refused(choice.act, about=about) if choice.act else ())
                if one.id not in liftable
            )
            if refused:
                found.setdefault(question.key, {})[choice.key] = refused
    return found


def acts_of(form: Form, record: Record) -> tuple[str, ...]:
    """Return every act that signing ``record`` does."""
    chosen = [
        choice.act
        for question, answer in _answered(form, record.answers)
        for choice in _chosen(question, answer)
        if choice.act
    ]
    own = (CORRECT, *form.acts) if record.supersedes is not None else form.acts_of_new
    return tuple(dict.fromkeys((*own, *chosen)))


def _answered(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[Question, Any]]:
    for question in form.questions:
        answer = answers.get(question.key)
        if question.kind != "table":
            yield question, answer
            continue
        for row in answer if isinstance(answer, list) else ():
            if isinstance(row, Mapping):
                for column in question.questions:
                    yield column, row.get(column.key)


def _chosen(question: Question, answer: Any) -> list[Choice]:
    given = values_of(answer)
    return [choice for choice in question.choices if choice.key in given]


def _with(policy: Policy, records: Sequence[Record], candidate: Record, now: datetime) -> Standing:
    replay = Replay(policy)
    for record in records:
        replay.add(record)
    replay.add(candidate, with_states=False)
    return outcome(replay, now)


def _state(policy: Policy, records: Sequence[Record]) -> State:
    state = State(policy)
    for record in records:
        state.add(record)
    return state


def _by_the_form(
    policy: Policy,
    state: State,
    form: Form,
    about: str | None,
    by: str,
    roles: frozenset[str],
    *,
    correcting: bool,
) -> Iterator[StandingRefusal]:
    clause = form.clauses[0] if form.clauses else ""
    if not roles & set(form.who):
        names = " or ".join(ROLES[role] for role in form.who)
        yield _refusal("who", form, clause, f"This is for the {names} to sign.", f"Ask the {names}")
    if same_person(state, policy, form.key, about, by):
        rule = next(one for one in policy.two_people if one.form == form.key)
        yield _refusal(rule.id, form, rule.clause, rule.says, "Another person signs")
    if form.once and not correcting and state.records_of(form.key):
        yield _refusal(
            "once", form, clause, "The case already has this record.", "Correct that record instead"
        )
    if not _is_about(state, form, about):
        yield _refusal(
            "about", form, clause, "This form is about somebody or something in the case.",
            "Open it from the case page",
        )  # fmt: skip


def _is_about(state: State, form: Form, about: str | None) -> bool:
    if not form.about:
        return about is None
    if form.about == "pupil":
        return about in state.pupils()
    if about is None or not about.startswith("record:"):
        return False
    stands = state.current.get(state.roots.get(about[7:], ""))
    return stands is not None and stands.form in form.about_forms


def _correcting(state: State, form: Form, candidate: Record) -> Iterator[StandingRefusal]:
    corrected = state.current.get(state.roots.get(candidate.supersedes or "", ""))
    if corrected is None or corrected.id != candidate.supersedes or corrected.form != form.key:
        yield _refusal(
            "correct", form, "", "Only the latest version of a record can be corrected.",
            "Open the latest version and correct that",
        )  # fmt: skip
    elif not candidate.reason.strip():
        yield _refusal(
            "correct", form, "", "A correction needs a reason.", "Say why the record was wrong"
        )


def _out_of_order(form: Form) -> StandingRefusal:
    clause = form.clauses[0] if form.clauses else ""
    says = "This lies out of order with the other records about the same thing."
    return _refusal("order", form, clause, says, "Check the date and the time, here and there")


def _liftable(policy: Policy, form: Form) -> set[str]:
    """Return the refusals that read a fact which ``form`` itself asks."""
    asked = {question.feeds for question in form.everything() if question.feeds}
    return {one.id for one in policy.refusals if _facts(one.unless) & asked}


def _facts(condition: Condition) -> set[str]:
    return {
        one.fact
        for one in parts(condition)
        if isinstance(one, FactIs | FactEver | FactAnswered)
    }  # fmt: skip


def _refusal(id: str, form: Form, clause: str, says: str, lifted_by: str) -> StandingRefusal:
    return StandingRefusal(id, f"record:sign {form.key}", clause, says, lifted_by, ())


def _no_such_form(policy: Policy, key: str) -> StandingRefusal:
    return StandingRefusal(
        "form", f"record:sign {key}", "", f"The policy «{policy.title}» has no form {key!r}.",
        "Choose a form from the case page", (),
    )  # fmt: skip
