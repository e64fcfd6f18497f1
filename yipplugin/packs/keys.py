"""The keys of policy.yaml and of forms, and the words that the tables of keys are made of."""

from dataclasses import dataclass


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


def must(name: str, takes: str, means: str) -> Key:
    """Return a key that is required."""
    return Key(name, takes, True, means)


def may(name: str, takes: str, means: str) -> Key:
    """Return a key that may be left out."""
    return Key(name, takes, False, means)


CLAUSE_KINDS = ("definition", "principle", "obliged", "permitted", "prohibited")

PANELS = (
    "report panel",
    "case panel",
    "refer panel",
    "emergency panel",
    "conduct page",
    "inspection page",
)

SOURCES = ("law", "guidance", "authority", "school")

UNITS = ("hours", "school hours", "working days", "school days", "days")

MOMENTS = ("at once", "end of school day")

PERSON_KINDS = ("pupil", "staff", "other")

EACH = ("case", "pupil", "person", "trigger", "school")

BY_RECEIPT = ("reporter",)
MOVED_BY = ("two people", "one person")
BY = ("stage", "term", "year group", "late")

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
        must("policy", "a key", "The policy's key, such as `westcroft-2023`; never changes."),
        must("version", "a whole number", "Goes up each time the pack is published."),
        must("title", "text", "What the policy is about."),
        must("in force", "a date", "The first day of the policy."),
        must("review by", "a date", "When the policy is due for review."),
        may("reviewed with", "a form", "The form about the school that says it was reviewed."),
        may("signed by", ROLE_LIST, "Who signs the policy."),
        may(
            "moved by",
            " · ".join(f"`{one}`" for one in MOVED_BY),
            "Whether it takes a second person, a head, to move a case to this policy or away from "
            "it; two people, where left out.",
        ),
        may("source", "text", "Which paper the pack follows."),
        may(
            "parts",
            "letters and words",
            "What the letters that clause numbers begin with stand for, in the paper's order.",
        ),
        may("targets", "names of lengths", "Lengths of time that a school may change."),
        may("facts", "names of facts", "Answers that rules may read."),
        must("stages", "a list of stages", "Where a case may stand; the last that holds counts."),
        may("acts", "a list of acts", "Acts that rules name but no form does yet."),
        may("inspection", "a list of questions", "What inspectors ask, and what answers it."),
        may("numbers", "a list of numbers", "What is counted over the cases of a school."),
        may("overviews", "a list of overviews", "Registers that are laid out as tables."),
        may("citations", "a list of citations", "The laws and guidance that clauses rest on."),
    ),
)

FACT = Table(
    "Facts",
    "a fact",
    "A fact keeps every answer that a current record gives it.",
    (
        must(
            "of",
            "`case`, `person` or `{record: FORM}`",
            "What the fact belongs to. A person's fact is fed in a table row with a person, or in "
            "a form about a pupil; a record's by its own form, or in a form about that record.",
        ),
        may(
            "answers",
            "a list of words",
            "Every answer that the fact knows. Left out where rules only read whether it was "
            "answered.",
        ),
        may("says", "text", "What people read for it; its name, where left out."),
    ),
)

STAGE = Table(
    "Stages",
    "a stage",
    "Stages are tried in order; the last one whose condition holds is where the case stands.",
    (
        must("key", "a key", "How rules and lists name the stage."),
        must("label", "text", "What people read."),
        must("when", CONDITION, "When the case stands there; `always` for the first."),
    ),
)

NUMBER = Table(
    "Numbers",
    "a number",
    "What is counted over cases, in the order of the page: each reads a fact, or `by`, or how long "
    "it took `from` one form `to` another, or a condition. Governors are shown them without small "
    "counts; where two would give one away, the one that comes first is shown.",
    (
        must("key", "a key", "How files name it."),
        must("says", "text", "What people read above it."),
        may("fact", "a fact", "The latest answer to it: of a person, that of each person."),
        may(
            "answers",
            "answers and their words",
            "Which answers of the fact have a row, in this order; all of them, where left out.",
        ),
        may("by", " · ".join(f"`{one}`" for one in BY), "What every case has without being asked."),
        may("from", "a form", "Time is counted from the first record of it."),
        may("to", "a form", "Time is counted to the first record of this one."),
        may("within", "a list of lengths", "How soon, the shortest first."),
        may("when", CONDITION, "Cases in which it holds; it reads no trigger."),
    ),
)

OVERVIEW = Table(
    "Overviews",
    "an overview",
    "A table of what the lines of one register say: for whom it was done, what of it, when last, "
    "and what is not covered. Questions are those of its form, by their keys.",
    (
        must("key", "a key", "How pages name it."),
        must("says", "text", "What people read above it."),
        must("form", "a form", "The form about the school whose lines are read."),
        must("rows", "a question with choices", "Each of its choices is a row."),
        must(
            "columns",
            "a question with choices, or a list",
            "Each of its choices is a column; of several questions, each has a table of its own.",
        ),
        must("within", "a length", "What was done longer ago than this is not covered."),
        may("beside", "a question with choices", "Its answers are told in each cell."),
        may(
            "counts",
            "a question",
            "A number with `whole: yes`, which is added up; the lines are counted, where left out.",
        ),
        may("one", "text", "What is counted, where there is one: `lesson`; `line`, if left out."),
        may("many", "text", "What is counted, where there are several: `lessons`, or `lines`."),
        may(
            "replaces",
            "a question",
            "A `yes no` question. A line with the answer yes takes the place of every line signed "
            "before it, for its rows.",
        ),
    ),
)

CITATION = Table(
    "Citations",
    "a citation",
    "A law or a piece of guidance, shown with the clause that rests on it.",
    (
        must("clause", "a clause", "The clause that rests on it."),
        must("says", "text", "What it is called, and its date."),
        may("checked on", "a date", "When somebody last looked whether it still holds."),
        may("replaced by", "text", "What has taken its place since."),
    ),
)

FORM = Table(
    "Forms",
    "a form",
    "One file in `forms/`, named after its key. A published form is frozen: raise its version.",
    (
        must("form", "a key", "The same as the name of the file; never changes."),
        must("version", "a whole number", "Goes up with every change after publication."),
        must("title", "text", "What people read."),
        may("recorded as", "text", "What its records are called, where that is not the title."),
        may(
            "named by",
            "a question",
            "The question, with a short text, that tells its records apart: duties put the answer "
            "where they say `{record}`.",
        ),
        must("who", ROLE_LIST, "Who may sign it."),
        may(
            "about",
            "`case`, `pupil`, `{record: FORM}`, `{record: [FORM, FORM]}` or `school`",
            "What it is filled in about; with several forms, a record of any one of them. One "
            "about the school is in no case: it is a line of the school's registers, and asks for "
            "choices, dates, numbers and staff alone.",
        ),
        may("intro", "text", "What people read first."),
        may("act", ACTS, "What signing it does (or `acts`), for refusals to name."),
        may("acts", ACTS, "What signing it does (or `act`)."),
        may("states", "facts and answers", "Facts that signing states by itself."),
        may("happened", "a question", "The question that says when the thing happened."),
        may("once", "`yes` or `no`", "One current record at most."),
        may(
            "in order",
            "`yes` or `no`",
            "Among records about one and the same, and that one itself, none says that it happened "
            "before one that was signed earlier.",
        ),
        may(
            "by receipt",
            "`reporter`",
            "Whoever reported the case may fill it in too, from their receipt, without seeing the "
            "case.",
        ),
        may("reopens", "`yes` or `no`", "Signing it opens a closed case again."),
        may(
            "when closed",
            "`yes` or `no`",
            "It may be filled in while a case is closed, which stays closed.",
        ),
        may("clause", "a clause, or a list", "The clauses that the form carries (or `clauses`)."),
        may("clauses", "a clause, or a list", "The clauses that the form carries (or `clause`)."),
        must("steps", "a list of steps", "The questions under their headings."),
    ),
)

STEP = Table(
    "Steps",
    "a step",
    "A heading and the questions under it.",
    (
        must("title", "text", "The heading."),
        must("questions", "a list of questions", "Each a mapping of one key to the question."),
    ),
)

QUESTION = Table(
    "Questions",
    "a question",
    "A question's key never changes, whatever its wording. Its kind adds options of its own.",
    (
        may("ask", "text", "The question. Guidance text may do without."),
        must("kind", "a kind of question", "What sort of answer is asked for."),
        may("hint", "text", "Help that stands under the question."),
        may("note", "text", "What to know or do, shown beside it."),
        may("required", "`yes` or `no`", "Whether it must be answered."),
        may("when", FORM_CONDITION, "Shown only then; reads questions that come before."),
        may("clause", "a clause, or a list", "The clauses that it carries."),
        may("feeds", "a fact", "The fact that its answer is kept under."),
        may("choices", "a list of choices", "What can be answered."),
        may("questions", "a list of questions", "The columns of a table."),
        may("rows", "`each pupil`", "A table with one row for each pupil of the case."),
        may("joins", "`yes` or `no`", "Whoever is named here becomes one of the case's people."),
        may(
            "named", "`yes` or `no`", "What is written is a name: a copy for outside takes it out."
        ),
    ),
)

CHOICE = Table(
    "Choices",
    "a choice",
    "A mapping of one key to the label, or to these.",
    (
        must("label", "text", "What people read."),
        may("hint", "text", "Help under it."),
        may("act", "an act", "What choosing it does, for refusals to name."),
    ),
)
