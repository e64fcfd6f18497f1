"""No kind of question takes a file, whoever made it, and no form can be made of one that does."""

from dataclasses import replace

import pytest
from wtforms import FieldList, FileField, Form, FormField, MultipleFileField, StringField
from wtforms.widgets import FileInput, Input, TextInput

from tests.builder.paper import KINDS, fill
from tests.forms.test_kinds import question
from yipplugin.errors import SetupRefused
from yipplugin.fieldtype import FieldType, takes_files
from yipplugin.form import Question


class Inner(Form):
    """A form within a field."""

    said = StringField()
    photo = FileField()


class Drawn(TextInput):
    """A widget that is a text input until it is drawn."""

    def __call__(self, field, **kwargs):
        return f"<p><INPUT name={field.name} TYPE = 'file'></p>"


class Multipart(TextInput):
    """A widget that asks for another kind of form, as those of other frameworks do."""

    needs_multipart_form = True


TAKING = {
    "a file": lambda: FileField(),
    "several files": lambda: MultipleFileField(),
    "text with a widget for files": lambda: StringField(widget=FileInput()),
    "an image that is a button": lambda: StringField(widget=Input("image")),
    "text that says it is a file": lambda: StringField(render_kw={"type": "file"}),
    "a widget that draws one": lambda: StringField(widget=Drawn()),
    "a widget that needs a multipart form": lambda: StringField(widget=Multipart()),
    "a form with a file in it": lambda: FormField(Inner),
    "a list of files": lambda: FieldList(FileField()),
}


def kind_of(make, **more):
    named = {"name": "house kind", "field": lambda self, question: make(), **more}
    return type("HouseKind", (FieldType,), named)()


@pytest.mark.parametrize("make", TAKING.values(), ids=TAKING)
def test_no_form_can_be_made_with_a_kind_that_takes_files(make):
    kind = kind_of(make)
    with pytest.raises(SetupRefused, match="house kind.*takes a file.*in words"):
        fill(Question("q", "house kind", "Photo?"), kinds={**KINDS, "house kind": kind})


@pytest.mark.parametrize("make", TAKING.values(), ids=TAKING)
def test_nor_can_a_column_of_a_table_be_of_such_a_kind(make):
    table = replace(question("table"), questions=(Question("c", "house kind", "Photo?"),))
    with pytest.raises(SetupRefused):
        fill(table, kinds={**KINDS, "house kind": kind_of(make)})


def test_a_kind_that_says_that_it_is_multipart_is_refused():
    assert takes_files(kind_of(StringField, multipart=True), Question("q", "house kind", "What?"))


@pytest.mark.parametrize("kind", KINDS)
def test_none_of_the_kinds_that_ship_takes_files(kind):
    assert not takes_files(KINDS[kind], question(kind))


@pytest.mark.parametrize("make", [StringField, lambda: FieldList(StringField())])
def test_a_kind_that_is_answered_in_words_is_welcome(make):
    assert not takes_files(kind_of(make), Question("q", "house kind", "What?"))


def test_a_kind_whose_widget_cannot_be_drawn_by_itself_is_judged_by_its_field():
    def draw(self, field, **kwargs):
        raise RuntimeError("not without its page")

    widget = type("Widget", (TextInput,), {"__call__": draw})()
    question = Question("q", "house kind", "What?")
    assert not takes_files(kind_of(lambda: StringField(widget=widget)), question)
