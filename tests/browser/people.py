"""Somebody at a browser: what they do there, in the words that one would tell it in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Request, Response

from tests.browser.school import PASSWORD, School

FORM = "form[data-yip-form]"
SPOKEN_BY_CHROMIUM = "Failed to load resource: the server responded"
"""What the console says of a page that we answered with an error; pages are judged by status."""


@dataclass(frozen=True)
class Found:
    """A person to be found by part of a name and chosen."""

    ref: str
    name: str


class Someone:
    """A person with a browser of their own. ``troubles`` is what went wrong in it, unseen."""

    def __init__(self, context: BrowserContext, school: School) -> None:
        self.context = context
        self.school = school
        self.troubles: list[str] = []
        self.may_go_wrong: list[str] = []
        context.on("console", self._said)
        context.on("weberror", lambda error: self.troubles.append(f"script: {error.error}"))
        context.on("request", self._asked)
        context.on("response", self._answered)
        self.page = context.new_page()

    # Going about ------------------------------------------------------------------------------

    def goes_to(self, path: str) -> int:
        """Open a page, and return its status."""
        answer = self.page.goto(path, wait_until="load")
        return answer.status if answer else 0

    def follows(self, words: str | re.Pattern[str], within: str = "body") -> None:
        """Follow a link by its words."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(within).get_by_role("link", name=words).first.click()

    def presses(self, name: str, value: str = "") -> int:
        """Press one of the form's own buttons, and return the status of what came."""
        exact = f'[value="{value}"]' if value else ""
        with self.page.expect_navigation(wait_until="load") as went:
            self.page.locator(f'{FORM} button[name="{name}"]{exact}').click()
        return went.value.status if went.value else 0

    def signs_in(self, username: str, password: str) -> None:
        """Fill in the school's own sign-in page."""
        self.page.get_by_label("User name").fill(username)
        self.page.get_by_label("Password").fill(password)
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name="Sign in").click()

    def confirms(self, password: str, where: str = "/safeguarding/confirm") -> None:
        """Confirm that it is oneself, as is asked before a case is opened."""
        if where:
            self.goes_to(where)
        self.page.get_by_label("Password of").fill(password)
        with self.page.expect_navigation(wait_until="load"):
            self.page.get_by_role("button", name="Go on").click()

    def another_tab(self) -> "Someone":
        """Return the same person with one more tab of the same browser."""
        other = object.__new__(Someone)
        other.__dict__.update(self.__dict__)
        other.page = self.context.new_page()
        return other

    # Reading ----------------------------------------------------------------------------------

    @property
    def path(self) -> str:
        """Return where the browser is."""
        return urlsplit(self.page.url).path

    @property
    def case_id(self) -> str:
        """Return the case that the address names."""
        found = re.search(r"/(?:cases|reports)/([^/?]+)", self.page.url)
        assert found, f"no case is named at {self.page.url}"
        return found[1]

    @property
    def heading(self) -> str:
        """Return the page's main heading."""
        return self.page.get_by_role("heading", level=1).inner_text()

    def reads(self, within: str = ".yip") -> str:
        """Return the words of the page, folded parts included."""
        text = self.page.locator(within).first.evaluate("one => one.textContent")
        return " ".join(str(text).split())

    def problems(self) -> list[str]:
        """Return the lines of the error summary."""
        return self.page.locator(".yip-error-summary li").all_inner_texts()

    def typed(self, name: str) -> str:
        """Return what stands in a field."""
        return self.page.locator(f'{FORM} [name="{name}"]').first.input_value()

    def chosen(self, name: str) -> list[str]:
        """Return the values chosen of radios or checkboxes."""
        ticked = self.page.locator(f'{FORM} [name="{name}"]:checked').all()
        return [str(one.get_attribute("value")) for one in ticked]

    def everything_typed(self) -> list[list[str]]:
        """Return the form as it stands, field by field, without our own fields."""
        pairs: list[list[str]] = self.page.locator(FORM).evaluate(
            "form => [...new FormData(form)].filter(([name]) => !name.startsWith('_'))"
        )
        return pairs

    # Filling in -------------------------------------------------------------------------------

    def answers(self, answers: Mapping[str, Any], prefix: str = "") -> None:
        """Answer questions, in this order: by key, as records keep them, with people to find."""
        for key, answer in answers.items():
            name = prefix + key
            if isinstance(answer, Found):
                self._finds(name, answer)
            elif isinstance(answer, datetime | date):
                self._dates(name, answer)
            elif isinstance(answer, list) and answer and isinstance(answer[0], Mapping):
                self._rows(name, answer)
            elif isinstance(answer, list):
                for one in answer:
                    self._field(name, one).check()
            else:
                self._says(name, str(answer))

    def signs(self, password: str = PASSWORD) -> int:
        """Sign the form with a password where it asks for one, and return the status."""
        box = self.page.locator(f'{FORM} [name="signature-password"]')
        if box.count():
            box.fill(password)
        return self.presses("_sign")

    def _says(self, name: str, answer: str) -> None:
        kind = self._field(name).first.get_attribute("type") or ""
        if kind in ("radio", "checkbox"):
            self._field(name, answer).check()
        else:
            self._field(name).fill(answer)

    def _dates(self, name: str, moment: date) -> None:
        for part in ("day", "month", "year"):
            self._field(f"{name}-{part}").fill(str(getattr(moment, part)))
        if isinstance(moment, datetime):
            self._field(f"{name}-time").fill(f"{moment:%H:%M}")

    def _rows(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        for number, row in enumerate(rows):
            prefix = f"{name}-{number}-"
            if not self.page.locator(f'{FORM} [name^="{prefix}"]').count():
                self.presses("_add", name)
            self.answers(row, prefix)

    def _finds(self, name: str, person: Found) -> None:
        if not self._field(name, person.ref).count():
            self._field(f"{name}-find").fill(person.name)
            self.presses("_find", name)
        self._field(name, person.ref).check()

    def _field(self, name: str, value: str = "") -> Locator:
        exact = f'[value="{value}"]' if value else ""
        return self.page.locator(f'{FORM} [name="{name}"]{exact}')

    # Watching ---------------------------------------------------------------------------------

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and SPOKEN_BY_CHROMIUM not in message.text:
            self._doubt(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        at = urlsplit(request.url)
        if at.scheme in ("http", "https") and f"{at.scheme}://{at.netloc}" != self.school.address:
            self.troubles.append(f"asked another host: {request.url}")

    def _answered(self, response: Response) -> None:
        own = response.request.resource_type == "document" and response.status < 500
        if response.status >= 400 and not own:
            self._doubt(f"{response.status} from {urlsplit(response.url).path}")

    def _doubt(self, trouble: str) -> None:
        if not any(expected in trouble for expected in self.may_go_wrong):
            self.troubles.append(trouble)
