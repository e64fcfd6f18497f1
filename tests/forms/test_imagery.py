"""The first wall: image data that is pasted into text is taken out, and the text stays."""

import base64
import random
import textwrap

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, StringField

from tests.builder.paper import KINDS, SIGNER, ask, drawn, fill, form_of
from yipplugin import imagery
from yipplugin.builder.cleaning import cleaned
from yipplugin.builder.compiled import compiled
from yipplugin.fieldtype import FieldType
from yipplugin.form import Question
from yipplugin.values import Person

BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF" + random.Random(7).randbytes(900)  # noqa: S311
RUN = base64.b64encode(BYTES).decode()
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)).decode()
IMAGES = {
    "a data URI": f"data:image/png;base64,{RUN}",
    "a data URI in capitals": f"DATA:IMAGE/JPEG;BASE64,{RUN}",
    "a short data URI": "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
    "a data URI without base64": "data:image/svg+xml,%3Csvg%20xmlns%3D%22http%22%3E%3C/svg%3E",
    "a run": RUN,
    "a run for addresses": RUN.replace("+", "-").replace("/", "_"),
    "lines of mail": "\r\n".join(textwrap.wrap(RUN, 76)),
    "lines of mail, the last one short": "\n".join(textwrap.wrap(RUN[:1170], 76)),
    "the beginning of a small PNG": PNG,
    "hexadecimal": BYTES.hex(),
}


@pytest.mark.parametrize("kind", ["short text", "long text"])
@pytest.mark.parametrize("image", IMAGES.values(), ids=IMAGES)
def test_image_data_is_refused_and_the_rest_of_the_text_kept(kind, image):
    question = Question("q", kind, "What?", options={"max": "20000"})
    filling = fill(question, posted=[("q", f"Amy said {image} was sent")])
    assert not filling.validate()
    assert filling.answers() == {}
    assert filling.raw() == [["q", f"Amy said {imagery.REMOVED} was sent"]]
    assert image not in drawn(filling)


def test_the_refusal_explains_the_law_and_what_to_do():
    error, _ = ask("long text", ("", RUN))
    assert error == imagery.WHY
    assert "offence" in error
    assert "say in words" in error


def test_what_is_left_is_accepted_when_it_is_sent_again():
    assert ask("long text", ("", f"She sent {imagery.REMOVED} to Ben"))[0] == ""


@pytest.mark.parametrize(
    "kind", ["number", "date", "person", "other person", "one of", "date and time"]
)
def test_no_input_of_any_kind_gives_image_data_back(kind):
    endings = ["", "-find", "-name", "-relation", "-age_band", "-day", "-year", "-time"]
    filling = fill(Question("q", kind, "What?"), posted=[(f"q{one}", RUN) for one in endings])
    assert not filling.validate()
    assert RUN not in str(filling.raw())
    assert RUN not in drawn(filling)


def test_what_is_split_over_two_answers_is_refused_in_both_and_nowhere_else():
    questions = [Question(key, "long text", f"{key}?") for key in ("a", "b", "c")]
    filling = fill(*questions, posted=[("a", RUN[:500]), ("b", "Words."), ("c", RUN[500:])])
    assert not filling.validate()
    assert filling.summary == [("yip-a", imagery.WHY), ("yip-c", imagery.WHY)]
    assert filling.answers() == {"b": "Words."}
    assert filling.raw() == [["a", imagery.REMOVED], ["b", "Words."], ["c", imagery.REMOVED]]


def test_what_is_split_over_the_rows_of_a_table_is_refused_in_each():
    table = Question("t", "table", "Who?", questions=(Question("n", "short text", "What?"),))
    filling = fill(table, posted=[("t-0-n", RUN[:160]), ("t-1-n", RUN[160:320]), ("t-2-n", "No")])
    assert not filling.validate()
    assert [where for where, _ in filling.summary] == ["yip-t-0-n", "yip-t-1-n"]
    assert all(imagery.WHY in error for _, error in filling.summary)
    assert RUN[:40] not in str(filling.raw())


class Plain(FieldType):
    """A kind of a host's own, which knows nothing of imagery."""

    name = "plain"

    def field(self, question):
        return StringField(question.ask)


class Several(FieldType):
    """One that takes several values."""

    name = "several"

    def field(self, question):
        return FieldList(StringField(), min_entries=2)

    def typed(self, field):
        return [(one.name, one.data) for one in field]


@pytest.mark.parametrize(("kind", "ending"), [(Plain, ""), (Several, "-1")])
def test_no_kind_of_a_host_takes_image_data_either(kind, ending):
    question = Question("q", kind.name, "What?")
    kinds = {**KINDS, kind.name: kind()}
    filling = fill(question, posted=[(f"q{ending}", f"See {RUN}")], kinds=kinds)
    assert not filling.validate()
    assert imagery.WHY in [error for _, error in filling.summary]
    assert RUN[:40] not in str(filling.raw()) + drawn(filling)


def test_a_password_is_nobodys_text():
    question = Question("signature", "signature", "Sign")
    filling = fill(question, posted=[("signature-password", RUN[:600])], signer=SIGNER)
    assert filling.password == RUN[:600]
    assert filling.validate()


def test_a_password_in_a_column_is_none_either():
    columns = (Question("n", "short text", "What?"), Question("s", "signature", "Sign"))
    table = Question("t", "table", "Who?", questions=columns)
    posted = MultiDict([("t-0-n", RUN[:160]), ("t-0-s-password", RUN), ("t-0-row_for", RUN)])
    kept, held = cleaned(compiled(form_of(table), KINDS).plan, posted)
    assert kept["t-0-s-password"] == RUN
    assert held == {"t-0-n", "t-0-row_for"}


def test_fields_that_are_no_questions_of_the_form_are_let_be():
    posted = MultiDict([("q", "Words"), ("_token", RUN), ("else", RUN)])
    kept, held = cleaned(compiled(form_of(Question("q", "long text", "?")), KINDS).plan, posted)
    assert kept is posted
    assert held == set()


def test_what_a_host_says_of_a_person_is_kept_without_image_data():
    robin = Person("pupil:9", "Robin", group=f"Form {RUN}", flags={"photo": f"data:image/x,{RUN}"})
    filling = fill(Question("q", "person", "Who?"), posted=[("q", "pupil:9")], people=[robin])
    assert filling.validate()
    kept = filling.answers()["q"]
    assert (kept["ref"], kept["name"], kept["group"]) == (
        "pupil:9",
        "Robin",
        f"Form {imagery.REMOVED}",
    )
    assert kept["flags"] == {"photo": imagery.REMOVED}
