"""What a new version of a contact pack changes of its referral forms."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from yipplugin.referral import WAYS, ReferralForm


def of_forms(before: Iterable[ReferralForm], after: Iterable[ReferralForm]) -> Iterator[str]:
    """Yield what changes, a line a form."""
    old, new = ({one.ref: one for one in forms} for forms in (before, after))
    for ref, one in new.items():
        named = f"referral form “{one.form.title}”, {WAYS[one.delivery.by]}"
        if ref not in old:
            yield f"New: {named}."
        elif _as_asked(old[ref]) != _as_asked(one):
            yield f"Changed: {named}."
    for ref, one in old.items():
        if ref not in new:
            yield f"Gone: referral form “{one.form.title}”."


def _as_asked(one: ReferralForm) -> ReferralForm:
    """Return a form without its version, which goes up with the pack's."""
    return replace(one, form=replace(one.form, version=0))
