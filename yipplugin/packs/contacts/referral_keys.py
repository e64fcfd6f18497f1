"""The keys of referral forms in contact packs, and what their page says of them."""

from yipplugin.packs.keys import Table, may, must
from yipplugin.referral import WAYS as DELIVERED
from yipplugin.spoken import listed

REFERRAL = Table(
    "Referral forms",
    "a referral form",
    "A form on which the owner wants a referral. Schools fill it in from the case, read it over, "
    "sign it, and keep what was sent.",
    (
        must("title", "text", "What people read: the name that the owner gives the form."),
        must("purpose", "a purpose", "Whom it is for: it stands beside their contacts."),
        must("ring", "a route of this pack", "Whom to ring about it; the route has a phone."),
        may("area", "an authority or a force", "One of the pack’s; all of them, where left out."),
        may("intro", "text", "What people read first."),
        must("steps", "a list of steps", "The questions, as the forms of policies have them."),
        may("fill", "questions and sources", "What each question is filled in from."),
        must("delivery", "a delivery", "How it reaches the owner."),
    ),
)

DELIVERY = Table(
    "Delivery",
    "a delivery",
    "How a signed form reaches the owner, under `delivery`. Whoever filled it in says there what "
    "became of it: whom they spoke to, and the owner’s reference.",
    (
        must("by", " · ".join(f"`{one}`" for one in DELIVERED), "Which way."),
        may("address", "an address", "Of the portal or their system, `https://`; or for mail."),
        may("copy", "a question, or a list", "What is copied to the portal, in its order."),
    ),
)

SOURCE = Table(
    "Where an answer comes from",
    "a source",
    "",
    (must("answer", "`form.question`, or a list", "The newest answer to it in the case."),),
)

TEXTS = ("short text", "long text")
KINDS = (*TEXTS, "yes no", "yes no unknown", "one of", "several of", "date", "number", "guidance")
"""The kinds of question that a referral form may ask: what can be told and copied as text."""

WRITTEN = f"""\
### Questions and what fills them in

Questions are written [as in the forms of policies](policy-packs.md#questions), of the kinds
{listed(f"`{one}`" for one in KINDS)}. `feeds`, `clause`, `joins`, `named`, tables and acts
mean something in a policy alone, and are refused.

```yaml
referrals:
  front_door_form:
    title: Request for help and protection
    purpose: csc_front_door
    ring: mash
    steps:
      - title: The child
        questions:
          - child: {{kind: short text, ask: Full name, required: yes}}
          - born: {{kind: date, ask: Date of birth}}
          - danger: {{kind: yes no unknown, ask: Is anybody in danger now?}}
    fill:
      child: name
      born: date of birth
      danger: {{answer: [report.immediate_harm]}}
    delivery: {{by: phone}}
```

What fills a question in is one of these, or `answer:` with questions of policies, of which the
first counts that the case has an answer to. Schools follow policies of their own: a question that
theirs does not ask is passed over. Everything filled in can be changed before the form is
signed."""
