"""The notation of contact packs on one page, made from the tables that packs are checked by.

``python -m yipplugin.packs.contacts.reference`` prints docs/reference/contact-packs.md.
"""

from yipplugin.contact import PURPOSES
from yipplugin.packs.contacts import keys
from yipplugin.packs.contacts.referral_keys import WRITTEN
from yipplugin.referral import SOURCES

WHOSE = {
    "home": "the authority in which the child lives",
    "school": "the school’s authority",
    "force": "the police force of where the child lives",
    "": "everybody’s",
}


def reference() -> str:
    """Return the page."""
    lines = [INTRODUCTION]
    for table in keys.TABLES:
        lines += ["", f"## {table.title}", "", table.about, ""]
        lines += ["| key | holds | required | what it means |", "|---|---|---|---|"]
        for key in table.keys:
            required = "yes" if key.required else ""
            lines.append(f"| `{key.name}` | {key.takes} | {required} | {key.means} |")
    lines += ["", WRITTEN, "", "| source | what it is |", "|---|---|"]
    lines += [f"| `{name}` | {means} |" for name, means in SOURCES.items()]
    lines += ["", HOURS, "", "## Purposes", "", "| purpose | what for | whose is asked |"]
    lines += ["|---|---|---|"]
    for name in keys.GIVEN:
        one = PURPOSES[name]
        lines.append(f"| `{name}` | {one.label} | {WHOSE[one.whose]} |")
    return "\n".join([*lines, "", SIGNED]) + "\n"


INTRODUCTION = """\
# Contact packs

<!-- Made by `python -m yipplugin.packs.contacts.reference`; change that module instead. -->

A contact pack says whom schools contact, and when: one YAML (or JSON) file, or a folder:

    contacts.yaml      whose contacts they are, and the routes
    routes/*.yaml      one route a file, named after its key, for whoever likes it better so
    referrals/*.yaml   one referral form a file, named after its key, likewise

Every value is text. Keys stand once; anchors and tags are refused, and so are image data and links
to images. `flask yip contacts check PACK` names every problem with its file and line."""

HOURS = """\
## Hours

`always`; or days and times, with what happens on bank holidays said every time; or the hours of
another route turned round, so that a gap between the two can never be written by mistake:

```yaml
hours:
  Monday to Thursday: 08:30 to 12:30, 13:15 to 17:00
  Friday: 08:30 to 16:30
  bank holidays: closed
```

```yaml
hours: {outside: mash}
```

Days are `Monday`, `Monday to Thursday`, `weekdays`, `weekends`, `every day`. A day that is not
named is closed. Times are `08:30 to 17:00`, several of them with commas, `all day` or `closed`; an
end at or before its beginning is that of the day after, so `22:00 to 06:00` ends in the morning.
`bank holidays` takes times too, or `as on other days`. Bank holidays are those of England and
Wales; where one falls on a weekend, both that day and the day off in its place. Times are what a
clock on the wall in England shows, on the two nights on which clocks change as on all others."""

SIGNED = """\
## Signed files

`flask yip contacts sign` makes one file of a pack: its canonical text with an Ed25519 signature and
the public key. The file reads back to the same bytes or is refused. Comments and layout are no part
of it, and change neither its checksum nor its signature."""

if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 -- this is what the command is for
