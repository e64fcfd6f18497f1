"""A case of a story that is moved to another policy, by one person or by two."""

from yipplugin.hooking import house
from yipplugin.packs.library import NoSuchPolicy
from yipplugin.packs.problems import meant
from yipplugin.policy import Policy
from yipplugin.services.moving import agree, move, propose
from yipplugin.services.policies import installed
from yipplugin.values import Actor


def policy_to_go_to(key: str, who: Actor) -> Policy:
    """Return the policy that a case goes to.

    :raises NoSuchPolicy: where there is none.
    """
    for policy in installed(who.school):
        if policy.key == key:
            return policy
    raise NoSuchPolicy(f"There is no policy “{key}”. {meant(key, house().policies.keys())}")


def move_case(case_id: str, to: Policy, because: str, who: Actor, second: Actor | None) -> None:
    """Move a case through the services that the page uses.

    :raises NotMoved: with what stands in the way.
    """
    if second is None:
        move(who, case_id, to.digest, because)
        return
    propose(who, case_id, to.digest, because)
    agree(second, case_id)
