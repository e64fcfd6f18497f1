"""The keys of what inspectors ask and of what answers it."""

from yipplugin.evidence import WHOLES
from yipplugin.packs.keys import CONDITION, Table, may, must

INSPECTION = Table(
    "Inspection questions",
    "an inspection question",
    "What inspectors ask of a case, and where the answer is kept.",
    (
        must("clause", "a clause", "The clause that it is asked under."),
        must("asks", "text", "The question."),
        must("evidence", "evidence, or a list", "What answers it, in the order to be shown."),
        may("id", "a key", "Tells two questions of one clause apart."),
    ),
)

EVIDENCE = Table(
    "Evidence",
    "evidence",
    "The key of a form (its records), the id of a duty (what became of it), one of "
    + " · ".join(f"`{what}`" for what in WHOLES)
    + ", or a mapping with `form`, `from` or `holds`. A duty that is still to be done is a gap; "
    "so is what `missing` words, while it is wanted and not there.",
    (
        may("form", "a form", "Its records that stand."),
        may("where", "answers of that form", "Only records with these answers."),
        may("from", "an end of a time", "How long it was from each of these."),
        may("to", "an end of a time, or a list", "To the first of these that came after it."),
        may("holds", CONDITION, "What must be so."),
        may("id", "a key", "Tells what must be so apart from others of its question."),
        may("says", "text", "What people read where it is so, and for a time."),
        may("wanted when", CONDITION, "While it is asked for; always for `holds`, where left out."),
        may("missing", "text", "What people read while it is wanted and not there."),
    ),
)

POINT = Table(
    "Ends of a time",
    "an end of a time",
    "The key of a form, the word `trigger` for each reason that has fired (only for `from`), or a "
    "mapping. Where one form is about records of the other, or both are about a pupil, only "
    "records about the same end the time.",
    (
        must("form", "a form", "A record of this form."),
        may("where", "answers of that form", "Only a record with these answers."),
    ),
)

TABLES = (INSPECTION, EVIDENCE, POINT)
