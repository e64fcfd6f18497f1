"""What a form may ask."""

from yipplugin.fieldtype import FieldType
from yipplugin.marks import collect


@collect
def yip_field_types() -> list[type[FieldType]]:
    """Offer further kinds of question.

    Called once, at start-up. Each kind is a subclass of ``yipplugin.FieldType``, named by its
    ``name`` in a form's definition. All answers are put together; two kinds of one name stop the
    start, and so does a plugin that fails.

    Example::

        @hookimpl
        def yip_field_types(self):
            return [HouseColour]
    """
