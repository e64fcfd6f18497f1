"""A short story to be changed, so that what is wrong with a story can be tested."""

SHORT = """\
story: A short one
policy: westcroft-2023
people:
  Amir: {pupil: '10', born: 2011-05-02}
  Mr Grey: {staff: []}
  Ms Lead: {staff: [dsl]}
acts:
  - at: 2026-03-03 13:50
    who: Mr Grey
    does: report
    answers:
      pupils:
        - {person: Amir, part: [in_imagery]}
      became_aware_at: 13:20
      incident_on: 2 days before
      disclosed_by: friend
      immediate_harm: no
      adult_involved: no
      seen_by_staff: no
    then:
      stage: reported
      to do: [IR-2, IR-3]
"""

TAKEN_UP = """\
  - who: Ms Lead
    does: taken_up
    answers: {reporter_thanked: yes}
"""
