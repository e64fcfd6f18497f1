"""What the page of a case shows against what a story says must be so."""

from collections import defaultdict

from tests.stories.case_page import ENDED, LATE
from yipplugin.conditions import FactAnswered, FactEver, FactIs, parts
from yipplugin.form import ADD
from yipplugin.story.checking import by_status, clauses, compared, label
from yipplugin.story.script import Difference


def page_differences(expected, policy, standing, shown, sheet):
    """Yield everything in which the page of a case is not as expected.

    What a story calls a duty is found by the words and the clause of its line. ``sheet`` returns
    the page of a form, by its key and whom it is about.
    """
    names = {one.person.ref: one.person.name for one in standing.people}
    stages = {one.key: one.label for one in policy.stages}
    if expected.stage and shown.stage != stages[expected.stage]:
        yield Difference("page: stage", stages[expected.stage], shown.stage)
    lines = Lines(standing, names, shown)
    if expected.to_do is not None:
        waiting = expected.paused or by_status(standing, names, "paused")
        yield from compared("page: to do", [*expected.to_do, *waiting], lines.to_do)
    if expected.overdue is not None:
        # The alarm says how long it has stood, not since when it is late.
        wanted = [one for one in expected.overdue if one not in lines.alarmed]
        yield from compared("page: overdue", wanted, lines.overdue)
    if lacking := set(expected.done or ()) - set(lines.done):
        yield Difference("page: done", ", ".join(sorted(lacking)), "not done")
    if expected.fired is not None:
        standing_now = [one.id for one in standing.triggers if one.state == "stands"]
        wanted = [one for one in expected.fired if one in standing_now]
        yield from compared("page: alarm", wanted, lines.fired)
    if expected.set_aside is not None:
        yield from compared("page: set aside", expected.set_aside, _clauses(shown.set_aside))
    for act, wanted in expected.refused.items():
        yield from _refused(policy, standing, names, shown, sheet, act, set(wanted))


class Lines:
    """The lines of a case's page, each called what a story calls it, or by its own words."""

    def __init__(self, standing, names, shown):
        open_, ended = defaultdict(list), defaultdict(list)
        for one in standing.duties:
            waits = one.outstanding or one.status == "paused"
            (open_ if waits else ended)[one.do, one.clause].append(label(one, names))
        triggers = {(one.says, one.clause): one.id for one in standing.triggers}
        self.fired = [triggers.get((one.says, one.clause), one.says) for one in shown.alarms]
        self.alarmed = [
            label(one, names)
            for one in standing.outstanding
            if one.first and one.subject in self.fired
        ]
        self.alarmed += _called(open_, shown.alarmed)
        todo = list(zip(_called(open_, shown.todo), shown.todo, strict=True))
        self.to_do = [*self.alarmed, *(name for name, _ in todo)]
        self.overdue = [name for name, line in todo if LATE.search(line.beside)]
        done = zip(_called(ended, shown.done), shown.done, strict=True)
        self.done = [name for name, line in done if line.beside.startswith(ENDED)]


def _called(known, lines):
    """Return what a story calls each line; lines of the same words are called in order."""
    found = []
    for line in lines:
        names = known[line.says, line.clause]
        found.append(names.pop(0) if names else f"«{line.says}»")
    return found


def _refused(policy, standing, names, shown, sheet, act, wanted):
    name, _, whom = act.partition(" ")
    about = next((ref for ref, known in names.items() if known == whom), None)
    for form in policy.forms.values():
        later = clauses(left_for_signing(policy, form, standing.refused(name, about=about)))
        adds = name == ADD and ADD in form.acts_of_new
        if name in form.acts or (adds and wanted):
            beside = clauses(standing.refused(ADD)) | {*form.clauses[:1]}
            for said, refusals in _ways(shown.addable, form, whom):
                found, what = set(_clauses(refusals)), f"page: refused {act}, «{said}»"
                of_the_act = found & wanted if name == ADD else found - (beside - wanted)
                yield from compared(what, wanted - later, of_the_act)
        for question, choice in _choices(form, name):
            page = sheet(form.key, about or _anybody(form, standing))
            for found in _refused_choices(page, question.key, choice.key):
                what = f"page: refused {act}, {form.key}.{question.key}: {choice.key}"
                yield from compared(what, wanted - later, found)


def _ways(addable, form, whom):
    """Yield what a page offers of a form, for somebody where the story names them."""
    for said, refusals in addable.items():
        title, _, named = said.partition(": ")
        if form.title in (said, title) and (not whom or named == whom):
            yield said, refusals


def _choices(form, act):
    for question in form.everything():
        for choice in question.choices:
            if choice.act == act:
                yield question, choice


def _anybody(form, standing):
    pupils = [one.person.ref for one in standing.people if one.person.kind == "pupil"]
    return pupils[0] if form.about == "pupil" else None


def _refused_choices(page, question, choice):
    """Yield the clauses that stand at a choice, wherever the page has it."""
    for one in page.elements:
        name = one.attrs.get("name") or ""
        at = name == question or name.endswith(f"-{question}")
        if one.tag == "input" and at and one.attrs.get("value") == choice:
            found = {clause.words for clause in page.of("yip-clause", one.inside[-1])}
            assert bool(found) is ("disabled" in one.attrs), f"{page.url}: {name}"
            yield found


def left_for_signing(policy, form, refusals):
    """Return those refusals that the answers to ``form`` could lift: a page waits for them."""
    asked = {question.feeds for question in form.everything() if question.feeds}
    rules = {one.id: one for one in policy.refusals}
    return [one for one in refusals if one.id in rules and _facts(rules[one.id].unless) & asked]


def _facts(condition):
    read = (FactIs, FactEver, FactAnswered)
    return {one.fact for one in parts(condition) if isinstance(one, read)}


def _clauses(said):
    return [one.clause for one in said]
