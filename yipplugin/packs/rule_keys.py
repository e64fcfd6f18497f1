"""The keys of clauses and of what carries them."""

from yipplugin.packs.keys import ACTS, CLAUSE_KINDS, CONDITION, PANELS, ROLE_LIST, Table, may, must

CLAUSE = Table(
    "Clauses",
    "a clause",
    "Files in `clauses/` map a clause's number to this, in the order of the paper policy. "
    "Each clause must be carried: by something in this table, an inspection question, or a form "
    "or question that names it.",
    (
        must("says", "text", "The clause in our own words."),
        must("kind", " · ".join(f"`{kind}`" for kind in CLAUSE_KINDS), "What sort of clause."),
        may("who", "text", "Whom it binds, in the policy's words."),
        may("lines", "text", "Where the paper policy says it."),
        may("trigger", "a trigger, or a list", "What must be acted on once it is so."),
        may("duty", "a duty, or a list", "What must be done."),
        may("refusal", "a refusal, or a list", "What may not be done, and until when."),
        may("warning", "a warning, or a list", "What needs a reason."),
        may("two people", "a rule, or a list", "Who may not be the same person."),
        may("text", "a text, or a list", "What people read at the point of use."),
    ),
)

ID = may("id", "a key", "Needed where the clause has several; added to its number.")

TRIGGER = Table(
    "Triggers",
    "a trigger",
    "A trigger stands until it is acted on. Its condition may only read what more information "
    "cannot undo: `ever`, `record`, `count`, `anyone`, `age under`, `person`, `flag`, `all` and "
    "`any`.",
    (
        ID,
        must("says", "text", "What is so."),
        must("when", CONDITION, "When it fires."),
        may("emergency", "`yes` or `no`", "Puts 999 first."),
    ),
)

DUTY = Table(
    "Duties",
    "a duty",
    "Something that the policy asks for.",
    (
        ID,
        must("do", "text", "What to do, as a request."),
        must("opens", CONDITION, "What opens it."),
        may(
            "each",
            "`case` · `pupil` · `person` · `trigger` · `{record: FORM}` · `{latest: FORM}` · "
            "`school`",
            "What it is asked for; the case, where left out. One for the school is no case's: it "
            "opens with the policy and is met by a form about the school.",
        ),
        may("where", CONDITION, "Which of those it is asked for."),
        must("met by", "what meets it, or a list of which any one does", "What meets it."),
        may("waived by", "as `met by`", "What sets it aside."),
        may("after", "a length", "How long nothing is asked; never, if it is met by then."),
        may("due", "a length", "How soon."),
        may("every", "a length", "How long after each time it is met it comes round again."),
        may("ends", CONDITION, "When it comes round no more."),
        must("who", ROLE_LIST, "Who is to do it."),
        may("paused while", CONDITION, "While this holds it is not late."),
        may("binds", ACTS, "What is refused while it is open."),
        may("first", "`yes` or `no`", "Comes before all other duties."),
        may("newer", "`yes` or `no`", "Only for a record signed after what opens the duty."),
    ),
)

MET_BY = Table(
    "What meets or waives a duty",
    "what meets a duty",
    "The key of a form, or a mapping of these.",
    (
        may("form", "a form", "A record of this form."),
        may("where", "answers of that form", "Only a record with these answers."),
        may("since", "`opened`", "Only a record signed after the duty opened."),
        may("exact", "`yes` or `no`", "Only a record about the very version that stands now."),
        may("latest", "`yes` or `no`", "Only the last record of the form, so it can be undone."),
        may("when", CONDITION, "Only while this holds; without a form, whatever makes it hold."),
    ),
)

REFUSAL = Table(
    "Refusals",
    "a refusal",
    "Acts that are refused unless a condition holds.",
    (
        ID,
        may("act", ACTS, "What is refused (or `acts`)."),
        may("acts", ACTS, "What is refused (or `act`)."),
        must("says", "text", "Why."),
        may(
            "each",
            "`pupil` or `{record: FORM}`",
            "Refused for each pupil or record on its own, not for the whole case: by forms about "
            "them, and by the very record that does the act.",
        ),
        must("unless", CONDITION, "What lifts it; `never` where nothing does."),
        must("lifted by", "text", "What lifts it, for people to read."),
        may(
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
    "What is told before an act, which goes through with a typed reason: an act `when` something "
    "is so, or a form that is signed `later than` it should have been.",
    (
        ID,
        may("act", ACTS, "Before what (or `acts`)."),
        may("acts", ACTS, "Before what (or `act`)."),
        must("says", "text", "What is told."),
        may("each", "`pupil`", "Told of each pupil on their own, not of the whole case."),
        may("when", CONDITION, "When."),
        may("form", "a form, or a list", "Instead of an act: the form that is signed."),
        may(
            "later than",
            "a length",
            "How long after what the form's `happened` says it may first be signed untold.",
        ),
    ),
)

TWO_PEOPLE = Table(
    "Two people",
    "a two-people rule",
    "Whoever signs one form must not be whoever signed another. Where the one is not about the "
    "other, somebody else must have signed one of them at least.",
    (
        ID,
        must("form", "a form", "The form that is signed second."),
        must("differs from", "a form", "The form that was signed first."),
        must("says", "text", "Why."),
    ),
)

TEXT = Table(
    "Texts",
    "a text",
    "Words shown at the point of use.",
    (
        ID,
        must(
            "at",
            "a form, `FORM.QUESTION`, or one of " + " · ".join(f"`{panel}`" for panel in PANELS),
            "Where they are shown.",
        ),
        must("says", "text", "The words."),
    ),
)

TABLES = (CLAUSE, TRIGGER, DUTY, MET_BY, REFUSAL, WARNING, TWO_PEOPLE, TEXT)
