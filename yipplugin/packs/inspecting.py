"""Reads what inspectors ask, and what answers it."""

from yipplugin.conditions import Always
from yipplugin.evidence import (
    WHOLES,
    Evidence,
    InspectionQuestion,
    Kept,
    Point,
    Records,
    Settled,
    Stretch,
    Whole,
)
from yipplugin.packs import inspection_keys
from yipplugin.packs.conditions import CaseConditions, where
from yipplugin.packs.reader import Fields, Reader
from yipplugin.packs.tree import Node, Pairs, Word

TRIGGER = "trigger"
"""What a time may begin with beside the records of a form."""

BESIDE = {
    "form": ("where", "wanted when", "missing"),
    "from": ("to", "says"),
    "holds": ("id", "says", "wanted when", "missing"),
}
"""What may stand beside the key that says what sort of evidence it is."""

NEEDED = {"form": (), "from": ("to", "says"), "holds": ("id", "says", "missing")}


def read_inspection(
    reader: Reader, node: Node | None, duties: set[str]
) -> tuple[InspectionQuestion, ...]:
    """Return the inspection questions of the policy."""
    found: list[InspectionQuestion] = []
    for one in reader.items(node, "inspection questions"):
        fields = reader.fields(one, inspection_keys.INSPECTION)
        if fields is None:
            continue
        clause = reader.name(fields.get("clause"), "a clause", reader.clause_ids)
        own = reader.key(fields.get("id"))
        id_ = f"{clause}-{own}" if own else clause
        if id_ in [question.id for question in found]:
            message = f"{id_} stands twice. Tell them apart with `id:`."
            reader.problems.add(one.place, message)
        evidence = _evidence(reader, fields.get("evidence"), duties)
        found.append(InspectionQuestion(id_, clause, reader.text(fields.get("asks")), evidence))
        reader.mark(found[-1], one)
    return tuple(found)


def _evidence(reader: Reader, node: Node | None, duties: set[str]) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for one in reader.one_or_many(node, "forms, duties and other evidence"):
        read = _mapping(reader, one) if isinstance(one, Pairs) else _word(reader, one, duties)
        if read is None:
            continue
        if read in found or _key(read) in [_key(other) for other in found if _key(other)]:
            reader.problems.add(one.place, "This evidence stands here twice. Keep one.")
        found.append(read)
        reader.mark(read, one)
    return tuple(found)


def _key(evidence: Evidence) -> str:
    return evidence.key if isinstance(evidence, Settled) else ""


def _word(reader: Reader, node: Node, duties: set[str]) -> Evidence | None:
    known = {*reader.form_names, *duties, *WHOLES}
    word = reader.name(node, f"a form, a duty or one of {', '.join(WHOLES)}", known)
    if word in WHOLES:
        return Whole(word)
    if word in duties:
        return Kept(word)
    return Records(word) if word in reader.form_names else None


def _mapping(reader: Reader, node: Pairs) -> Evidence | None:
    fields = reader.fields(node, inspection_keys.EVIDENCE)
    assert fields is not None  # noqa: S101 -- a mapping always has fields
    sorts = [sort for sort in BESIDE if sort in node.entries]
    if len(sorts) != 1:
        message = "Say which records with `form`, how long with `from`, or what must be so with "
        reader.problems.add(node.place, message + "`holds`: one of the three.")
        return None
    sort = sorts[0]
    for key, place in node.keys.items():
        if key in inspection_keys.EVIDENCE.names and key not in (sort, *BESIDE[sort]):
            reader.problems.add(place, f"“{key}” says nothing beside “{sort}”. Take it out.")
    needed = (*NEEDED[sort], *(("missing",) if "wanted when" in node.entries else ()))
    for key in dict.fromkeys(needed):
        if key not in node.entries:
            reader.problems.add(node.place, f"“{key}” is missing beside “{sort}”. Add it.")
    return {"form": _records, "from": _stretch, "holds": _settled}[sort](reader, fields)


def _records(reader: Reader, fields: Fields) -> Evidence:
    form, wanted = reader.form(fields.get("form")), fields.get("wanted when")
    missing = fields.get("missing")
    if missing is not None and wanted is None:
        message = "Nothing says when this is wanted. Add `wanted when`, or take it out."
        reader.problems.add(fields.at("missing"), message)
    return Records(
        form,
        where(reader, form, fields.get("where")),
        CaseConditions(reader).read(wanted) if wanted is not None else None,
        reader.text(missing),
    )


def _stretch(reader: Reader, fields: Fields) -> Evidence:
    ends = [_point(reader, one) for one in reader.one_or_many(fields.get("to"), "forms")]
    start = _start(reader, fields.get("from"))
    return Stretch(reader.text(fields.get("says")), start, tuple(ends))


def _start(reader: Reader, node: Node | None) -> Point:
    if isinstance(node, Word) and node.text.strip() == TRIGGER:
        return Point()
    return _point(reader, node)


def _point(reader: Reader, node: Node | None) -> Point:
    if not isinstance(node, Pairs):
        point = Point(reader.form(node))
    else:
        fields = reader.fields(node, inspection_keys.POINT)
        assert fields is not None  # noqa: S101 -- a mapping always has fields
        form = reader.form(fields.get("form"))
        point = Point(form, where(reader, form, fields.get("where")))
    if node is not None:
        reader.mark(point, node)
    return point


def _settled(reader: Reader, fields: Fields) -> Evidence:
    wanted = fields.get("wanted when")
    return Settled(
        reader.key(fields.get("id")),
        CaseConditions(reader).read(fields.get("holds")),
        reader.text(fields.get("says")),
        reader.text(fields.get("missing")),
        CaseConditions(reader).read(wanted) if wanted is not None else Always(),
    )
