"""Checks duties and refusals one by one: who can meet them, about whom, and what lifts them."""

from yipplugin.conditions import Always, Not
from yipplugin.packs.reader import Reader
from yipplugin.packs.walking import PEOPLE
from yipplugin.policy import Duty, MetBy, Policy, Refusal
from yipplugin.values import ROLES

OVERRIDE = "override"
OVERRIDE_AGREED = "override_agreed"


def check_meeting(reader: Reader, policy: Policy) -> None:
    """Note duties that nobody can meet and refusals that nothing lifts."""
    for duty in policy.duties:
        for way in (*duty.met_by, *duty.waived_by):
            _way(reader, policy, duty, way)
        _who(reader, policy, duty)
        if duty.ends is not None and duty.every is None:
            message = "Only a duty that comes round ends. Add `every`, or take `ends` out."
            reader.later(duty, reader.place_of(duty, "ends"), message)
    for refusal in policy.refusals:
        _refusal(reader, policy, refusal)
    for rule in policy.two_people:
        if rule.form == rule.differs_from:
            message = "A form cannot differ from itself. Name the form that was signed first."
            reader.later(rule, reader.place_of(rule, "differs from"), message)


def _way(reader: Reader, policy: Policy, duty: Duty, way: MetBy) -> None:
    form = policy.forms.get(way.form or "")
    if form is None:
        return
    wanted = ""
    if duty.each in PEOPLE and form.about != "pupil":
        wanted = "about: pupil"
    elif duty.each.startswith(("record:", "latest:")):
        subject = duty.each.partition(":")[2]
        if subject not in form.about_forms and way.exact:
            wanted = f"about: {{record: {subject}}}"
        elif form.about and subject not in form.about_forms:
            wanted = f"about: {{record: {subject}}}"
    elif duty.each == "" and way.exact:
        message = "`exact` needs a record to be about. Give the duty `each: {latest: FORM}`."
        reader.later(duty, reader.place_of(way, "exact"), message)
    if wanted:
        message = (
            f"The duty is for each {duty.each.replace(':', ' of ')}, but the form {form.key} is "
            f"about {form.about.replace(':', ' of ') or 'the case'}, so it cannot say which. Give "
            f"the form `{wanted}`, or name another form."
        )
        reader.later(duty, reader.place_of(way, "form"), message)


def _who(reader: Reader, policy: Policy, duty: Duty) -> None:
    named = [policy.forms.get(way.form or "") for way in duty.met_by]
    forms = [form for form in named if form is not None]
    if not duty.met_by:
        reader.later(duty, reader.place_of(duty, "met by"), "Nothing meets this duty. Name a form.")
    if not forms or any(way.form is None for way in duty.met_by):
        return
    able = {role for form in forms for role in form.who}
    if duty.who and able and not able & {*duty.who, "staff"}:
        message = (
            f"Nobody who is asked may sign what meets it: {_names(duty.who)} is asked, and "
            f"{_names(tuple(sorted(able)))} may sign {', '.join(form.key for form in forms)}. "
            "Change `who` here or in the form."
        )
        reader.later(duty, reader.place_of(duty, "who"), message)


def _names(roles: tuple[str, ...]) -> str:
    return " or ".join(ROLES.get(role, role) for role in roles)


def _refusal(reader: Reader, policy: Policy, refusal: Refusal) -> None:
    node = reader.node_of(refusal)
    written = "override" in getattr(node, "entries", {})
    if refusal.unless == Not(Always()) and not written:
        message = (
            "Nothing can lift this refusal. Write `override: never` if that is meant, or name who "
            "may set it aside."
        )
        reader.later(refusal, reader.place_of(refusal, "unless"), message)
    if refusal.unless == Always():
        message = "This refuses nothing, for `unless` always holds. Say what lifts it."
        reader.later(refusal, reader.place_of(refusal, "unless"), message)
    needed = {OVERRIDE: 1, OVERRIDE_AGREED: 2}
    for form, roles in needed.items():
        if len(refusal.override) >= roles and form not in policy.forms:
            message = (
                f"Roles may set this aside, but the pack has no form “{form}” to do it with. Add "
                f"forms/{form}.yaml, or write `override: never`."
            )
            reader.later(refusal, reader.place_of(refusal, "override"), message)
