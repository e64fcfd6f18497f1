"""Reads how a referral form reaches its owner, and whom to ring about it."""

from collections.abc import Mapping

from yipplugin.contact import ContactPack
from yipplugin.form import Question
from yipplugin.packs.contacts import referral_keys, ways
from yipplugin.packs.problems import meant
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node
from yipplugin.referral import MAIL, PHONE, PORTAL, WAYS, WEBHOOK, Delivery

NEEDED = {
    PORTAL: "A portal has an address. Write it: `address: https://...`.",
    MAIL: "Mail goes to an address. Write it: `address: referrals@...`.",
    WEBHOOK: "Their system has an address. Write it: `address: https://...`.",
}
"""Which ways need an address, and what to do where there is none."""


def read_ring(reader: Reader, pack: ContactPack, fields: Fields) -> str:
    """Return the route to ring about a form: without a number, nobody can be told to."""
    node = fields.get("ring")
    key = reader.text(node)
    if node is None or not key:
        return ""
    known = {one.ref.partition("/")[2]: one for one in pack.routes}
    if key not in known:
        message = f"“{key}” is not a route of this pack. {meant(key, known)}"
        reader.problems.add(node.place, message)
    elif not known[key].phone:
        message = f"The route {key} has no phone number. Name one that can be rung."
        reader.problems.add(node.place, message)
    return f"{pack.key}/{key}"


def read_delivery(reader: Reader, node: Node | None, asked: Mapping[str, Question]) -> Delivery:
    """Return how a form is delivered, which asks these questions."""
    fields = reader.fields(node, referral_keys.DELIVERY)
    if fields is None:
        return Delivery(PHONE)
    by = reader.name(fields.get("by"), "a way to deliver a form", WAYS)
    place = fields.get("address")
    address = ways.email(reader, place) if by == MAIL else ways.address(reader, place)
    copied = reader.names(fields.get("copy"), "a question of this form", asked)
    if by in NEEDED and not place:
        reader.problems.add(fields.at("by"), NEEDED[by])
    for key, serves in (("address", NEEDED), ("copy", (PORTAL,))):
        if by in WAYS and by not in serves and fields.get(key):
            message = f"“{key}” says nothing where a form goes {WAYS[by]}. Take it out."
            reader.problems.add(fields.at(key), message)
    return Delivery(by, address, copied)
