"""What people do in a case, each as one step: what they answer, and where it leaves them."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.people import Found, Someone
from yipplugin.values import LONDON

SAFEGUARDING = "/safeguarding"
TEACHER, LEAD, DEPUTY, TEAM = "l.trevanion", "p.shandilya", "c.macdarragh", "z.al-hadidi"
EXECUTIVE, HEAD, TECHNICIAN = "t.beresford-nkemelu", "r.okonjo-hart", "d.wexmere"
STAFF = Found("ZAH", "Zainab")
ARJUN, BLESSING = Found("002342", "Nambisan"), Found("002343", "Blessing")


def earlier(minutes: int = 60) -> datetime:
    """Return a moment not long ago, on the clock on the wall."""
    return datetime.now(LONDON) - timedelta(minutes=minutes)


# What is answered --------------------------------------------------------------------------------


def told(account: str, **changes: Any) -> dict[str, Any]:
    """Return a report of two pupils, as their teacher tells it."""
    return {
        "pupils": [
            {"person": ARJUN, "part": ["in_imagery", "sent_it"]},
            {"person": BLESSING, "part": ["received_it"]},
        ],
        "became_aware_at": earlier(90),
        "incident_on": earlier(3 * 24 * 60).date(),
        "disclosed_by": "in_imagery",
        "account": account,
        "immediate_harm": "no",
        "adult_involved": "no",
        "seen_by_staff": "no",
        **changes,
    }


def reviewed(**changes: Any) -> dict[str, Any]:
    """Return a first review in which none of the five reasons applies."""
    young = {"at_risk": "no", "vulnerable": "None known.", "social_care": "no"}
    return {
        "held_at": earlier(30),
        "attended": [{"person": STAFF, "as": "Pastoral"}],
        "sources": [{"what": "What the teacher was told", "how": "told"}],
        "risk_now": [young, young],
        "harmed": "no",
        "adult_involved": "no",
        "pressure": "no",
        "capacity_doubt": "no",
        "unusual_or_violent": "no",
        "sexual_acts": "no",
        "incident_type": ["shared_own"],
        "produced_by": "self",
        "recipient_age": "under_18",
        "spread": "none",
        "services": ["whatsapp"],
        "view_needed": "no",
        "remove_now": "no",
        "other_setting": "no",
        "refer_police": "no",
        "refer_police_why": "None of the five reasons applies.",
        "refer_social_care": "no",
        "refer_social_care_why": "No sign of harm.",
        "parents": [{"tell": "yes"}, {"tell": "yes"}],
        "proposed": "further_review",
        **changes,
    }


VIEW = {"view": "agree", "reasons": "By consent, close in age, and both came to us."}
SCHOOL_LED = {
    "doubt": "no",
    "route": "school_led",
    "reason": "None of the five reasons applies and it was not passed on.",
    "enough": "yes",
    "managed_by": [{"support": "Talks with her tutor"}, {"support": "Talks with his tutor"}],
    "aggravating": ["none"],
    "procedure": "Reviewed under our child protection policy.",
    "best_interests": "Both asked for help and got it.",
    "proportionality": "Nothing more is needed to keep them safe.",
    "welfare": "Both know whom to come to.",
    "response_needs": ["education", "support"],
}
_YOUNG = {
    "impact": "low",
    "impact_detail": "Worried that others may hear.",
    "self_harm": "no",
    "vulnerabilities": ["none"],
    "consent": "yes",
    "before": "no",
}
WEIGHED = {
    "motives": ["relationship"],
    "motives_detail": "Both say so.",
    "pressure": "no",
    "sharers": [{"who": "Arjun", "how": "Sent it once"}],
    "where": "WhatsApp.",
    "knowledge": "yes",
    "adult_involved": "no",
    "each": [_YOUNG, _YOUNG],
    "capacity_doubt": "no",
    "risk_level": "low",
    "risk_why": "Both came to us, and it was not passed on.",
    "colleagues": [{"person": STAFF}],
    "plan": [{"action": "A check-in in two weeks"}],
    "review_on": earlier(-14 * 24 * 60).date(),
}
PARENT = {
    "contacted_at": earlier(20),
    "whom": "Their mother",
    "relation": "Mother",
    "responsibility": "yes",
    "told_by": "school",
    "how": "phone",
    "told": "yes",
    "said": "What happened and what we do.",
    "response": "Kind and worried.",
}
TALK = {
    "held_at": earlier(15),
    "place": "The quiet room",
    "by_dsl": "yes",
    "asked_whom": "no",
    "covered": ["not_alone", "come_back"],
    "told": "No more than was needed.",
    "others": "Nobody.",
    "seen": "Only the two of them.",
    "stop": "It is deleted.",
    "wishes": "That it stays between us.",
    "support": "Talks with the pastoral officer.",
    "parents_how": "school",
    "at_risk": "no",
}
SIGNED_OFF = {"signed_off": "yes", "acting": "head"}
COPIES = {
    "agencies_involved": "no",
    "each_copy": [{"may_hold": "no", "to_delete": "no", "to_delete_why": "It is deleted."}] * 2,
}
NO_PLAN = {
    "no_plan_why": "declined",
    "detail": "He was offered one and would rather talk with his tutor.",
    "still": "His tutor.",
}
ENDED = {
    "why": "resolved",
    "summary": "Both are well and in school.",
    "handed_over": "Their tutors keep an eye on them.",
    "reporter_told": "yes",
}
REFERRED = {
    "purpose": ["police", "social_care"],
    "made_at": earlier(5),
    "urgency": "today",
    "route": "p101",
    "spoke_to": "Call handler",
    "reference": "ZZ-118-0412",
    "reasons": "An adult may have asked a pupil for imagery.",
    "asked_for": "A call back today. They said that an officer will telephone.",
    "parents_aware": "no",
}
TAKEN_UP = {"safe_now": "Both are in lessons and know whom to come to.", "reporter_thanked": "yes"}


# What is done ------------------------------------------------------------------------------------


def begins_report(teacher: Someone, pupil: Found = ARJUN) -> None:
    """Go to the report from the pupil's own page in the school's system."""
    teacher.goes_to(f"/pupils/{pupil.ref}")
    teacher.follows("Report a safeguarding concern")


def reports(teacher: Someone, account: str, **changes: Any) -> str:
    """Report a concern from the pupil's page, and return the new case."""
    begins_report(teacher)
    teacher.answers(told(account, **changes))
    teacher.signs()
    assert teacher.heading == "Your report is in", teacher.problems()
    return teacher.case_id


def opens_case(someone: Someone, case_id: str) -> None:
    """Open a case by its address."""
    assert someone.goes_to(f"{SAFEGUARDING}/cases/{case_id}") == 200


def goes_on_with(someone: Someone, form: str, about: str = "", within: str = ".yip-todo") -> None:
    """Press the button that the case page offers for what is to be done next."""
    whom = f'[href*="about={about}"]' if about else ""
    with someone.page.expect_navigation(wait_until="load"):
        someone.page.locator(f'{within} a[href*="/forms/{form}"]{whom}').first.click()


def opens_form(someone: Someone, case_id: str, form: str, about: str = "") -> None:
    """Open a form of a case by its address."""
    query = f"?about={about}" if about else ""
    assert someone.goes_to(f"{SAFEGUARDING}/cases/{case_id}/forms/{form}{query}") == 200


def records(
    someone: Someone, case_id: str, form: str, answers: Mapping[str, Any], about: str = ""
) -> None:
    """Fill a form in and sign it, which leads back to the case."""
    opens_form(someone, case_id, form, about)
    someone.answers(answers)
    someone.signs()
    is_at_case(someone, case_id)


def unfolds_what_can_be_added(someone: Someone) -> None:
    """Open the list of every record that may be added."""
    someone.page.locator("summary", has_text=re.compile("^Add a record$")).click()


def is_at_case(someone: Someone, case_id: str) -> None:
    """Check that what was signed is said on the case's page."""
    assert someone.path == f"{SAFEGUARDING}/cases/{case_id}", someone.problems() or someone.reads()
    expect(someone.page.get_by_text("Signed and kept")).to_be_visible()


def next_steps(someone: Someone) -> list[str]:
    """Return what the case page says is to be done, in order."""
    lines = someone.page.locator(".yip-columns > section:first-child > ol .yip-todo-do")
    return [re.sub(r"^\d+\.\s*", "", line) for line in lines.all_inner_texts()]


def stage(someone: Someone) -> str:
    """Return where the case stands, as the page says it."""
    return someone.page.locator(".yip-case-head .yip-status").inner_text().lstrip("●").strip()
