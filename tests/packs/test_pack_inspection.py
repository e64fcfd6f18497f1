"""What inspectors ask is read as it was meant; what is wrong with it is told where it stands."""

import pytest

from yipplugin.conditions import AnswerIs, FactAnswered, FactEver
from yipplugin.evidence import EVERY_DUTY, Kept, Point, Records, Settled, Stretch, Whole

P = "policy.yaml"
ASKED = "asks: Is what was done"
FORM = "{form: talk, where: {held: yes}, wanted when: {ever: {found: yes}}, missing: No talk is"
TIME = "{from: trigger, to: police_call, says: Until the police were called}"
SAFE = "        holds: {answered: harmed}"


def test_each_sort_of_evidence_is_read(clean):
    first, second = clean().inspection
    assert first.evidence == (Records("alarm"), Records("site_search"), Kept("MP-2"))
    assert (second.id, second.clause) == ("MP-2", "MP-2")
    assert second.evidence == (
        Whole(EVERY_DUTY),
        Records(
            "talk", AnswerIs("held", ("yes",)), FactEver("found", ("yes",)), "No talk is recorded."
        ),
        Stretch("Until the police were called", Point(), (Point("police_call"),)),
        Stretch(
            "Until somebody answered",
            Point("police_call"),
            (Point("police_answer"), Point("site_search", AnswerIs("found", ("yes",)))),
        ),
        Settled(
            "safe",
            FactAnswered("harmed"),
            "It is known whether they came to harm.",
            "It is not known whether they came to harm.",
        ),
    )


def test_one_piece_of_evidence_needs_no_list(clean):
    found = clean((P, "evidence: [alarm, site_search, MP-2]", "evidence: MP-2"))
    assert found.inspection[0].evidence == (Kept("MP-2"),)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"),
    [
        ("- every duty", "- every dutty", "dutty", "evidence[1]", "“every duty”"),
        ("- every duty", "- [every duty]", "every duty", "evidence[1]", "must be text"),
        ("- every duty", "- every duty\n      - every duty", "every duty", "evidence[2]", "twice"),
        (FORM, FORM.replace("talk", "tlak"), "tlak", "form", "“talk”"),
        (FORM, FORM.replace("held: yes", "hold: yes"), "hold", "where.hold", "“held”"),
        (FORM, FORM.replace("found: yes", "fond: yes"), "fond", "ever.fond", "“found”"),
        (FORM, FORM.replace("form:", "froms:"), "froms", "froms", "evidence"),
        (FORM, FORM.replace("form: talk, ", ""), "where", "evidence[2]", "one of the three"),
        (FORM, FORM + "x, says: It was held", "says", "says", "says nothing beside “form”"),
        (FORM, FORM.replace("wanted when: {ever: {found: yes}}, ", ""), "", "missing", "wanted"),
        (FORM, FORM.replace(", missing: No talk is", "} # "), "", "evidence[2]", "“missing” is"),
        (TIME, TIME.replace("to: police_call, ", ""), "trigger", "evidence[3]", "“to” is missing"),
        (TIME, TIME.replace(", says: Until the police were called", ""), "", "[3]", "“says” is"),
        (TIME, TIME.replace("trigger", "triger"), "triger", "from", "a form"),
        (TIME, TIME.replace("to: police_call", "to: []"), "[]", "to", "list is empty"),
        (TIME, TIME.replace("to: police_call", "to: trigger"), "trigger", "to", "a form"),
        (TIME, TIME.replace("police_call,", "{frm: alarm},"), "frm", "frm", "“form”"),
        (SAFE, "        holds: {answered: harm}", "harm", "answered", "“harmed”"),
        (SAFE, "        holds: {age under: 9}", "age", "", "inside `anyone:`"),
        (
            SAFE,
            "        holds: {any: [{record: talk}, {not: {record: talk}}]}",
            "talk",
            "",
            "always holds",
        ),
        ("      - id: safe\n", "      - wanted when: always\n", "always", "[5]", "“id” is missing"),
        (
            "missing: It is not known whether",
            "missing: Describe the photo, for it is not known whether",
            "photo",
            "missing",
            "invites",
        ),
        (ASKED, "asks: Send a photo if it", "photo", "asks", "invites"),
        ("  - clause: MP-2", "  - clause: MP-1", "MP-1", "inspection[2]", "stands twice"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(told, old, new, line, key, words):
    assert (P, line, key, words) in told((P, old, new))


def test_two_things_of_one_question_have_keys_of_their_own(told):
    again = (
        SAFE
        + "\n        says: A\n        missing: B\n      - id: safe\n"
        + SAFE.replace("harmed", "found")
    )
    assert (P, "", "evidence[6]", "stands here twice") in told((P, SAFE, again))
