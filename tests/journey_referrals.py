"""The part of the journey that refers a case on an authority's own form."""

from tests.services.contacts import Owner
from yipplugin.values import Everything


def refers(journey, case, folder) -> None:
    """Take in a pack with a form, fill the form in, sign it, and write down what came of it."""
    says, lead = journey.says, journey.as_("dsl")
    journey.app.config["YIP_AUTHORITY"] = "Oxfordshire"
    with journey.app.app_context():
        owner = Owner(folder, "westhampton")
        owner.pin(Everything("school"))
        owner.install(who=Everything("school"))
    form = f"/cases/{case}/refer/westhampton/front_door_form"
    half = {"child": "", "routes": says("draft of a referral")}
    assert journey.sends(lead, form, half, "_sign=yes").status_code == 422
    whole = {"child": says("name on a referral"), "routes": says("answer on a referral")}
    sent = journey.sends(lead, form, whole, "_sign=yes")
    assert sent.status_code == 303
    path = sent.location.partition("/safeguarding")[2]
    none = {"reference": says("reference without a name")}
    assert journey.sends(lead, path, none, "_do=answer").status_code == 409
    came = {"spoke_to": says("whom they spoke to"), "reference": says("their reference")}
    assert journey.sends(lead, path, came, "_do=answer").status_code == 303
    journey.opens(lead, path)
