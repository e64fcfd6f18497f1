"""Who may do what in which situation, written by hand from docs/reference/permits.md.

Nothing here is worked out from the engine's own table: that would agree with its mistakes. A line
names roles and the situations of ``world.SITUATIONS`` in which they are let through; «the others»
are all whom no line above names; «every case of theirs» leaves out those that name them, and those
that are gone. In every situation that a line leaves out the answer is that there is no such thing.
``!`` behind a situation: they are let through, and the policy refuses the form. ``nowhere`` instead
of situations: their roles are refused before any case is looked for.
"""

from tests.matrix.world import LET_IN, SITUATIONS, WHO

LET_THROUGH, BY_POLICY, NOT_FOUND, NOT_ALLOWED = "done", "refused by policy", "not found", "refused"

EVERY_CASE = "own, reporter, team, expired, emergency, lead, head, both, closed"


def table(text):
    """Return what is expected of each role in each situation."""
    found = {}
    for line in text.strip().splitlines():
        names, _, situations = (part.strip() for part in line.partition("|"))
        roles = [one.strip() for one in names.split(",")]
        if roles == ["the others"]:
            roles = [one for one in WHO if one not in found]
        said = dict.fromkeys(SITUATIONS, NOT_ALLOWED) if situations == "nowhere" else {}
        situations = situations.removesuffix("nowhere")
        situations = situations.replace("every case of theirs", EVERY_CASE)
        for one in filter(None, (part.strip() for part in situations.split(","))):
            said[one.rstrip("!")] = BY_POLICY if one.endswith("!") else LET_THROUGH
        assert set(roles) <= set(WHO), roles
        assert set(said) <= set(SITUATIONS), said
        found |= {role: said for role in roles}
    assert set(found) == set(WHO), set(WHO) - set(found)
    return {
        (role, situation): found[role].get(situation, NOT_FOUND)
        for role in WHO
        for situation in SITUATIONS
    }


def only(*roles):
    """Return what is expected of an act that is about no case: those roles, and nobody else."""
    allowed = {*roles, "every role"}
    assert allowed <= set(WHO)
    return {role: LET_THROUGH if role in allowed else NOT_ALLOWED for role in WHO}


def also(allowed, *situations):
    """Return ``allowed`` for whoever the grants of a situation give a role: the team's members."""
    return {
        (role, situation): LET_THROUGH if situation in situations else allowed[role]
        for role in WHO
        for situation in SITUATIONS
    }


# Whoever is let into a case holds the role of its team, in whatever case they are tried.
ANYBODY = also(only(*(one for one in WHO if one not in ("nobody", "authority"))), *LET_IN)
PROVERS = also(only(*(one for one in WHO if one != "nobody")), *LET_IN)
PUBLISHERS = also(only("authority"))
EVERYBODY = also(only(*WHO))
WIDENERS = also(only("safeguarding_team"))
LISTERS = also(
    only(
        "dsl",
        "deputy_dsl",
        "head",
        "executive_head",
        "chair_of_governors",
        "alternate",
        "safeguarding_team",
        "case_team",
    ),
    *LET_IN,
)
COUNTERS = also(only("dsl", "deputy_dsl", "head", "executive_head"))
NUMBERS = also(
    only("dsl", "deputy_dsl", "head", "executive_head", "chair_of_governors", "alternate")
)

DELEGATIONS = also(only("dsl", "deputy_dsl", "head", "executive_head"))
DELEGATE = also(only("head", "executive_head"))
LEDGER_OF_SCHOOL = also(only("dsl", "head", "executive_head"))
REGISTERS = also(
    only(
        "dsl",
        "deputy_dsl",
        "head",
        "executive_head",
        "chair_of_governors",
        "alternate",
    )
)
"""Nothing in them is of any case, so no situation changes who reads them."""

READ = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | every case of theirs
    chair_of_governors, alternate | team, emergency, head, both
    every role                    | every case of theirs
    the others                    | team, emergency
""")
PRINT = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | every case of theirs
    chair_of_governors, alternate | head, both
    every role                    | every case of theirs
    the others                    |
""")
# Who did what can be read of a case that is disposed of, and not by deputies or the team.
LEDGER = table("""
    dsl                  | own, reporter, team, expired, emergency, head, closed, disposed
    head, executive_head | every case of theirs, disposed
    chair_of_governors, alternate | head, both
    every role           | every case of theirs, disposed
    the others           |
""")
# Whoever leads proposes, and a head decides: the world's cases are not proposed, so it ends there.
PROPOSE = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | lead, both
    chair_of_governors, alternate | both
    every role                    | every case of theirs
    the others                    |
""")
DISPOSE = table("""
    head, executive_head          | every case of theirs
    chair_of_governors, alternate | head, both
    every role                    | every case of theirs
    the others                    |
""")
# Both see how a case stands, and either takes a proposal back: as far as they may print the case.
# So it is where a case is moved to another policy.
DISPOSAL = PRINT
# Whoever leads a case lets others into it, the heads too; nobody whom they let in does.
TEAM = PRINT
# What the lead leads can be opened in an emergency. All others are refused for their role alone.
WIDEN = table("""
    safeguarding_team, every role | own, reporter, team, expired, emergency, head, closed
    the others                    | nowhere
""")
RECEIPT = table("""
    nobody, authority |
    the others | reporter
""")
# The small policy lets members of staff and the lead add to their reports.
ADD = table("""
    staff, dsl, every role | reporter
    the others             |
""")
# The form of a look is the lead's: a head's where the lead is named, the chair's where both are.
SIGN_LOOK = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | lead, both
    chair_of_governors, alternate | both
    every role                    | every case of theirs
    the others                    |
""")
# A sign-off is the head's and the chair's. The lead is let into the case and refused by the policy.
SIGN_OFF = table("""
    dsl, deputy_dsl    | own!, reporter!, team!, expired!, emergency!, head!, closed!
    head               | every case of theirs
    chair_of_governors | team, emergency, head, both
    alternate          | head, both
    every role         | every case of theirs
    the others         |
""")
# A note of the team names the team's role alone.
SIGN_TEAM_NOTE = table("""
    dsl, deputy_dsl      | own!, reporter!, team, expired, emergency, head!, closed!
    head, executive_head | team, expired, emergency
    every role           | every case of theirs
    the others           | team, emergency
""")
CORRECT_ANOTHERS = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | lead, both
    chair_of_governors, alternate | both
    every role                    | every case of theirs
    the others                    |
""")
# In the case that somebody reported, the report is their own.
CORRECT_REPORT = table("""
    nobody, authority             |
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head          | reporter, lead, both
    chair_of_governors, alternate | reporter, both
    every role                    | every case of theirs
    the others                    | reporter
""")

# What pages answer otherwise than acts: whoever reads a case is told that a form is not theirs.
FILL_LOOK = table("""
    dsl, deputy_dsl               | own, reporter, team, expired, emergency, head, closed
    head, executive_head | own!, reporter!, team!, expired!, emergency!, lead, head!, both, closed!
    chair_of_governors, alternate | team!, emergency!, head!, both
    every role                    | every case of theirs
    the others                    | team!, emergency!
""")
FILL_SIGN_OFF = table("""
    dsl, deputy_dsl    | own!, reporter!, team!, expired!, emergency!, head!, closed!
    head, every role   | every case of theirs
    executive_head | own!, reporter!, team!, expired!, emergency!, lead!, head!, both!, closed!
    chair_of_governors | team, emergency, head, both
    alternate          | team!, emergency!, head, both
    the others         | team!, emergency!
""")
# The team's role comes of being let in, and no host gives it.
FILL_TEAM_NOTE = table("""
    dsl, deputy_dsl | own!, reporter!, team, expired, emergency, head!, closed!
    head, executive_head, every role | own!, reporter!, team, expired, emergency, lead!, head!, \
both!, closed!
    chair_of_governors, alternate | team, emergency, head!, both!
    the others                    | team, emergency
""")
# One case of theirs is closed; of any other the page says that it cannot be disposed of.
DECIDE_TO_PROPOSE = table("""
    dsl, deputy_dsl | own!, reporter!, team!, expired!, emergency!, head!, closed
    head, executive_head          | lead!, both!
    chair_of_governors, alternate | both!
    every role | own!, reporter!, team!, expired!, emergency!, lead!, head!, both!, closed
    the others                    |
""")

MAY_KNOW = {
    cell for known in (READ, RECEIPT, LEDGER) for cell, said in known.items() if said != NOT_FOUND
}
"""In which situations somebody may know that there is such a case at all."""


def hides(expected, role, situation):
    """Say whether an act must not tell a case from one that there is not.

    It must not where they may not know of it, and nothing else is expected than of a missing one.
    """
    same = expected[role, situation] == expected[role, "missing"]
    return same and situation != "missing" and (role, situation) not in MAY_KNOW


ROLELESS = ("nobody", "case_team", "authority")
"""Who holds no role of the host's at the school, and so none that we give either."""


def of_a_host(expected):
    """Return what is expected of people as a host knows them."""
    return {
        (role, situation): expected[_as_a_host_knows(role), "own"] if role in ROLELESS else said
        for (role, situation), said in expected.items()
    }


def _as_a_host_knows(role):
    return "authority" if role == "authority" else "nobody"
