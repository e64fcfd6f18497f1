"""A form on paper for tests: made of a few questions, filled in, and read as a browser reads it."""

from datetime import datetime
from html.parser import HTMLParser

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from yipplugin import shipped
from yipplugin.builder.compiled import compiled
from yipplugin.form import Form, Question, Step
from yipplugin.values import LONDON, Actor, Person

KINDS = {kind.name: kind() for kind in shipped.module("yipplugin.forms.fields").yip_field_types()}
NOW = datetime(2026, 3, 3, 14, 30, tzinfo=LONDON)
AMY = Person("pupil:1", "Amy Ash", year="9", group="9B")
BEN = Person("pupil:2", "Ben Moss", year="10", group="10A")
TESS = Person("staff:7", "Tess Archer", kind="staff")
SIGNER = Actor("staff:7", "Tess Archer")
PAGES = Environment(
    loader=FileSystemLoader(str(shipped.folder("templates"))),
    autoescape=True,
    undefined=StrictUndefined,
)
MACROS = PAGES.get_template("yipplugin/fields/form.html").module


def form_of(*questions, **more):
    """Return a form of one step."""
    return Form("paper", 1, "Paper", (Step("Questions", questions),), ("staff",), **more)


def fill(*questions, posted=None, kinds=KINDS, **around):
    """Return a filling of a form of ``questions``; ``posted`` are names and values."""
    form = questions[0] if isinstance(questions[0], Form) else form_of(*questions)
    sent = None if posted is None else MultiDict(posted)
    return compiled(form, kinds).bind(sent, **{"now": NOW, **around})


def ask(kind, *posted, around=None, **question):
    """Return the error and the kept answer of one question ``q`` to which ``posted`` was typed.

    ``posted`` are the endings of the inputs' names and what was typed there.
    """
    asked = Question("q", kind, **{"ask": "What?", **question})
    pairs = [(f"q{ending}", value) for ending, value in posted]
    filling = fill(asked, posted=pairs, **(around or {}))
    filling.validate()
    return "\n".join(message for _, message in filling.summary), filling.answers().get("q")


def drawn(filling):
    """Return the form as HTML, with the summary of what is wrong."""
    return str(MACROS.error_summary(filling)) + str(MACROS.questions(filling))


def page(filling):
    """Return the form as a browser reads it."""
    return Page(drawn(filling))


class Page(HTMLParser):
    """What matters of a page: its elements, the ids they have, and what a browser would send."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.text = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs), tuple(self.open))
        self.elements.append(element)
        if tag not in ("input", "br"):
            self.open.append(element)

    def handle_endtag(self, tag):
        closed = self.open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"

    def handle_data(self, data):
        self.text.append(data)
        for element in self.open:
            element.text += data

    def ids(self):
        return [one.attrs["id"] for one in self.elements if "id" in one.attrs]

    def by_id(self, wanted):
        return next(one for one in self.elements if one.attrs.get("id") == wanted)

    def of(self, css_class):
        return [one for one in self.elements if css_class in one.attrs.get("class", "").split()]

    def inputs(self):
        return [one for one in self.elements if one.tag in ("input", "textarea")]

    def sent(self):
        """Return the names and values that a browser would send now, without a button."""
        return [
            (one.attrs["name"], one.value())
            for one in self.inputs()
            if "disabled" not in one.attrs
            and (one.attrs.get("type") not in ("radio", "checkbox") or "checked" in one.attrs)
        ]


class Element:
    """One element of a page."""

    def __init__(self, tag, attrs, inside):
        self.tag, self.attrs, self.inside, self.text = tag, attrs, inside, ""

    def value(self):
        if self.tag == "textarea":
            return self.text.removeprefix("\n")
        return self.attrs.get("value", "")
