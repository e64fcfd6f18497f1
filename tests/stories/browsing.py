"""A story's people at their browsers: they follow links, fill in forms, and press the buttons."""

from contextvars import Context
from dataclasses import dataclass, field
from urllib.parse import parse_qs, quote, unquote, urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from tests.matrix.host import make_app
from tests.matrix.visiting import carelessly
from tests.stories.case_page import Marked, Said
from yipplugin.marks import hookimpl
from yipplugin.story.scratch import PASSWORD, StorySchool
from yipplugin.values import Actor

HERE = "/safeguarding"


class School(StorySchool):
    """A story's people, each of whom is signed in with a browser of their own."""

    def __init__(self, story):
        super().__init__(story, None)
        self.told = story.people

    @hookimpl
    def yip_actor(self):
        name = unquote(request.cookies.get("signed-in", ""))
        known = self.told.get(name)
        return Actor(f"staff:{name}", name, known.roles) if known else None

    @hookimpl
    def yip_roles_of(self, ref, school):
        known = self.told.get(ref.removeprefix("staff:"))
        return known.roles if known and known.kind == "staff" else []


def open_school(story, path):
    """Return an application of the story's own, around a database file."""
    app, _ = make_app(path, None, story.policy, lambda _: School(story))
    carelessly(app.extensions["yipplugin"].store.engine)
    return app


@dataclass
class Browser:
    """The browser of somebody who is signed in to the school's system."""

    app: object
    name: str
    client: object = field(init=False)

    def __post_init__(self):
        self.client = self.app.test_client()
        self.client.set_cookie("signed-in", quote(self.name))

    def goes(self, url):
        """Return the page at an address, once whoever goes there has come through the door."""
        return self._arrives(self._open("GET", url), url)

    def sends(self, url, sent):
        """Return the page to which sending a form leads."""
        return self._arrives(self._open("POST", url, sent), url)

    def _open(self, method, url, sent=None):
        # A request knows nothing of what runs around it, as in a server of its own.
        return Context().run(self.client.open, url, method=method, data=sent)

    def _arrives(self, answer, url):
        while answer.status_code in (302, 303):
            url = answer.location
            answer = self._open("GET", url)
            if answer.status_code == 200 and _path(url) in (f"{HERE}/confirm", f"{HERE}/conduct"):
                sent = Marked(answer.text).sent
                if _path(url) == f"{HERE}/confirm":
                    sent["your-password"] = PASSWORD
                answer = self._open("POST", url, sent)
        return Marked(answer.text, answer.status_code, url)


def leads(page, path, about=None):
    """Return the link of a page that leads to ``path``, for whom or what it is about."""
    for url in page.links:
        asked = parse_qs(urlsplit(url).query).get("about", [None])
        if _path(url) == path and asked == [about]:
            return url
    return ""


def _path(url):
    return urlsplit(url).path


class Sheet:
    """A form at somebody's browser. ``refused`` is why what they chose cannot be chosen now."""

    def __init__(self, browser, page, named):
        self.browser, self.page, self.at = browser, page, page.url
        self.named, self.sent = named, page.sent
        self.refused, self._forced = [], MultiDict()

    @property
    def can_be_signed(self):
        """Say whether the page has the button for it."""
        return any(one.get("name") == "_sign" for one in self.page.buttons)

    def answers(self, plan, answers, prefix=""):
        """Fill in every question that is answered, as ``plan`` names its inputs."""
        for one in plan.questions:
            answer, name = answers.get(one.question.key), prefix + one.question.key
            if answer is None or not one.kind.asks:
                continue
            if one.columns is None:
                self._types(one.kind.type_in(name, answer))
            else:
                self._rows(one.columns, name, answer)

    def signs(self, because="", reasons=None, button="_sign"):
        """Sign what was filled in, and return the page that this leads to."""
        self._say("_because", because)
        for warning, reason in (reasons or {}).items():
            self._say(f"_answer-{warning}", reason)
        page = self._sends(button)
        if button == "_sign" and page.status == 200 and page.url == self.at:
            # They were asked who they are; what they typed came back as a draft.
            self._shown(page)
            page = self._sends(button)
        self._shown(page)
        return page

    def _sends(self, button):
        sent = MultiDict([*self.sent.items(multi=True), (button, "yes")])
        for name, values in self._forced.lists():
            sent.setlist(name, values)
        for one in self.page.inputs:
            if one.get("type") == "password":
                sent[one["name"]] = PASSWORD
        return self.browser.sends(self.at, sent)

    def _say(self, name, words):
        if words:
            assert self._inputs(name), f"{self.at} does not ask for {name}"
            self.sent[name] = words

    def _presses(self, button, value):
        there = [(one.get("name"), one.get("value")) for one in self.page.buttons]
        assert (button, value) in there, f"{self.at} has no button {button}={value}"
        sent = MultiDict([*self.sent.items(multi=True), (button, value)])
        page = self.browser.sends(self.at, sent)
        assert page.status == 200, page.words
        self._shown(page)

    def _shown(self, page):
        self.page, self.sent = page, page.sent

    def _types(self, pairs):
        for name, values in MultiDict(pairs).lists():
            inputs = self._inputs(name)
            if self._inputs(f"{name}-find") or _chosen(inputs):
                self._chooses(name, values)
                continue
            assert inputs, f"{self.at} has no input called {name}"
            if inputs[0].get("type") != "hidden":
                self.sent[name] = values[0]

    def _chooses(self, name, values):
        for value in values:
            if not self._offered(name, value):
                self.sent[f"{name}-find"] = self.named(value)
                self._presses("_find", name)
            offered = self._offered(name, value)
            assert offered, f"{self.at} does not offer {value} for {name}"
            if "disabled" in offered:
                self.refused += self._why_not(offered["id"])
                self._forced.add(name, value)
        self.sent.setlist(name, values)

    def _rows(self, columns, name, rows):
        if any("row_for" in row for row in rows):
            for row in rows:
                number = self._row_for(name, row["row_for"])
                self.answers(columns, row, f"{name}-{number}-")
            return
        while len(self._numbers(name)) > len(rows):
            self._presses("_remove", f"{name}-{self._numbers(name)[-1]}")
        for place, row in enumerate(rows):
            if place >= len(self._numbers(name)):
                self._presses("_add", name)
            self.answers(columns, row, f"{name}-{self._numbers(name)[place]}-")

    def _row_for(self, name, ref):
        for number in self._numbers(name):
            if self.page.text(f"{name}-{number}-row_for") == ref:
                return number
        raise AssertionError(f"{self.at} has no row for {ref} in {name}")

    def _numbers(self, name):
        names = (one.get("name") or "" for one in self.page.inputs)
        found = {one.removeprefix(f"{name}-").partition("-")[0] for one in names
                 if one.startswith(f"{name}-")}  # fmt: skip
        return sorted(int(one) for one in found if one.isdecimal())

    def _inputs(self, name):
        return [one for one in self.page.inputs if one.get("name") == name]

    def _offered(self, name, value):
        return next((one for one in self._inputs(name) if one.get("value") == value), None)

    def _why_not(self, input_id):
        (box,) = [one for one in self.page.elements if one.attrs.get("id") == input_id]
        choice = box.inside[-1]
        return [
            Said(says.words.removeprefix("Not possible now: "), clause.words)
            for says, clause in zip(
                self.page.of("yip-refusal-says", choice),
                self.page.of("yip-clause", choice),
                strict=True,
            )
        ]


def _chosen(inputs):
    return any(one.get("type") in ("radio", "checkbox") for one in inputs)
