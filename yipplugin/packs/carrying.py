"""What carries each clause: the triggers, duties, texts and questions that a test can point at."""

from collections.abc import Iterator
from typing import NamedTuple

from yipplugin.form import Form
from yipplugin.packs.reader import Reader
from yipplugin.policy import Policy


class Carrier(NamedTuple):
    """One thing that carries a clause. ``where`` says which one, in the words of the pack."""

    clause: str
    kind: str
    where: str
    says: str

    def __str__(self) -> str:
        """Return it as a line of the table of clauses."""
        return f"{self.kind} {self.where}".rstrip() + f": {self.says}"


def carriers(policy: Policy) -> Iterator[Carrier]:
    """Yield each thing that carries a clause."""
    for trigger in policy.triggers:
        yield Carrier(trigger.clause, "trigger", trigger.id, trigger.says)
    for duty in policy.duties:
        yield Carrier(duty.clause, "duty", duty.id, duty.do)
    for refusal in policy.refusals:
        where = f"{refusal.id} of {', '.join(refusal.acts)}"
        yield Carrier(refusal.clause, "refusal", where, refusal.says)
    for warning in policy.warnings:
        before = ", ".join(warning.acts or (f"late {form}" for form in warning.forms))
        yield Carrier(warning.clause, "warning", f"{warning.id} on {before}", warning.says)
    for rule in policy.two_people:
        says = f"{rule.form} and {rule.differs_from}"
        yield Carrier(rule.clause, "two people", rule.id, says)
    for text in policy.texts:
        yield Carrier(text.clause, "text", f"at {text.place}", text.says)
    for paper in policy.papers.values():
        for clause in paper.clauses:
            yield Carrier(clause, "paper", paper.key, paper.title)
    for question in policy.inspection:
        yield Carrier(question.clause, "inspection", question.id, question.asks)
    for citation in policy.citations:
        yield Carrier(citation.clause, "citation", "", citation.says)
    for form in policy.forms.values():
        yield from _of_form(form)


def _of_form(form: Form) -> Iterator[Carrier]:
    for clause in form.clauses:
        yield Carrier(clause, "form", form.key, form.title)
    for asked in form.everything():
        for clause in asked.clauses:
            where = f"{form.key}.{asked.key}"
            yield Carrier(clause, "question", where, asked.ask or asked.note)


def check_carrying(reader: Reader, policy: Policy) -> None:
    """Note every clause that nothing carries."""
    carried = {one.clause for one in carriers(policy)}
    for clause in policy.clauses.values():
        if clause.id not in carried:
            message = (
                f"Nothing carries {clause.id}. Give it a duty, refusal, warning, trigger or text, "
                f"or name it in a form or question: `clause: {clause.id}`."
            )
            reader.later(clause, reader.place_of(clause), message)
