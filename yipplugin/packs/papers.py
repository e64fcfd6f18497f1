"""Reads the papers of a pack: one file a paper, its words with blanks from a fixed list."""

from yipplugin.packs import paper_keys
from yipplugin.packs.blanks import Made, Words, line, not_made_of, paragraphs
from yipplugin.packs.forms import read_about
from yipplugin.packs.paper_keys import KINDS, NAMES, SHOWN
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node
from yipplugin.policy import Paper, Piece


def read_paper(reader: Reader, key: str, node: Node) -> Paper | None:
    """Return the paper that a file says."""
    fields = reader.fields(node, paper_keys.PAPER)
    if fields is None:
        return None
    name = reader.key(fields.get("paper"))
    if name and name != key:
        message = f"The paper is “{name}” but its file is “{key}.yaml”. Give both the same name."
        reader.problems.add(fields.at("paper"), message)
    about = read_about(reader, fields.get("about"), ("case", "pupil"))
    made = Made(reader, about, reader.forms.get(about.removeprefix("record:")))
    subject_only = reader.name(fields.get("names"), "whom a paper names", NAMES) == "subject"
    if subject_only and not made.of_pupil:
        message = "This paper is about no pupil, so `subject` would name nobody. Write `everybody`."
        reader.problems.add(fields.at("names"), message)
    pieces = [_piece(made, one) for one in reader.items(fields.get("parts"), "parts")]
    paper = Paper(
        key=key,
        title=reader.text(fields.get("title")),
        reader=reader.text(fields.get("for")),
        pieces=tuple(one for one in pieces if one is not None),
        about=about,
        subject_only=subject_only,
        acts=reader.known_acts(fields.get("act")),
        clauses=reader.clauses(fields.get("clause")),
    )
    reader.mark(paper, node)
    return paper


def _piece(made: Made, node: Node) -> Piece | None:
    reader = made.reader
    fields = reader.fields(node, paper_keys.PIECE)
    if fields is None:
        return None
    held = [kind for kind in KINDS if fields.get(kind)]
    if len(held) != 1:
        message = f"A part holds one of {', '.join(KINDS)}. Put each into a part of its own."
        reader.problems.add(node.place, message)
        return None
    piece = Piece(held[0], _words(made, fields, held[0]), _answered(made, fields))
    reader.mark(piece, node)
    return piece


def _words(made: Made, fields: Fields, kind: str) -> tuple[Words, ...]:
    node, reader = fields.get(kind), made.reader
    if kind == "show":
        shown = reader.name(node, "something that a paper shows", SHOWN)
        if shown == "answers" and not made.of_record:
            not_made_of(made, fields.at(kind), "answers", "record")
        return ((shown,),)
    if kind in ("lines", "sign"):
        return tuple(line(made, one) for one in reader.items(node, "lines"))
    if kind == "heading" or node is None:
        return (line(made, node),) if node else ()
    return paragraphs(made, node)


def _answered(made: Made, fields: Fields) -> tuple[str, ...]:
    node = fields.get("if answered")
    if node is None:
        return ()
    if not made.of_record:
        not_made_of(made, fields.at("if answered"), "if answered", "record")
        return ()
    if made.form is None:
        return ()
    return made.reader.names(node, f"a question of the form {made.form.key}", made.questions())
