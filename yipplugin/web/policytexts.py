"""Words of the policy that stand at a question of a form."""

from yipplugin.form import Form
from yipplugin.policy import Policy, Text


def texts_of(policy: Policy, form: Form) -> dict[str, list[Text]]:
    """Return the words of the policy that stand at questions of a form, by key."""
    found: dict[str, list[Text]] = {}
    for text in policy.texts:
        place, _, question = text.place.partition(".")
        if place == form.key and question:
            found.setdefault(question, []).append(text)
    return found
