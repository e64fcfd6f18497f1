"""What was posted is rid of image data before any field sees it, whatever its kind of question."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from yipplugin.builder.plan import Plan, PlannedQuestion
from yipplugin.imagery import without_images_in

Posted = MultiDict[str, str]


def cleaned(plan: Plan, posted: Posted) -> tuple[Posted, frozenset[str]]:
    """Return what was posted without image data, and the names of the inputs that held some.

    All inputs are judged together, so that what was split over several is found. A password is
    nobody's text, and stays as it is.
    """
    asked = {one.question.key: one for one in plan.questions if one.kind.asks}
    pairs = list(posted.items(multi=True))
    looked_at = [place for place, (name, _) in enumerate(pairs) if _is_text(name, asked)]
    values = without_images_in([pairs[place][1] for place in looked_at])
    held = set()
    for place, value in zip(looked_at, values, strict=True):
        name, typed = pairs[place]
        if value != typed:
            held.add(name)
            pairs[place] = (name, value)
    return (MultiDict(pairs), frozenset(held)) if held else (posted, frozenset())


def _is_text(name: str, asked: Mapping[str, PlannedQuestion]) -> bool:
    """Say whether an input belongs to a question whose answer is text, and no secret."""
    key, _, rest = name.partition("-")
    one = asked.get(key)
    if one is not None and one.columns is not None:
        _, _, column = rest.partition("-")
        columns = {inside.question.key: inside for inside in one.columns.questions}
        inside = columns.get(column.partition("-")[0])
        return inside is None or inside.kind.kept_in_drafts
    return one is not None and one.kind.kept_in_drafts
