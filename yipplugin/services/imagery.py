"""The services' wall against imagery, behind that of the pages: whoever calls them meets it."""

from yipplugin.errors import ImageryRefused
from yipplugin.imagery import refuse_images
from yipplugin.services.permits import refuse
from yipplugin.services.signing import Filled
from yipplugin.values import Actor


def hold_imagery(actor: Actor, act: str, subject: str, filled: Filled) -> None:
    """Let a filled-in form through that holds no image data, or write the refusal down.

    :raises ImageryRefused: with where it stands; nothing of the form is kept.
    """
    try:
        refuse_images(
            answers=filled.answers,
            about=filled.about,
            reason=filled.reason,
            reasons=filled.reasons,
        )
    except ImageryRefused:
        refuse(actor, act, subject, {"reason": "imagery"})
        raise
