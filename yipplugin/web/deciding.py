"""Pages with buttons that decide something about a case: what every one of them does alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import request

from yipplugin.errors import YipError
from yipplugin.values import Actor
from yipplugin.web import posted, tokens
from yipplugin.web.problems import Answer

TOO_OLD = "This page had been open for too long. Nothing was done. Look at it and press again."
NO_BUTTON = "Nothing was done. Press the button that says what you decide."
DO = "_do"
"""The name of the buttons; their value is what is to be done."""

Typed = Mapping[str, str]


@dataclass(frozen=True)
class Deciding:
    """A page that shows how something stands and takes down what is decided.

    ``page`` says which page of which case it is, so that what was shown for one decides nothing for
    another. ``show`` makes the page from what was typed and what was wrong with it; ``buttons`` do
    what they say, and ``refusal`` is what they raise where they do not.
    """

    actor: Actor
    page: str
    show: Callable[[Typed, str], str]
    buttons: Mapping[str, Callable[[Typed], Answer]]
    refusal: type[YipError]

    def answer(self) -> Answer:
        """Return the page, or what came of pressing a button; nothing that was typed is lost."""
        if request.method != "POST":
            return self.show({}, ""), 200
        typed = posted.form()
        if not tokens.is_for_button(request.form.get("_token", ""), self.actor, self.page):
            return self.show(typed, TOO_OLD), 400
        pressed = self.buttons.get(request.form.get(DO, ""))
        if pressed is None:
            return self.show(typed, NO_BUTTON), 400
        try:
            return pressed(typed)
        except self.refusal as refusal:
            return self.show(typed, str(refusal)), 409
