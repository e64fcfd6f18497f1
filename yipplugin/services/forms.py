"""The forms of a policy, for whoever answers for them: what is asked, and what holds it."""

from yipplugin.errors import NotFound
from yipplugin.form import Form
from yipplugin.policy import Policy
from yipplugin.services.permits import demand
from yipplugin.services.policies import policy_now
from yipplugin.values import Actor

READ = "form:read"


def forms(actor: Actor) -> Policy:
    """Return the policy under which cases are opened now, with all its forms."""
    demand(actor, READ)
    return policy_now(actor.school)


def form(actor: Actor, key: str) -> tuple[Policy, Form]:
    """Return one form of that policy.

    :raises NotFound: where it has none of this key.
    """
    policy = forms(actor)
    if key not in policy.forms:
        raise NotFound
    return policy, policy.forms[key]
