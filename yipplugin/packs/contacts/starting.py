"""The pack that an authority begins with: everything said but what only it can say."""

from datetime import date

from yipplugin.authorities import Authority, force_name

STARTER = """\
# The contacts of {name}. Fill in what is empty; then: flask yip contacts check THIS-FILE
# The keys are explained in the documentation, under “Contact packs”.
contacts: {key}
version: 1
title: Contacts in {name}
owner: {owner}
reports to: ""            # an e-mail address that somebody reads: wrong numbers are told there
authority: {name}
in force: {today}
# How soon you want a call in writing, if you do:
# confirm within: {{hours: 24}}
thresholds: ""           # when to call you, in your own words; or take the line out

routes:
  front_door:
    purpose: csc_front_door
    org: ""              # what you call it: MASH, First Response
    phone: ""
    hours:               # when somebody is there, such as:
    #  Monday to Thursday: 08:30 to 17:00
    #  Friday: 08:30 to 16:30
    #  bank holidays: closed
    source: ""           # the page that says so, or who did
    # When somebody has rung it and heard the right answer, say so, or schools see «not checked»:
    # verified: {{on: {today}, by: their name or role}}

  out_of_hours:
    purpose: csc_out_of_hours
    org: ""
    phone: ""
    hours: {{outside: front_door}}   # whenever the front door is closed
    source: ""

  lado:
    purpose: lado
    org: ""
    phone: ""
    hours:
    source: ""

# Your own referral form, which schools fill in from the case: see “Referral forms” on that page.
# Further purposes: early_help, adult_safeguarding, exploitation_team, prevent_channel, yot.
# The police of {name} are {force}, who have a pack of their own.
"""


def starter(authority: Authority, today: date) -> str:
    """Return the text of a pack for an authority to fill in."""
    return STARTER.format(
        name=authority.name,
        key="-".join(authority.name.casefold().replace(",", "").split()),
        owner=authority.official_name,
        force=force_name(authority.force),
        today=today.isoformat(),
    )
