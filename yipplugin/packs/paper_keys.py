"""The keys of papers, and the blanks that their words may hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from yipplugin.packs.keys import Table, may, must

TEXT = "text with blanks"

PAPER = Table(
    "Papers",
    "a paper",
    "One file in `papers/`, named after its key. A paper is made from a case, to be printed or "
    "taken as a file (PDF); it is not kept here.",
    (
        must("paper", "a key", "The same as the name of the file; never changes."),
        must("title", "text", "What people read above it."),
        must("for", "text", "Who gets it."),
        may(
            "about",
            "`case`, `pupil` or `{record: FORM}`",
            "What it is made from: the case, each pupil of it, or each current record of a form.",
        ),
        may(
            "names",
            "`everybody` or `subject`",
            "With `subject` nobody is named but the pupil it is about and whoever prints it: "
            "staff become roles, anybody else a letter, in free text too.",
        ),
        may(
            "act",
            "an act, or a list of acts",
            "What giving it out does. While the policy refuses that, the paper is not made.",
        ),
        may("clause", "a clause, or a list", "The clauses that it carries."),
        must("parts", "a list of parts", "What stands on it, in order."),
    ),
)

PIECE = Table(
    "Parts of a paper",
    "a part of a paper",
    "Each holds one of the first five keys.",
    (
        may("heading", TEXT, "A heading."),
        may("text", TEXT, "Paragraphs, with an empty line between them."),
        may("lines", f"a list of {TEXT}", "A list, a line each."),
        may("show", "one of the parts below", "Something that is put together from the case."),
        may("sign", f"a list of {TEXT}", "Who signs it by hand: a line each, with a date."),
        may("if answered", "a question, or a list", "Left out unless each of these is answered."),
    ),
)

TABLES = (PAPER, PIECE)

KINDS = ("heading", "text", "lines", "show", "sign")

NAMES = ("everybody", "subject")

SHOWN: Mapping[str, str] = {
    "people": "The people of the case, with their parts in it.",
    "chronology": "What was recorded, oldest first; for a pupil, what is about them or the case.",
    "duties": "What the policy asks for, and where that stands.",
    "answers": "Every answer of the record that the paper is made from.",
}
"""What a part may show."""


@dataclass(frozen=True)
class Filled:
    """A blank that a paper may hold: ``of`` what, and from what the paper must be made."""

    means: str
    of: str = ""
    needs: str = ""


BLANKS: Mapping[str, Filled] = {
    "reference": Filled("The reference of the case."),
    "school": Filled("The name of the school."),
    "policy": Filled("The title of the policy."),
    "today": Filled("The day on which the paper is made."),
    "printed by": Filled("Whoever makes the paper."),
    "opened": Filled("The day on which the case was opened."),
    "happened": Filled("The day on which it happened, or that it is not known."),
    "stage": Filled("Where the case stands."),
    "pupil": Filled("The pupil whom the paper is about.", needs="pupil"),
    "signed": Filled("When the record was signed.", needs="record"),
    "signed by": Filled("Who signed the record.", needs="record"),
    "answer": Filled("The answer to a question of the record.", of="QUESTION", needs="record"),
    "fact": Filled("The latest answer to a fact of the case, or of the pupil.", of="FACT"),
}
"""What may stand in curly brackets: `{reference}`, `{answer QUESTION}`."""
