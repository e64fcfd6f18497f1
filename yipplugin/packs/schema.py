"""The keys of every mapping in a pack. The reader checks by these tables; the reference page is
made from them (``python -m yipplugin.packs.schema`` prints it)."""

from collections.abc import Mapping
from dataclasses import dataclass

from yipplugin.values import ROLES


@dataclass(frozen=True)
class Key:
    """One key: ``takes`` says in words what it holds, ``means`` what that does."""

    name: str
    takes: str
    required: bool
    means: str


@dataclass(frozen=True)
class Table:
    """The keys of one kind of mapping. ``a`` is what messages call it."""

    title: str
    a: str
    about: str
    keys: tuple[Key, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the keys, in the order of the page."""
        return tuple(key.name for key in self.keys)


def _must(name: str, takes: str, means: str) -> Key:
    return Key(name, takes, True, means)


def _may(name: str, takes: str, means: str) -> Key:
    return Key(name, takes, False, means)


CLAUSE_KINDS = ("definition", "principle", "obliged", "permitted", "prohibited")

PANELS = (
    "report panel",
    "receipt panel",
    "case panel",
    "emergency panel",
    "people panel",
    "chronology panel",
    "papers panel",
    "closing panel",
)

SOURCES = ("law", "guidance", "authority", "school")

UNITS = ("hours", "school hours", "working days", "school days", "days")

MOMENTS = ("at once", "end of school day")

PERSON_KINDS = ("pupil", "staff", "other")

EACH = ("case", "pupil", "person", "trigger")

RESERVED = ("all", "any", "not", "may be", "answered", "always", "never", "row_for")

CONDITION = "a condition"
FORM_CONDITION = "a condition on this form's answers"
ACTS = "an act, or a list of acts"
ROLE_LIST = "a role, or a list of roles"

POLICY = Table(
    "policy.yaml",
    "a policy",
    "What the policy is, and the names that its clauses and forms use.",
    (
        _must("policy", "a key", "The policy's key, such as `westcroft-2023`; never changes."),
        _must("version", "a whole number", "Goes up each time the pack is published."),
        _must("title", "text", "What the policy is about."),
        _must("in force", "a date", "The first day of the policy."),
        _must("review by", "a date", "When the policy is due for review."),
        _may("signed by", ROLE_LIST, "Who signs the policy."),
        _may("source", "text", "Which paper the pack follows."),
        _may("targets", "names of lengths", "Lengths of time that a school may change."),
        _may("facts", "names of facts", "Answers that rules may read."),
        _must("stages", "a list of stages", "Where a case may stand; the last that holds counts."),
        _may("acts", "a list of acts", "Acts that rules name but no form does yet."),
        _may("inspection", "a list of questions", "What inspectors ask, and what answers it."),
    ),
)

FACT = Table(
    "Facts",
    "a fact",
    "A fact keeps every answer that a current record gives it.",
    (
        _must(
            "of",
            "`case`, `person` or `{record: FORM}`",
            "What the fact belongs to. A person's fact is fed in a table row with a person, or in "
            "a form about a pupil.",
        ),
        _may(
            "answers",
            "a list of words",
            "Every answer that the fact knows. Left out where rules only read whether it was "
            "answered.",
        ),
        _may("says", "text", "What people read for it; its name, where left out."),
    ),
)

STAGE = Table(
    "Stages",
    "a stage",
    "Stages are tried in order; the last one whose condition holds is where the case stands.",
    (
        _must("key", "a key", "How rules and lists name the stage."),
        _must("label", "text", "What people read."),
        _must("when", CONDITION, "When the case stands there; `always` for the first."),
    ),
)

INSPECTION = Table(
    "Inspection questions",
    "an inspection question",
    "What inspectors ask, and where the answer is kept.",
    (
        _must("clause", "a clause", "The clause that it is asked under."),
        _must("asks", "text", "The question."),
        _must(
            "evidence", "forms and duties", "The keys of forms and ids of duties that answer it."
        ),
        _may("id", "a key", "Tells two questions of one clause apart."),
    ),
)

CLAUSE = Table(
    "Clauses",
    "a clause",
    "Files in `clauses/` map a clause's number to this, in the order of the paper policy. "
    "Each clause must be carried: by something in this table, an inspection question, or a form "
    "or question that names it.",
    (
        _must("says", "text", "The clause in our own words."),
        _must("kind", " · ".join(f"`{kind}`" for kind in CLAUSE_KINDS), "What sort of clause."),
        _may("who", "text", "Whom it binds, in the policy's words."),
        _may("lines", "text", "Where the paper policy says it."),
        _may("trigger", "a trigger, or a list", "What must be acted on once it is so."),
        _may("duty", "a duty, or a list", "What must be done."),
        _may("refusal", "a refusal, or a list", "What may not be done, and until when."),
        _may("warning", "a warning, or a list", "What needs a reason."),
        _may("two people", "a rule, or a list", "Who may not be the same person."),
        _may("text", "a text, or a list", "What people read at the point of use."),
    ),
)

ID = _may("id", "a key", "Needed where the clause has several; added to its number.")

TRIGGER = Table(
    "Triggers",
    "a trigger",
    "A trigger stands until it is acted on. Its condition may only read what more information "
    "cannot undo: `ever`, `record`, `count`, `anyone`, `age under`, `person`, `flag`, `all`, `any`.",
    (
        ID,
        _must("says", "text", "What is so."),
        _must("when", CONDITION, "When it fires."),
        _may("emergency", "`yes` or `no`", "Puts 999 first."),
    ),
)

DUTY = Table(
    "Duties",
    "a duty",
    "Something that the policy asks for.",
    (
        ID,
        _must("do", "text", "What to do, as a request."),
        _must("opens", CONDITION, "What opens it."),
        _may(
            "each",
            "`case` · `pupil` · `person` · `trigger` · `{record: FORM}` · `{latest: FORM}`",
            "What it is asked for; the case, where left out.",
        ),
        _may("where", CONDITION, "Which of those it is asked for."),
        _must("met by", "what meets it, or a list of which any one does", "What meets it."),
        _may("waived by", "as `met by`", "What sets it aside."),
        _may("due", "a length", "How soon."),
        _may("every", "a length", "How long after each time it is met it comes round again."),
        _may("ends", CONDITION, "When it comes round no more."),
        _must("who", ROLE_LIST, "Who is to do it."),
        _may("paused while", CONDITION, "While this holds it is not late."),
        _may("binds", ACTS, "What is refused while it is open."),
        _may("first", "`yes` or `no`", "Comes before all other duties."),
    ),
)

MET_BY = Table(
    "What meets or waives a duty",
    "what meets a duty",
    "The key of a form, or a mapping of these.",
    (
        _may("form", "a form", "A record of this form."),
        _may("where", "answers of that form", "Only a record with these answers."),
        _may("since", "`opened`", "Only a record signed after the duty opened."),
        _may("exact", "`yes` or `no`", "Only a record about the very version that stands now."),
        _may("latest", "`yes` or `no`", "Only the last record of the form, so it can be undone."),
        _may("when", CONDITION, "Instead of a form: whatever makes this hold."),
    ),
)

REFUSAL = Table(
    "Refusals",
    "a refusal",
    "Acts that are refused unless a condition holds.",
    (
        ID,
        _may("act", ACTS, "What is refused (or `acts`)."),
        _may("acts", ACTS, "What is refused (or `act`)."),
        _must("says", "text", "Why."),
        _may("each", "`pupil`", "Refused for each pupil on their own, not for the whole case."),
        _must("unless", CONDITION, "What lifts it; `never` where nothing does."),
        _must("lifted by", "text", "What lifts it, for people to read."),
        _may(
            "override",
            "`never`, or a list of roles",
            "Who may set it aside together, with a reason. `never` where left out; must be written "
            "where nothing lifts it.",
        ),
    ),
)

WARNING = Table(
    "Warnings",
    "a warning",
    "What is told before an act, which goes through with a typed reason.",
    (
        ID,
        _may("act", ACTS, "Before what (or `acts`)."),
        _may("acts", ACTS, "Before what (or `act`)."),
        _must("says", "text", "What is told."),
        _must("when", CONDITION, "When."),
    ),
)

TWO_PEOPLE = Table(
    "Two people",
    "a two-people rule",
    "Whoever signs one form must not be whoever signed another.",
    (
        ID,
        _must("form", "a form", "The form that is signed second."),
        _must("differs from", "a form", "The form that was signed first."),
        _must("says", "text", "Why."),
    ),
)

TEXT = Table(
    "Texts",
    "a text",
    "Words shown at the point of use.",
    (
        ID,
        _must(
            "at",
            "a form, `FORM.QUESTION`, or one of " + " · ".join(f"`{panel}`" for panel in PANELS),
            "Where they are shown.",
        ),
        _must("says", "text", "The words."),
    ),
)

FORM = Table(
    "Forms",
    "a form",
    "One file in `forms/`, named after its key. A published form is frozen: raise its version.",
    (
        _must("form", "a key", "The same as the name of the file; never changes."),
        _must("version", "a whole number", "Goes up with every change after publication."),
        _must("title", "text", "What people read."),
        _must("who", ROLE_LIST, "Who may sign it."),
        _may("about", "`case`, `pupil` or `{record: FORM}`", "What it is filled in about."),
        _may("intro", "text", "What people read first."),
        _may("act", ACTS, "What signing it does (or `acts`), for refusals to name."),
        _may("acts", ACTS, "What signing it does (or `act`)."),
        _may("states", "facts and answers", "Facts that signing states by itself."),
        _may("happened", "a question", "The question that says when the thing happened."),
        _may("once", "`yes` or `no`", "One current record at most."),
        _may("reopens", "`yes` or `no`", "Signing it opens a closed case again."),
        _may("clause", "a clause, or a list", "The clauses that the form carries (or `clauses`)."),
        _may("clauses", "a clause, or a list", "The clauses that the form carries (or `clause`)."),
        _must("steps", "a list of steps", "The questions under their headings."),
    ),
)

STEP = Table(
    "Steps",
    "a step",
    "A heading and the questions under it.",
    (
        _must("title", "text", "The heading."),
        _must("questions", "a list of questions", "Each a mapping of one key to the question."),
    ),
)

QUESTION = Table(
    "Questions",
    "a question",
    "A question's key never changes, whatever its wording. Its kind adds options of its own.",
    (
        _may("ask", "text", "The question. Guidance text may do without."),
        _must("kind", "a kind of question", "What sort of answer is asked for."),
        _may("hint", "text", "Help that stands under the question."),
        _may("note", "text", "What to know or do, shown beside it."),
        _may("required", "`yes` or `no`", "Whether it must be answered."),
        _may("when", FORM_CONDITION, "Shown only then; reads questions that come before."),
        _may("clause", "a clause, or a list", "The clauses that it carries."),
        _may("feeds", "a fact", "The fact that its answer is kept under."),
        _may("choices", "a list of choices", "What can be answered."),
        _may("questions", "a list of questions", "The columns of a table."),
        _may("rows", "`each pupil`", "A table with one row for each pupil of the case."),
        _may("joins", "`yes` or `no`", "Whoever is named here becomes one of the case's people."),
    ),
)

CHOICE = Table(
    "Choices",
    "a choice",
    "A mapping of one key to the label, or to these.",
    (
        _must("label", "text", "What people read."),
        _may("hint", "text", "Help under it."),
        _may("act", "an act", "What choosing it does, for refusals to name."),
    ),
)

TABLES: tuple[Table, ...] = (
    POLICY, FACT, STAGE, INSPECTION, CLAUSE, TRIGGER, DUTY, MET_BY, REFUSAL, WARNING, TWO_PEOPLE,
    TEXT, FORM, STEP, QUESTION, CHOICE,
)  # fmt: skip

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
    published.yaml     written by `flask yip policy publish`; never by hand

Every value is text: `yes` is the word yes. Keys stand once, anchors and tags are refused, and a
file holds at most 1 MiB. `flask yip policy check PACK` names every problem with its file, line
and key."""

LENGTHS = f"""\
## Lengths of time

`at once`, `end of school day`, `{{target: NAME}}`, or a mapping of one unit to a whole number:
{", ".join(f"`{unit}`" for unit in UNITS)}. It may add `source`: {", ".join(f"`{one}`" for one in SOURCES)}
(the school's own where left out); the two moments are then written
`{{at once: yes, source: law}}`."""

CONDITIONS = """\
A mapping of one reading, or the word `always` or `never`. Conditions answer yes, no or not known;
not known satisfies nothing, and `not` of it is not known either. Several facts in one mapping must
all hold. `age under`, `person` and `flag` read one person: they stand inside `anyone`, `every pupil`
or `count`, or in a duty for each pupil or person."""

FORM_CONDITIONS = """\
A mapping of questions to the answers wanted (several must all hold), or one of the other readings.
The same words are the `where` of `record` and `met by`, over the answers of that form."""


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 -- printing is what this is for
