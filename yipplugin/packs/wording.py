"""Checks that nothing in a pack invites anyone to attach an image or to describe what is in one."""

import re
from collections.abc import Iterator

from yipplugin.packs.problems import Place
from yipplugin.packs.reader import Reader
from yipplugin.policy import Policy

IMAGE = r"(images?|imagery|photos?|photographs?|pictures?|videos?|films?|screen ?shots?|footage)"

INVITES = re.compile(
    rf"""\b(
      upload\w* | attach(?!ment\ theory)\w* | drag\ and\ drop
    | (send|paste|insert|add|include|enclose|provide|save|share)\b[^.;:?!]{{0,30}}\b{IMAGE}
    | (take|make)\ (a|an|another)\ {IMAGE}
    | (links?|url|address)\b[^.;:?!]{{0,20}}\b(to|of)\b[^.;:?!]{{0,20}}\b{IMAGE}
    | (copy|copies|screen\ ?shots?)\ of\ (the|this|that|any|each|a|an)\b[^.;:?!]{{0,30}}
    | describe\b[^.;:?!]{{0,40}}\b{IMAGE}
    | what\b[^.;:?!]{{0,30}}\b(see|saw|seen|shown?|shows)\b[^.;:?!]{{0,20}}\b{IMAGE}
    | what\ (does|do|did|can\ be\ seen)\b[^.;:?!]{{0,20}}\b{IMAGE}\b[^.;:?!]{{0,20}}(shows?|seen)?
    )""",
    re.IGNORECASE | re.VERBOSE,
)

FORBIDS = re.compile(
    r"\b(do not|don[’']t|never|must not|mustn[’']t|cannot|can[’']t|may not|nobody|no one|without|"
    r"not to|refus\w+|forbid\w*|forbidden|is not|are not|was not|were not)\b",
    re.IGNORECASE,
)

SENTENCE = re.compile(r"[^.!?;]+[.!?;]?")


def check_wording(reader: Reader, policy: Policy) -> None:
    """Note every text that invites somebody to attach or describe an image."""
    for owner, key, text in _texts(policy):
        found = invitation(text)
        if found:
            message = (
                f"“{found}” invites somebody to attach or describe an image, which this software "
                "never takes. Ask what was said or done instead."
            )
            place: Place = reader.place_of(owner, key)
            reader.problems.add(place, message)


def invitation(text: str) -> str:
    """Return the words of ``text`` that invite an image; nothing where it forbids one."""
    for sentence in SENTENCE.findall(" ".join(text.split())):
        found = INVITES.search(sentence)
        if found and not FORBIDS.search(sentence[: found.end()]):
            return found.group(0).strip()
    return ""


def _texts(policy: Policy) -> Iterator[tuple[object, str, str]]:
    for form in policy.forms.values():
        yield form, "title", form.title
        yield form, "intro", form.intro
        for step in form.steps:
            yield step, "title", step.title
        for question in form.everything():
            for key in ("ask", "hint", "note"):
                yield question, key, getattr(question, key)
            for choice in question.choices:
                yield choice, choice.key, choice.label
                yield choice, choice.key, choice.hint
    for text in policy.texts:
        yield text, "says", text.says
    for duty in policy.duties:
        yield duty, "do", duty.do
    for refusal in policy.refusals:
        yield refusal, "lifted by", refusal.lifted_by
