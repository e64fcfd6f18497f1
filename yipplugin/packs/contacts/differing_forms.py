"""What a new version of a contact pack changes of its referral forms."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from yipplugin.packs.formchanges import form_changes
from yipplugin.referral import WAYS, ReferralForm
from yipplugin.spoken import listed


def of_forms(before: Iterable[ReferralForm], after: Iterable[ReferralForm]) -> Iterator[str]:
    """Yield what changes, a line a form."""
    old, new = ({one.ref: one for one in forms} for forms in (before, after))
    for ref, one in new.items():
        named = f"referral form “{one.form.title}”, {WAYS[one.delivery.by]}"
        if ref not in old:
            yield f"New: {named}."
        elif _as_asked(old[ref]) != _as_asked(one):
            yield f"Changed: {named}."
            yield from _how(old[ref], one)
    for ref, one in old.items():
        if ref not in new:
            yield f"Gone: referral form “{one.form.title}”."


def _as_asked(one: ReferralForm) -> ReferralForm:
    """Return a form without its version, which goes up with the pack's."""
    return replace(one, form=replace(one.form, version=0))


def _how(old: ReferralForm, new: ReferralForm) -> Iterator[str]:
    title = new.form.title
    # Where particulars of children go comes before what is asked.
    if old.delivery.by != new.delivery.by:
        yield f"“{title}” goes out {WAYS[new.delivery.by]}, not {WAYS[old.delivery.by]}."
    if old.delivery.address != new.delivery.address:
        yield f"“{title}” goes to {_at(new)}, not to {_at(old)}."
    if old.delivery.copy != new.delivery.copy:
        yield f"“{title}”: other answers are to be copied to their page."
    if old.route != new.route:
        yield f"“{title}”: {_key(new)} is rung about it, not {_key(old)}."
    if old.fill != new.fill:
        filled = listed(sorted(set(old.fill) ^ set(new.fill)) or ["otherwise"])
        yield f"“{title}” is filled in otherwise from the case: {filled}."
    for change in form_changes(old.form, new.form):
        yield f"“{title}”: {change}"


def _at(one: ReferralForm) -> str:
    return f"“{one.delivery.address}”" if one.delivery.address else "no address"


def _key(one: ReferralForm) -> str:
    return one.route.partition("/")[2]
