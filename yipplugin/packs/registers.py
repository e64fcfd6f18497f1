"""Checks the school's registers: forms about the school, and the duties that they meet.

Their lines stand in the ledger, in the clear and for ever. So they ask for nothing that somebody
could write freely, and for nobody but staff.
"""

from yipplugin.conditions import Always, CountAtLeast, HasRecord
from yipplugin.form import Form, Question
from yipplugin.packs.problems import Place
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import readings, rule_spots
from yipplugin.policy import Duty, Policy

SCHOOL = "school"

PLAIN = (
    "one of", "several of", "yes no", "yes no unknown", "date", "date and time", "number",
    "declaration", "guidance", "signature", "table", "person",
)  # fmt: skip
"""The kinds of question whose answers are codes, dates, numbers or the refs of staff."""


def check_registers(reader: Reader, policy: Policy) -> None:
    """Note every form and duty of the school that asks for more, or that a case reads."""
    for form in policy.forms.values():
        if form.about == SCHOOL:
            _form(reader, form)
    review = policy.forms.get(policy.reviewed_with)
    if review is not None and review.about != SCHOOL:
        message = f"A review is about the school, and {review.key} is not. Name another form."
        reader.problems.add(Place("policy.yaml", 1, "reviewed with"), message)
    for duty in policy.duties:
        _duty(reader, policy, duty)
    for spot in rule_spots(policy):
        for reading, _ in readings(spot.condition) if spot.form is None else ():
            named = reading.form if isinstance(reading, HasRecord | CountAtLeast) else None
            form_read = policy.forms.get(named or "")
            if form_read is not None and form_read.about == SCHOOL:
                message = f"{form_read.key} is about the school, and no case has a record of it."
                reader.later(spot.owner, reader.place_of(spot.owner, spot.key), message)


def _form(reader: Reader, form: Form) -> None:
    if form.acts or form.states or form.reopens or form.when_closed or form.once:
        message = "A form about the school is in no case. Take out `act`, `states`, `once`."
        reader.later(form, reader.place_of(form, "act", "acts", "states", "once"), message)
    for question in form.everything():
        wrong = _question(question)
        if wrong:
            reader.later(question, reader.place_of(question, "kind"), wrong)


def _question(question: Question) -> str:
    if question.kind not in PLAIN:
        return (
            f"A register asks for nothing that is written freely, and “{question.kind}” is. Offer "
            "choices, or ask for a date, a number or a member of staff."
        )
    if question.kind == "person" and question.options.get("of") != "staff":
        return "A register names staff alone. Write `of: staff`."
    if question.feeds or question.joins or question.rows:
        return "A register is in no case. Take out `feeds`, `joins` and `rows`."
    if any(choice.act for choice in question.choices):
        return "A register does no act in a case. Take out `act`."
    return ""


def _duty(reader: Reader, policy: Policy, duty: Duty) -> None:
    ways = (*duty.met_by, *duty.waived_by)
    forms = [form for way in ways if (form := policy.forms.get(way.form or "")) is not None]
    ours = [form for form in forms if form.about == SCHOOL]
    if duty.each != SCHOOL:
        if ours:
            message = f"{ours[0].key} is about the school. Give the duty `each: school`."
            reader.later(duty, reader.place_of(duty, "met by"), message)
        return
    if len(ours) < len(ways):
        message = "What the school owes is met by a form `about: school`, and by nothing else."
        reader.later(duty, reader.place_of(duty, "met by"), message)
    if duty.opens != Always() or duty.where or duty.ends or duty.paused:
        message = (
            "What the school owes stands always. Write `opens: always` and no other condition."
        )
        reader.later(duty, reader.place_of(duty, "opens"), message)
    if duty.binds or duty.first:
        message = "What the school owes holds up no case. Take out `binds` and `first`."
        reader.later(duty, reader.place_of(duty, "binds", "first"), message)
