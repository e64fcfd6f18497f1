"""Duties, refusals and forms that wait for each other are told as a chain in words."""

ALARM, BACK, AFTER = (
    "clauses/01-raising-the-alarm.yaml",
    "clauses/02-until-they-are-back.yaml",
    "clauses/03-afterwards.yaml",
)


def test_a_duty_that_binds_the_only_form_that_meets_it_waits_for_itself(told):
    found = told((ALARM, "binds: case:close", "binds: site:search"))
    assert (
        ALARM, "binds: site:search", "duty.binds", "waits for itself",
        "the duty MP-2 is met by the form site_search",
        "the form site_search does site:search",
        "site:search is refused while the duty MP-2 is open",
    ) in found  # fmt: skip
    assert len(found) == 1


def test_a_second_form_that_meets_it_breaks_the_chain(clean):
    assert clean(
        (ALARM, "binds: case:close", "binds: site:search"),
        (ALARM, "met by: site_search", "met by: [site_search, closing]"),
    )


def test_two_duties_that_hold_each_other_up_are_told(told):
    found = told(
        (ALARM, "binds: case:close", "binds: police:call"),
        (ALARM, "    due: {at once: yes", "    binds: site:search\n    due: {at once: yes"),
    )
    assert (ALARM, "binds", "binds", "wait for each other", "MP-2", "MP-3", "police:call") in found


def test_a_refusal_that_waits_for_its_own_form_is_told(told):
    found = told((AFTER, "unless: {is: {found: yes}}", "unless: {record: closing}"))
    assert (
        AFTER, "unless: {record: closing}", "refusal[1].unless", "wait for each other",
        "MP-9-back waits for the form closing", "case:close is refused by MP-9-back",
    ) in found  # fmt: skip


def test_a_refusal_and_a_duty_that_wait_for_each_other_are_told(told):
    found = told(
        (ALARM, "binds: case:close", "binds: talk:hold"),
        ("forms/talk.yaml", "about: pupil", "about: pupil\nact: talk:hold"),
        ("forms/site_search.yaml", "act: site:search", "act: site:search\nclause: MP-1"),
        (AFTER, "act: case:close\n      says: The police",
         "act: site:search\n      says: The police"),
        (AFTER, "unless: {not: {trigger unmet: any}}",
         "unless: {count: {record: talk, at least: 1}}"),
    )  # fmt: skip
    assert (ALARM, "binds", "binds", "MP-9-police waits for the form talk", "MP-2") in found


def test_a_fact_that_only_a_waiting_form_could_give_is_told(told):
    found = told(
        (AFTER, "unless: {is: {found: yes}}", "unless: {is: {case_closed: yes}}"),
    )
    assert (AFTER, "unless", "unless", "MP-9-back waits for the form closing") in found


AGREED = (
    ("policy.yaml", "  found: {of", "  agreed: {of: case, answers: [yes, no]}\n  found: {of"),
    (AFTER, "unless: {is: {found: yes}}", "unless: {is: {agreed: yes}}"),
)


def test_what_a_form_answers_itself_lifts_its_own_refusal(clean):
    """Closing asks whether all agree: nothing else could have said so before."""
    question = "      - agreed: {ask: Do all agree?, kind: yes no, feeds: agreed}\n      - reason:"
    assert clean(*AGREED, ("forms/closing.yaml", "      - reason:", question))


def test_what_signing_a_form_states_does_not_lift_its_own_refusal(told):
    states = "{case_closed: yes, agreed: yes}"
    found = told(*AGREED, ("forms/closing.yaml", "{case_closed: yes}", states))
    assert (AFTER, "unless", "unless", "MP-9-back waits for the form closing") in found


def test_an_answer_that_does_a_refused_act_does_not_count(told):
    found = told(
        ("forms/talk.yaml", "kind: yes no, required: yes}",
         "kind: one of, required: yes, choices: [yes: {label: Yes, act: talk:held}, no: No]}"),
        (AFTER, "    due: {target: talk after return}", "    binds: talk:held"),
    )  # fmt: skip
    assert (AFTER, "binds", "duty.binds", "MP-8 is met by an answer that does talk:held") in found


def test_a_duty_that_only_a_form_refused_for_ever_meets_is_told(told):
    found = told(("forms/site_search.yaml", "act: site:search", "act: attendance:authorise"))
    assert (ALARM, "", "binds", "Nothing can meet this duty", "nothing lifts MP-6") in found


def test_roles_that_may_set_a_refusal_aside_break_a_chain(clean):
    assert clean(
        (AFTER, "unless: {is: {found: yes}}", "unless: {record: closing}"),
        (AFTER, "pupil was found\n      override: never",
         "pupil was found\n      override: [dsl, head]"),
    )  # fmt: skip
