"""What a story's records would come to under another policy, without playing it again."""

from dataclasses import replace

from yipplugin.evidence import Settled
from yipplugin.rules.acts import refusals_to_sign, warnings_to_answer
from yipplugin.rules.inspection import inspection
from yipplugin.rules.standing import standing
from yipplugin.story.checking import clauses, compared, differences, gap_differences

KINDS = ("triggers", "duties", "refusals", "warnings", "two_people", "inspection")
EVIDENCE = "evidence"


def rules(policy):
    """Return every rule that a case can notice, and what must be so for inspectors."""
    every = [(kind, one) for kind in KINDS for one in getattr(policy, kind)]
    found = [(kind, one.id) for kind, one in every if getattr(one, "each", "") != "school"]
    return found + [
        (EVIDENCE, f"{question.id} {one.key}")
        for question in policy.inspection
        for one in question.evidence
        if isinstance(one, Settled)
    ]


def without(policy, kind, rule):
    """Return ``policy`` without one rule."""
    if kind == EVIDENCE:
        return _without_evidence(policy, *rule.split())
    return replace(policy, **{kind: tuple(one for one in getattr(policy, kind) if one.id != rule)})


def _without_evidence(policy, question, key):
    kept = [
        replace(
            one,
            evidence=tuple(
                other for other in one.evidence
                if one.id != question or getattr(other, "key", "") != key
            ),
        )
        for one in policy.inspection
    ]  # fmt: skip
    return replace(policy, inspection=tuple(kept))


def first_difference(played, policy):
    """Return the first thing that would come out otherwise under ``policy``, or nothing."""
    before = []
    for step in played.steps:
        act, record = step.act, step.record
        if record and not step.hidden:
            refused = refusals_to_sign(policy, before, record, step.at)
            found = [*compared("is refused", act.is_refused or (), clauses(refused))]
            if not refused:
                warnings = warnings_to_answer(policy, before, record, step.at)
                if act.is_warned:
                    found += compared("is warned", act.is_warned, clauses(warnings))
                else:
                    found += compared("reasons", act.reasons, {one.id for one in warnings})
            if found:
                return found[0]
        if step.signed:
            before.append(record)
        if act.then and before:
            for difference in differences(act.then, standing(policy, before, step.at)):
                return difference
            if act.then.gaps:
                found = inspection(policy, before, step.at)
                for difference in gap_differences(act.then, found):
                    return difference
    return None
