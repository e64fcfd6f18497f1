"""Kinds of question: ours and the host's, with one name each or no start."""

import pytest
from wtforms import StringField

from yipplugin import FieldType, hookimpl
from yipplugin.errors import SetupRefused
from yipplugin.hooking import house


class HouseColour(FieldType):
    name = "house colour"

    def field(self, question):
        return StringField(question.ask)


class Offering:
    def __init__(self, answer):
        self.answer = answer

    @hookimpl
    def yip_field_types(self):
        if self.answer is LookupError:
            raise LookupError
        return self.answer


def test_yip_field_types_join_those_that_ship(hooks_with):
    hooks = hooks_with(Offering([HouseColour]))
    assert HouseColour in hooks.yip_field_types()
    assert isinstance(house().kinds["house colour"], HouseColour)
    assert "short text" in house().kinds


def test_yip_field_types_of_one_name_stop_the_start(hooks_with):
    class Imposter(HouseColour):
        name = "short text"

    with pytest.raises(SetupRefused, match="both offer the kind «short text»"):
        hooks_with(Offering([Imposter]))


@pytest.mark.parametrize("rubbish", [None, HouseColour, [HouseColour()], [str], LookupError])
def test_yip_field_types_that_fail_stop_the_start(hooks_with, rubbish):
    with pytest.raises(SetupRefused, match="Offering failed in yip_field_types"):
        hooks_with(Offering(rubbish))
