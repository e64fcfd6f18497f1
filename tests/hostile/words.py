"""Words that would be code if any page let them, in every place that a school can write to."""

import dataclasses
from collections.abc import Mapping

from yipplugin import form, policy

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=y>{{7919*7}}{%raw%}&lt;b&gt;"
"""What a school or a host may say, and every reader must see as text."""

TYPED = "<script>alert(1)</script>\"'><b onmouseover=y>{{7919*7}}{%raw%}&lt;b&gt;"
"""What somebody types; without the image, which would not be kept at all."""

IDENTIFIERS = frozenset(
    "key id kind clause clauses who feeds rows act acts about states happened each binds override"
    " place of answers name unit target form differs_from lines evidence signed_by digest columns"
    " beside counts replaces".split()
)
"""Fields by which the engine finds things. All other text of a policy is words for people."""

OURS = {form.__name__, policy.__name__}


def hostile(value, name=""):
    """Return a policy, or any part of one, whose words are all ``SCRIPT``."""
    if dataclasses.is_dataclass(value):
        if type(value).__module__ not in OURS or isinstance(value, policy.Length):
            return value
        changed = {
            one.name: hostile(getattr(value, one.name), one.name)
            for one in dataclasses.fields(value)
            if not _finds(one.name, getattr(value, one.name))
        }
        if isinstance(value, form.Question) and "row" in value.options:
            changed["options"] = {**value.options, "row": SCRIPT}
        return dataclasses.replace(value, **changed)
    if isinstance(value, str) and value:
        return SCRIPT
    if isinstance(value, tuple):
        return tuple(hostile(one) for one in value)
    if isinstance(value, Mapping):
        return {key: hostile(one) for key, one in value.items()}
    return value


def _finds(name, value):
    # A policy's clauses are words, a question's are ids.
    of_words = isinstance(value, Mapping) and any(map(dataclasses.is_dataclass, value.values()))
    return name == "options" or (name in IDENTIFIERS and not of_words)


class HostileLibrary:
    """A library whose policies say what ``hostile`` makes them say."""

    def __init__(self, library):
        self.library, self.made = library, {}

    def policy(self, key):
        if key not in self.made:
            self.made[key] = hostile(self.library.policy(key))
        return self.made[key]

    def __getattr__(self, name):
        return getattr(self.library, name)
