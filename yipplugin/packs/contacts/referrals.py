"""Reads the referral forms of a contact pack."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from yipplugin import shipped
from yipplugin.contact import ContactPack
from yipplugin.fieldtype import FieldType
from yipplugin.form import Form
from yipplugin.packs.asking import check_questions
from yipplugin.packs.contacts import keys, referral_keys
from yipplugin.packs.contacts.areas import read_area
from yipplugin.packs.contacts.sending import read_delivery, read_ring
from yipplugin.packs.contacts.sources import read_fill
from yipplugin.packs.forms import read_steps
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs
from yipplugin.packs.wording import check_form_wording
from yipplugin.referral import ReferralForm

NOT_HERE = ("feeds", "clause", "rows", "questions", "joins", "named")
"""Keys of a question that mean something in a policy alone."""


@cache
def kinds() -> Mapping[str, FieldType]:
    """Return the kinds of question that a referral form may ask, by name."""
    known = [kind() for kind in shipped.module("yipplugin.forms.fields").yip_field_types()]
    return MappingProxyType({one.name: one for one in known if one.name in referral_keys.KINDS})


def read_referrals(
    reader: Reader, pack: ContactPack, nodes: Mapping[str, Node]
) -> tuple[ReferralForm, ...]:
    """Return the referral forms of ``pack``, whose routes were read before, in its order."""
    found: list[ReferralForm] = []
    for key, node in nodes.items():
        reader.key(node, key, node.place)
        fields = reader.fields(node, referral_keys.REFERRAL)
        if fields is not None:
            found.append(_referral(reader, pack, key, fields))
    return tuple(found)


def _referral(reader: Reader, pack: ContactPack, key: str, fields: Fields) -> ReferralForm:
    form = Form(
        # No form of a policy has this key: what is kept for the one is never taken for the other.
        key=f"{pack.key}/{key}",
        version=pack.version,
        title=reader.text(fields.get("title")),
        steps=read_steps(reader, fields.get("steps")),
        who=(),
        intro=reader.text(fields.get("intro")),
    )
    reader.mark(form, fields.node)
    _check_form(reader, form)
    asked = {one.key: one for one in form.questions}
    return ReferralForm(
        ref=f"{pack.key}/{key}",
        purpose=reader.name(fields.get("purpose"), "a purpose", keys.GIVEN),
        areas=read_area(reader, fields.get("area"), pack.areas),
        route=read_ring(reader, pack, fields),
        form=form,
        delivery=read_delivery(reader, fields.get("delivery"), asked),
        fill=MappingProxyType(read_fill(reader, fields.get("fill"), asked)),
    )


def _check_form(reader: Reader, form: Form) -> None:
    check_questions(reader, form)
    check_form_wording(reader, form)
    for question in form.everything():
        node = reader.node_of(question)
        for key in NOT_HERE:
            if isinstance(node, Pairs) and key in node.keys:
                message = f"“{key}” says nothing in a referral form. Take it out."
                reader.problems.add(node.keys[key], message)
        for choice in question.choices:
            if choice.act is not None:
                message = "A choice does no act in a referral form. Take it out."
                reader.problems.add(reader.place_of(choice), message)
