"""The whole notation in one place: the tables of keys, the readings, and the page made from them.

``python -m yipplugin.packs.schema`` prints docs/reference/policy-packs.md.
"""

from collections.abc import Mapping

from yipplugin.packs import inspection_keys, keys, paper_keys, rule_keys
from yipplugin.values import ROLES

TABLES: tuple[keys.Table, ...] = (
    keys.POLICY,
    keys.FACT,
    keys.STAGE,
    *inspection_keys.TABLES,
    keys.NUMBER,
    keys.OVERVIEW,
    keys.CITATION,
    *rule_keys.TABLES,
    keys.FORM,
    keys.STEP,
    keys.QUESTION,
    keys.CHOICE,
    *paper_keys.TABLES,
)

CASE_READINGS: Mapping[str, tuple[str, str]] = {
    "all": ("a list of conditions", "Each of them holds."),
    "any": ("a list of conditions", "One of them holds."),
    "not": ("a condition", "It certainly does not hold; not known stays not known."),
    "may be": ("a condition", "It holds or is not known: for warnings."),
    "is": ("facts and answers", "The latest answer to each fact is one of these."),
    "ever": ("facts and answers", "Some current answer to each fact is one of these."),
    "answered": ("a fact, or a list", "Each was asked, and the latest answer is not «not known»."),
    "record": ("a form", "The case holds a current record of it; `where` asks for answers."),
    "trigger": ("`any`, or a trigger", "It has fired."),
    "trigger unmet": ("`any`, or a trigger", "It has fired and was not acted on yet."),
    "age under": ("a whole number", "The person was younger on the day of the incident."),
    "person": ("`pupil` · `staff` · `other`, or a list", "What the person is."),
    "flag": ("flags and values", "What the host knows of the person."),
    "anyone": ("a condition", "It holds for at least one person of the case."),
    "every pupil": ("a condition", "It holds for each pupil of the case."),
    "count": (
        "`people` (a condition) or `record` (a form), and `at least` (a whole number)",
        "As many people meet it, or as many records stand.",
    ),
}

FORM_READINGS: Mapping[str, tuple[str, str]] = {
    "all": ("a list of conditions", "Each of them holds."),
    "any": ("a list of conditions", "One of them holds."),
    "not": ("a condition", "It certainly does not hold."),
    "may be": ("a condition", "It holds or is not known."),
    "answered": ("a question, or a list", "Each is answered."),
    "QUESTION": ("an answer, or a list", "Its answer is, or includes, one of these."),
}


def reference() -> str:
    """Return the reference page of policy packs."""
    lines = [INTRODUCTION]
    for table in TABLES:
        lines += ["", f"## {table.title}", "", table.about, ""]
        lines += ["| key | holds | required | what it means |", "|---|---|---|---|"]
        for key in table.keys:
            required = "yes" if key.required else ""
            lines.append(f"| `{key.name}` | {key.takes} | {required} | {key.means} |")
    lines += ["", "## What a paper shows", "", "| part | what it is |", "|---|---|"]
    lines += [f"| `{name}` | {means} |" for name, means in paper_keys.SHOWN.items()]
    lines += [
        "",
        "## Blanks in papers",
        "",
        BLANKS,
        "",
        "| blank | what is filled in |",
        "|---|---|",
    ]
    lines += [
        f"| `{{{' '.join(filter(None, (name, one.of)))}}}` | {one.means} |"
        for name, one in paper_keys.BLANKS.items()
    ]
    lines += [
        "",
        LENGTHS,
        "",
        "## Conditions in rules",
        "",
        CONDITIONS,
        "",
        *_readings(CASE_READINGS),
    ]
    lines += ["", "## Conditions in forms", "", FORM_CONDITIONS, "", *_readings(FORM_READINGS)]
    lines += ["", "## Roles", ""]
    lines += [f"- `{key}`: {words}" for key, words in ROLES.items()]
    return "\n".join(lines) + "\n"


def _readings(table: Mapping[str, tuple[str, str]]) -> list[str]:
    rows = [f"| `{name}` | {takes} | {means} |" for name, (takes, means) in table.items()]
    return ["| reading | holds | when it holds |", "|---|---|---|", *rows]


INTRODUCTION = """\
# Policy packs

<!-- Made by `python -m yipplugin.packs.schema`; change yipplugin/packs/schema.py instead. -->

A pack is a folder of plain data, in YAML, that can be read aloud beside the paper policy:

    policy.yaml        what the policy is: facts, targets, stages
    clauses/*.yaml     the clauses in order, each with what carries it
    forms/*.yaml       one form a file
    papers/*.yaml      one paper a file: letters, summaries, receipts
    published.yaml     written by `flask yip policy publish`; never by hand

Every value is text: `yes` is the word yes. Keys stand once; anchors, tags and characters that
cannot be printed are refused. A file holds at most 1 MiB of UTF-8, a pack 8 MiB, and only files
that end in `.yaml` are read. Image data and links to images or videos are refused wherever they
stand, in comments too. `flask yip policy check PACK` names every problem with its file, line and
key.

What is kept with the cases opened under a pack is what it says, without comments and layout, and
its digest is taken over that: both change when a word does, and not when a comment does."""

BLANKS = """\
Words in curly brackets are filled in from the case, always as plain text. No others are known, and
a curly bracket has no other use. `{pupil}` needs a paper about a pupil, or about a record of a form
that is about one; `{signed}`, `{signed by}` and `{answer QUESTION}` need a paper about a record.
What was not answered is written as «not answered»; what is not known, as «not known»."""

_UNITS = ", ".join(f"`{unit}`" for unit in keys.UNITS)
_SOURCES = ", ".join(f"`{source}`" for source in keys.SOURCES)

LENGTHS = f"""\
## Lengths of time

`at once`, `end of school day`, `{{target: NAME}}`, or a mapping of one unit to a whole number:
{_UNITS}. It may add `source`:
{_SOURCES} (the school's own where left out); the two moments are
then written `{{at once: yes, source: law}}`.

`{{answered: FACT}}` is a moment that the records of the case set themselves: the latest date given
to that fact, for the person or the record that the duty is for. A date without a time lasts until
the school closes."""

CONDITIONS = """\
A mapping of one reading, or the word `always` or `never`. Conditions answer yes, no or not known;
not known satisfies nothing, and `not` of it is not known either. Several facts in one mapping
must all hold. `age under`, `person` and `flag` read one person: they stand inside `anyone`,
`every pupil` or `count`, or in a duty, refusal or warning for each pupil or person."""

FORM_CONDITIONS = """\
A mapping of questions to the answers wanted (several must all hold), or one of the other readings.
The same words are the `where` of `record` and `met by`, over the answers of that form."""


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 -- printing is what this is for
