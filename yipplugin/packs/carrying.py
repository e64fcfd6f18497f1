"""What carries each clause: the triggers, duties, texts and questions that a test can point at."""

from collections.abc import Iterator

from yipplugin.packs.reader import Reader
from yipplugin.policy import Policy


def carriers(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each clause with one thing that carries it, in words."""
    for trigger in policy.triggers:
        yield trigger.clause, f"trigger {trigger.id}: {trigger.says}"
    for duty in policy.duties:
        yield duty.clause, f"duty {duty.id}: {duty.do}"
    for refusal in policy.refusals:
        yield refusal.clause, f"refusal {refusal.id} of {', '.join(refusal.acts)}: {refusal.says}"
    for warning in policy.warnings:
        yield warning.clause, f"warning {warning.id} on {', '.join(warning.acts)}: {warning.says}"
    for rule in policy.two_people:
        yield rule.clause, f"two people {rule.id}: {rule.form} and {rule.differs_from}"
    for text in policy.texts:
        yield text.clause, f"text at {text.place}: {text.says}"
    for question in policy.inspection:
        yield question.clause, f"inspection {question.id}: {question.asks}"
    for form in policy.forms.values():
        for clause in form.clauses:
            yield clause, f"form {form.key}: {form.title}"
        for asked in form.everything():
            for clause in asked.clauses:
                yield clause, f"question {form.key}.{asked.key}: {asked.ask or asked.note}"


def check_carrying(reader: Reader, policy: Policy) -> None:
    """Note every clause that nothing carries."""
    carried = {clause for clause, _ in carriers(policy)}
    for clause in policy.clauses.values():
        if clause.id not in carried:
            message = (
                f"Nothing carries {clause.id}. Give it a duty, refusal, warning, trigger or text, "
                f"or name it in a form or question: `clause: {clause.id}`."
            )
            reader.later(clause, reader.place_of(clause), message)
