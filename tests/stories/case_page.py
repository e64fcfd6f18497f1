"""What the page of a case shows, read from its HTML, in the words that a story uses."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from tests.web.reading import VOID, Page

LATE = re.compile(r"\bLate\b|\bNow\b|\blate\b|was due|due now|at once")
"""How a line of the page says that its time has passed, whoever it waits for."""

ENDED = ("Met", "Met late", "Waived")


class Element:
    """One element of a page: ``inside`` are those around it, the closest last; ``within`` it."""

    def __init__(self, tag, attrs, inside):
        self.tag, self.attrs, self.inside, self.within, self.text = tag, attrs, inside, [], ""
        self.classes = attrs.get("class", "").split()
        for one in inside:
            one.within.append(self)

    @property
    def words(self):
        return " ".join(self.text.split())


class Marked(Page):
    """A page of which one can ask what stands within what; ``status`` and ``url`` are its own."""

    def __init__(self, html, status=200, url=""):
        self.elements, self._around = [], []
        self.status, self.url = status, url
        super().__init__(html)

    def handle_starttag(self, tag, attrs):
        super().handle_starttag(tag, attrs)
        self.elements.append(Element(tag, dict(attrs), tuple(self._around)))
        if tag not in VOID:
            self._around.append(self.elements[-1])

    def handle_endtag(self, tag):
        super().handle_endtag(tag)
        if tag in [one.tag for one in self._around]:
            while self._around.pop().tag != tag:
                pass

    def handle_data(self, data):
        super().handle_data(data)
        for one in self._around:
            one.text += data

    def of(self, css_class, within=None):
        """Return the elements of a class, or those of them that stand within another."""
        among = within.within if within else self.elements
        return [one for one in among if css_class in one.classes]

    def tagged(self, tag, within):
        return [one for one in within.within if one.tag == tag]

    def part(self, label):
        """Return the section with this heading's id; nothing where the page has none."""
        found = (one for one in self.elements if one.attrs.get("aria-labelledby") == label)
        return next(found, None)

    def clause(self, within):
        """Return the clause that the first «Why?» within an element leads to."""
        links = (one.attrs.get("href", "") for one in self.tagged("a", within))
        return next((url.partition("#yip-")[2] for url in links if "#yip-" in url), "")

    def refusals(self, within=None):
        """Return each refusal shown: what is refused, why, and by which clause."""
        return [self._refusal(one) for one in self.of("yip-refused", within)]

    def _refusal(self, block):
        act, says = self.tagged("strong", block)[0].words, self.tagged("p", block)[0].words
        why = says.removeprefix(act).strip()
        return Said(why, self.clause(block), act.removeprefix("Not now: ").removesuffix("."))


@dataclass(frozen=True)
class Said:
    """A line: its words, its clause, and what stands beside it."""

    says: str
    clause: str
    beside: str = ""


class CaseShown:
    """The page of a case, taken apart."""

    def __init__(self, page):
        self.page = page
        (self.head,) = page.of("yip-case-head")
        todo = page.part("yip-todo")
        self.todo = [line for line, folded in self._lines(todo) if not folded]
        self.done = [line for line, folded in self._lines(todo) if folded]

    @property
    def stage(self):
        """Return the stage as the page says it."""
        return self.page.of("yip-status", self.head)[0].words.lstrip("●").strip()

    @property
    def alarms(self):
        """Return why something is to be referred now."""
        page, panel = self.page, self.page.part("yip-alarm")
        lists = page.of("yip-alarm-list", panel) if panel else []
        return [
            Said(page.tagged("strong", one)[0].words.removesuffix("."), page.clause(one))
            for one in (page.tagged("li", lists[0]) if lists else ())
            if one.inside[-1] is lists[0]
        ]

    @property
    def alarmed(self):
        """Return what the alarm asks for beside the referral, each with the «Why?» after it."""
        panel = self.page.part("yip-alarm")
        found, among = [], [*panel.within] if panel else []
        for place, one in enumerate(among):
            if "yip-todo-do" in one.classes:
                why = next(other for other in among[place:] if "yip-why" in other.classes)
                found.append(Said(one.words, self.page.clause(why)))
        return found

    @property
    def set_aside(self):
        """Return the refusals that were set aside."""
        part = self.page.part("yip-overrides")
        return [
            Said(self.page.tagged("strong", one)[0].words, self.page.clause(one))
            for one in (self.page.tagged("li", part) if part else ())
            if one.inside[-2] is part
        ]

    @cached_property
    def addable(self):
        """Return the refusals of each record that may be added, by the words for it."""
        found = defaultdict(list)
        for block in self.page.of("yip-add"):
            for one in self.page.tagged("a", block):
                if not any("yip-refused" in around.classes for around in one.inside):
                    found[one.words] = []
            for refusal in self.page.refusals(block):
                found[refusal.beside].append(refusal)
        return dict(found)

    def _lines(self, todo):
        """Yield each line of what to do, and whether it stands folded away with what is done."""
        for one in self.page.tagged("li", todo) if todo else ():
            do = self.page.of("yip-todo-do", one)
            if do:
                beside = " ".join(p.words for p in self.page.tagged("p", one) if p is not do[0])
                why = [box for box in self.page.of("yip-why", one) if box.inside[-1] is one]
                clause = self.page.clause(why[0]) if why else ""
                said = _shape_off(self.page.of("yip-status", one), beside)
                folded = "details" in [around.tag for around in one.inside]
                yield Said(re.sub(r"^\d+\. ", "", do[0].words), clause, said), folded


def _shape_off(status, beside):
    """Return a line's status and what is said beside it, without the shape of the status."""
    shape = status[0].words.partition(" ")[0] if status else ""
    return beside.partition(shape)[2].strip() if shape else beside
