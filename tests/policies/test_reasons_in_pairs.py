"""Each reason to refer, alone and with each other one, as a story of its own."""

from itertools import combinations

import pytest

from yipplugin.story.playing import play

# Cara is twelve, so that what is said to be shown is a reason by itself.
STORY = """\
story: {reasons}
policy: westcroft-2023
people:
  Cara: {{pupil: '8', born: 2013-06-01}}
  Miss Reed: {{staff: []}}
  Ms Lead: {{staff: [dsl]}}
  Dr Chief: {{staff: [executive_head]}}
acts:
  - at: 2026-04-20 10:10
    who: Miss Reed
    does: report
    answers:
      pupils:
        - {{person: Cara, part: [in_imagery]}}
      became_aware_at: 09:50
      incident_on: 2 days before
      disclosed_by: friend
      immediate_harm: no
      adult_involved: no
      seen_by_staff: no
    then:
      fired: []
  - at: 10:30
    who: Dr Chief
    does: head_view
    answers: {{view: agree}}
  - at: 11:00
    who: Ms Lead
    does: first_review
    answers:
      held_at: 10:40
      attended:
        - {{person: Ms Lead}}
      sources:
        - {{what: What we were told, how: told}}
      risk_now:
        Cara: {{at_risk: {REF-5}, social_care: no}}
      harmed: {IR-6}
      adult_involved: {REF-1}
      pressure: {REF-2a}
      capacity_doubt: {REF-2b}
      unusual_or_violent: {REF-3}
      sexual_acts: {REF-4}
      incident_type: [shared_own]
      produced_by: self
      recipient_age: under_18
      spread: none
      view_needed: no
      remove_now: no
      other_setting: no
      refer_police: yes
      refer_social_care: yes
      parents:
        Cara: {{tell: yes}}
      proposed: refer
    then:
      fired: [{reasons}]
      to do: [{duties}, DEC-5, PAR-1 Cara, RM-2-police, RM-2-social_care]
  - at: 11:10
    who: Ms Lead
    does: decision
    answers:
      doubt: no
      route: school_led
      enough: yes
      aggravating: [none]
      response_needs: [support]
    is refused: [REF-0]
  - at: 11:20
    who: Ms Lead
    does: referral
    answers:
      purpose: [police, social_care]
      made_at: 11:15
      urgency: today
      route: p101
      parents_aware: no
    then:
      stage: referred
      fired: [{reasons}]
      done: [{duties}]
      refused:
        case:close: [PAR-1, REC-3, REC-6]
"""
SAID = {
    "IR-6": "yes",
    "REF-1": "suspected",
    "REF-2a": "yes",
    "REF-2b": "suspected",
    "REF-3": "suspected",
    "REF-4": "yes",
    "REF-5": "yes",
}
ALONE_AND_IN_PAIRS = [*combinations(SAID, 1), *combinations(SAID, 2)]


def test_these_are_all_the_reasons_of_the_policy(westcroft):
    assert list(SAID) == sorted(trigger.id for trigger in westcroft.triggers)


@pytest.mark.parametrize("reasons", ALONE_AND_IN_PAIRS, ids="+".join)
def test_it_must_be_referred_and_may_not_stay_in_school(tmp_path, reasons):
    path = tmp_path / "story.yaml"
    path.write_text(
        STORY.format(
            reasons=", ".join(reasons),
            duties=", ".join(f"REF-0 {one}" for one in reasons),
            **{one: said if one in reasons else "no" for one, said in SAID.items()},
        )
    )
    assert play(path).reference
