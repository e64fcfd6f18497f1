"""The same forty questions twice: as a stored form, and as a WTForms class written by hand."""

from typing import Any

from jinja2 import Environment
from wtforms import Form as HandForm
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from yipplugin.form import Choice, Form, Question, Step

CHOICES = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))
PAGE = """
{%- macro field(f) -%}
<div class="question">
{%- if f.type == "RadioField" -%}
<fieldset><legend>{{ f.label.text }}</legend>
{%- for option in f %}<div>{{ option() }} {{ option.label() }}</div>{% endfor -%}
</fieldset>
{%- else -%}{{ f.label() }}{{ f(**{"aria-describedby": f.id ~ "-hint"}) }}{%- endif -%}
{%- for error in f.errors %}<p class="error">{{ error }}</p>{% endfor -%}
</div>
{%- endmacro -%}
{%- for f in form %}{{ field(f) }}{% endfor -%}
"""


def stored() -> Form:
    """Return forty questions as a pack defines them."""
    questions = []
    for number in range(40):
        kind = ("short text", "one of", "long text", "short text", "one of")[number % 5]
        choices = tuple(Choice(key, label) for key, label in CHOICES) if kind == "one of" else ()
        questions.append(
            Question(f"q{number}", kind, f"Question {number}?", required=True, choices=choices)
        )
    return Form("forty", 1, "Forty", (Step("All", tuple(questions)),), ("dsl",))


def by_hand() -> type[HandForm]:
    """Return the same forty questions as somebody would write them for WTForms."""
    fields: dict[str, Any] = {}
    for number in range(40):
        label, wanted = f"Question {number}?", [InputRequired()]
        match number % 5:
            case 1 | 4:
                fields[f"q{number}"] = RadioField(label, wanted, choices=radio_choices())
            case 2:
                fields[f"q{number}"] = TextAreaField(label, [*wanted, Length(max=20000)])
            case _:
                fields[f"q{number}"] = StringField(label, [*wanted, Length(max=200)])
    return type("ByHand", (HandForm,), fields)


def radio_choices() -> list[Any]:
    """Return choices as this version of WTForms wants them."""
    try:
        from wtforms import SelectChoice
    except ImportError:  # before 3.3
        return list(CHOICES)
    return [SelectChoice(value, label) for value, label in CHOICES]


def page() -> Any:
    """Return the template that draws the form written by hand."""
    return Environment(autoescape=True).from_string(PAGE)
