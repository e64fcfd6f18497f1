"""The part of the journey that goes through the pages of contacts."""

from tests.journey import HOME


def calls(journey, case) -> None:
    """Say that a contact is wrong, add one of the school's own, and call somebody."""
    says, lead = journey.says, journey.as_("dsl")
    wrong = {"ref": "england/police", "says": says("what is wrong with a contact")}
    page = journey.opens(journey.as_("teacher"), "/contacts")
    sent = {**wrong, "_token": page.text("_token"), "next": f"{HOME}/contacts"}
    place = {"home": says("where a child lives")}
    assert journey.sends(journey.as_("teacher"), "/contacts", place).status_code == 422
    answer = journey.as_("teacher").post(f"{HOME}/contacts/wrong", data=sent)
    assert answer.status_code == 303
    own = {
        "purpose": "police_advice",
        "org": says("who answers"),
        "role": says("whom to ask for"),
        "phone": "0114 496 0010",
        "hours": "always",
        "notes": says("notes on a contact"),
        "source": says("source of a contact"),
        "checked": "no",
        "order": "20",
    }
    assert journey.sends(lead, "/contacts/own", own, "_give").status_code == 303
    journey.opens(lead, "/contacts/own")
    called = {"ref": "england/police", "says": ""}
    assert journey.sends(lead, f"/cases/{case}/contacts", called).status_code == 303
