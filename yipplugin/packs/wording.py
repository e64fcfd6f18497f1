"""Checks that nothing in a pack invites an image, judges one, or asks a child for their reasons."""

import re
from collections.abc import Iterable, Iterator

from yipplugin.form import Form
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

JUDGES = re.compile(r"\b(in)?decen(t|cy|tly)\b|\bobscen\w+", re.IGNORECASE)

WHY_THEM = re.compile(
    r"""\bwhy\ (did|have|had|has|would)\ (you|they|he|she|the\ (young\ person|pupil|child))[ ]
    (do|done|send|sent|shared?|made?|make|took|taken?|pass(ed)?|post(ed)?|film(ed)?|forward(ed)?)\b""",
    re.IGNORECASE | re.VERBOSE,
)

SENTENCE = re.compile(r"[^.!?;]+[.!?;]?")


def check_wording(reader: Reader, policy: Policy) -> None:
    """Note every text that invites somebody to attach or describe an image."""
    for form in policy.forms.values():
        check_form_wording(reader, form)
    _check_invitations(reader, _texts(policy))


def check_form_wording(reader: Reader, form: Form) -> None:
    """Note every text of one form that invites an image, and every question that is unfit."""
    _check_invitations(reader, _texts_of_form(form))
    for question in form.everything():
        message = unfit(question.ask)
        if message:
            reader.problems.add(reader.place_of(question, "ask"), message)


def _check_invitations(reader: Reader, texts: Iterable[tuple[object, str, str]]) -> None:
    for owner, key, text in texts:
        found = invitation(text)
        if found:
            message = (
                f"“{found}” invites somebody to attach or describe an image, which this software "
                "never takes. Ask what was said or done instead."
            )
            place: Place = reader.place_of(owner, key)
            reader.problems.add(place, message)


def unfit(ask: str) -> str:
    """Return why a question should not be asked; nothing where it may be."""
    judged, blames = JUDGES.search(ask), WHY_THEM.search(ask)
    if judged:
        return (
            f"“{judged.group(0)}” is for a court to say, and nobody in a school is asked to. Ask "
            "what was said or done."
        )
    if blames:
        return (
            f"“{blames.group(0)}” asks somebody to answer for what they did. Ask what happened, or "
            "what would help."
        )
    return ""


def invitation(text: str) -> str:
    """Return the words of ``text`` that invite an image; nothing where it forbids one."""
    for sentence in SENTENCE.findall(" ".join(text.split())):
        found = INVITES.search(sentence)
        if found and not FORBIDS.search(sentence[: found.end()]):
            return found.group(0).strip()
    return ""


def _texts_of_form(form: Form) -> Iterator[tuple[object, str, str]]:
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


def _texts(policy: Policy) -> Iterator[tuple[object, str, str]]:
    for paper in policy.papers.values():
        yield paper, "title", paper.title
        for piece in paper.pieces:
            for words in piece.words:
                yield piece, piece.kind, "".join(one for one in words if isinstance(one, str))
    for text in policy.texts:
        yield text, "says", text.says
    for duty in policy.duties:
        yield duty, "do", duty.do
    for refusal in policy.refusals:
        yield refusal, "lifted by", refusal.lifted_by
    for overview in policy.overviews:
        yield overview, "says", overview.says
    for asked in policy.inspection:
        yield asked, "asks", asked.asks
        for evidence in asked.evidence:
            for key in ("says", "missing"):
                yield evidence, key, getattr(evidence, key, "")
