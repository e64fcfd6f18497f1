"""Letting people in, finding cases, and cases that name the lead or the head, on the real pages."""

import pytest

from tests.conftest import STAFF, password_of
from tests.web.conftest import TAKEN_UP, at
from tests.web.reading import Page, send, typed

CASES = "/safeguarding/cases"
UNTIL = at("last_day", day="9")
REASON = "Their form tutor."


def ref(username):
    """Return the key that the toy school has for somebody."""
    return str(list(STAFF).index(username) + 1)


def lets_in(client, case, username, **changed):
    sent = {"holder": ref(username), "reason": REASON, **UNTIL, **changed}
    return send(client, f"{CASES}/{case}/team", sent, button="_give")


@pytest.fixture
def naming(reported):
    """Return a function that reports a concern about somebody of the staff."""

    def make(username, **more):
        adult = {"staff_named": ref(username), "staff_named-find": STAFF[username].split()[0]}
        return reported(adult_involved="yes", **adult, **more)

    return make


class TestTeam:
    def test_somebody_is_let_in_and_works_in_the_case_until_it_is_ended(self, as_, reported):
        case, dsl, team = reported(), as_("dsl"), as_("team")
        assert team.get(f"{CASES}/{case}").status_code == 404
        assert lets_in(dsl, case, "team").location == f"{CASES}/{case}/team"
        assert team.get(f"{CASES}/{case}").status_code == 200
        assert case in team.get(CASES).text
        page = Page(dsl.get(f"{CASES}/{case}/team").text)
        assert "Sal Meadows, until Monday 9 March 2026, let in by Amara Obi" in page.words
        assert REASON in page.words
        assert "Sal Meadows, until Monday 9 March" in Page(dsl.get(f"{CASES}/{case}").text).words
        (end,) = (
            about["action"] for tag, about in page.tags if about.get("action", "")[-4:] == "/end"
        )
        assert dsl.post(end, data={"_token": page.text("_token")}).status_code == 303
        assert team.get(f"{CASES}/{case}").status_code == 404

    def test_whoever_is_let_in_neither_prints_nor_changes_the_team(self, as_, reported):
        case = reported()
        lets_in(as_("dsl"), case, "team")
        team = as_("team")
        for page in ("print", "team"):
            assert team.get(f"{CASES}/{case}/{page}").status_code == 404
            assert f"/{case}/{page}" not in team.get(f"{CASES}/{case}").text

    def test_people_are_found_without_a_script_and_nothing_typed_is_lost(self, as_, reported):
        dsl, url = as_("dsl"), f"{CASES}/{reported()}/team"
        sent = {"holder-find": "Marsh", "reason": REASON, "last_day-day": "40"}
        found = Page(send(dsl, url, sent, button="_find=holder").text)
        assert "Colin Marsh" in found.words
        wrong = dsl.post(url, data=typed(found, {"holder": ref("colleague")}, button="_give"))
        assert wrong.status_code == 422
        page = Page(wrong.text)
        assert page.text("reason") == REASON
        assert page.title.startswith("Error: ")
        assert page.sent["holder"] == ref("colleague")

    def test_whoever_is_named_cannot_be_let_in_and_that_is_said(self, as_, naming):
        answer = lets_in(as_("dsl"), naming("team"), "team")
        assert answer.status_code == 422
        assert "Sal Meadows is one of the people in this case" in Page(answer.text).words

    def test_a_page_that_is_not_ours_changes_nothing(self, as_, reported):
        case, dsl = reported(), as_("dsl")
        sent = {"holder": ref("team"), "reason": REASON, **UNTIL, "_token": "x"}
        answer = dsl.post(f"{CASES}/{case}/team", data=sent)
        assert answer.status_code == 400
        assert Page(answer.text).text("reason") == REASON
        assert as_("team").get(f"{CASES}/{case}").status_code == 404


class TestEmergency:
    def widens(self, client, reference, reason="They are in my office."):
        sent = {"reference": reference, "reason": reason}
        return send(client, "/safeguarding/emergency", sent, button="_give")

    def test_a_case_opens_for_some_hours(self, as_, reported, clock):
        case, team = reported(), as_("team")
        answer = self.widens(team, "YIP-2026-0001")
        assert answer.location == f"{CASES}/{case}"
        assert team.get(answer.location).status_code == 200
        said = Page(as_("dsl").get(answer.location).text).words
        assert "Sal Meadows, in an emergency, until 2 Mar 2026, 1:30pm" in said
        clock.shift(4 * 3600)
        assert as_("team").get(answer.location).status_code == 404

    def test_what_is_not_for_them_is_answered_as_what_there_is_not(self, as_, naming, reported):
        naming("team")
        naming("dsl")
        team, answers = as_("team"), {}
        page = Page(team.get("/safeguarding/emergency").text)
        for reference in ("YIP-2026-0001", "YIP-2026-0002", "YIP-2026-0009"):
            sent = typed(page, {"reference": reference, "reason": "Because."}, button="_give")
            answer = team.post("/safeguarding/emergency", data=sent)
            assert answer.status_code == 422
            answers[reference] = answer.text.replace(reference, "")
        assert len(set(answers.values())) == 1
        assert "There is no case that you can open by this reference" in answer.text
        assert page.text("_token") in answer.text

    def test_it_is_offered_to_those_who_may(self, as_):
        assert "/safeguarding/emergency" in as_("team").get(CASES).text
        assert "/safeguarding/emergency" not in as_("dsl").get(CASES).text


class TestDelegation:
    def test_a_deputy_for_a_time_works_as_a_deputy(self, as_, reported):
        case, head = reported(), as_("head")
        sent = {"holder": ref("colleague"), "role": "deputy_dsl", "reason": REASON, **UNTIL}
        answer = send(head, "/safeguarding/delegations", sent, button="_give")
        assert answer.status_code == 303
        colleague = as_("colleague")
        assert colleague.get(f"{CASES}/{case}").status_code == 200
        form = f"{CASES}/{case}/forms/taken_up"
        assert send(colleague, form, TAKEN_UP).status_code == 303
        page = Page(head.get("/safeguarding/delegations").text)
        assert "Colin Marsh, until Monday 9 March 2026" in page.words
        assert "End it now" not in as_("dsl").get("/safeguarding/delegations").text
        (end,) = (
            about["action"] for tag, about in page.tags if about.get("action", "")[-4:] == "/end"
        )
        assert head.post(end, data={"_token": page.text("_token")}).status_code == 303
        assert colleague.get(f"{CASES}/{case}").status_code == 404


class TestConflict:
    def test_the_head_leads_a_case_that_names_the_lead_and_it_is_said_why(self, as_, naming):
        case, head = naming("dsl"), as_("head")
        page = Page(head.get(f"{CASES}/{case}").text)
        assert (
            "The safeguarding lead is one of the people in this case, so the headteacher leads"
            in page.words
        )
        assert "Amara Obi cannot see it" in page.words
        assert any(link.endswith("/forms/taken_up") for link in page.links)
        answer = send(head, f"{CASES}/{case}/forms/taken_up", TAKEN_UP)
        assert answer.status_code == 303, answer.text
        said = Page(head.get(answer.location).text).words
        assert "Hana Ford, headteacher, signed." in said
        for one in ("dsl", "deputy"):
            assert as_(one).get(f"{CASES}/{case}").status_code == 404
            assert case not in as_(one).get(CASES).text

    def test_the_chair_of_governors_opens_a_case_that_names_the_head_and_signs_in_it(
        self, as_, naming
    ):
        case, chair = naming("head"), as_("governor")
        assert case in chair.get(CASES).text
        page = Page(chair.get(f"{CASES}/{case}").text)
        assert "A headteacher is one of the people in this case" in page.words
        assert "Chair of governors" in page.words
        assert as_("head").get(f"{CASES}/{case}").status_code == 404
        form = next(one for one in page.links if one.endswith("/forms/new_information"))
        told = {"what": "A parent rang me.", "signature-password": password_of("governor")}
        answer = send(chair, form, told)
        assert answer.status_code == 303, answer.text
        said = Page(chair.get(answer.location).text).words
        assert "Grace Lund, chair of governors, signed." in said

    def test_a_reporter_is_told_that_it_does_not_go_to_the_lead(self, as_, naming):
        receipt = Page(as_("teacher").get(f"/safeguarding/reports/{naming('dsl')}").text)
        assert "You named the safeguarding lead, so it does not go to them." in receipt.words
        assert "to the headteacher. Nobody has taken it up yet." in receipt.words
        assert "their deputies. Nobody" not in receipt.words

    def test_a_reporter_is_told_that_it_does_not_go_to_the_head(self, as_, naming):
        receipt = Page(as_("teacher").get(f"/safeguarding/reports/{naming('head')}").text)
        assert (
            "You named the headteacher, so it does not go to them, but to the chair"
            in receipt.words
        )
        assert "to the safeguarding lead and their deputies" in receipt.words

    def test_a_reporter_who_named_nobody_is_told_nothing_of_it(self, as_, reported):
        receipt = Page(as_("teacher").get(f"/safeguarding/reports/{reported()}").text)
        assert "You named" not in receipt.words

    def test_a_chair_who_reported_corrects_it_from_the_receipt(self, as_, reported):
        case, chair = reported("governor"), as_("governor")
        page = Page(chair.get(f"/safeguarding/reports/{case}").text)
        link = next(one for one in page.links if one.endswith("/correct"))
        assert chair.get(link).status_code == 200


class TestFinding:
    def finds(self, client, name):
        return send(client, f"{CASES}/find", {"who": name})

    def test_a_young_persons_cases_are_found_by_name(self, as_, reported):
        case = reported()
        answer = self.finds(as_("dsl"), "Robin")
        assert f"{CASES}/{case}" in answer.text
        assert "Robin Ash , Year 9" in Page(answer.text).words

    def test_nobody_and_hidden_are_answered_alike(self, as_, naming):
        naming("deputy")
        deputy = as_("deputy")
        pages = [
            self.finds(deputy, name).text.replace(name, "") for name in ("Robin", "Moss", "Xyzzy")
        ]
        tokens = [Page(one).text("_token") for one in pages]
        pages = [page.replace(token, "") for page, token in zip(pages, tokens, strict=True)]
        assert pages[0] == pages[1] == pages[2]
        assert "No case that you can open is about somebody of that name." in pages[0]

    def test_a_case_shows_the_others_of_its_young_people(self, as_, reported):
        first, second = reported(), reported()
        page = Page(as_("dsl").get(f"{CASES}/{first}").text)
        assert "Other cases with these young people" in page.words
        assert f"{CASES}/{second}" in page.links
