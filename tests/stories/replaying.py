"""What a story's records would come to under another policy, without playing it again."""

from dataclasses import replace

from yipplugin.rules.acts import refusals_to_sign, warnings_to_answer
from yipplugin.rules.standing import standing
from yipplugin.story.checking import clauses, compared, differences

KINDS = ("triggers", "duties", "refusals", "warnings", "two_people")


def rules(policy):
    """Return every rule of a policy, as its kind and its id."""
    return [(kind, one.id) for kind in KINDS for one in getattr(policy, kind)]


def without(policy, kind, rule):
    """Return ``policy`` without one rule."""
    return replace(policy, **{kind: tuple(one for one in getattr(policy, kind) if one.id != rule)})


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
    return None
