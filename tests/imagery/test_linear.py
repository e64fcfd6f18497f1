"""A text twice as long takes twice the work: no pattern goes back over itself, no loop starts anew.

Clocks are not asked: patterns are judged by how they are made, and our own steps are counted.
"""

import importlib
import pkgutil
import re
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from tests.imagery.pictures import noise
from yipplugin import imagery
from yipplugin.imagery import REMOVED, without_images, without_images_in

PARSER = importlib.import_module("re._parser")
MODULES = [
    importlib.import_module(f"yipplugin.imagery.{one.name}")
    for one in pkgutil.iter_modules(imagery.__path__)
]
PATTERNS = {
    f"{module.__name__.rpartition('.')[2]}.{name}": value
    for module in (imagery, *MODULES)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}
ENDLESS = PARSER.MAXREPEAT
BACKTRACKING = {"MAX_REPEAT", "MIN_REPEAT"}
REPEATS = {*BACKTRACKING, "POSSESSIVE_REPEAT"}
MOST = 600
"""How often something is repeated that may be given back; what is more must be possessive."""


def parsed(pattern):
    return PARSER.parse(pattern.pattern, pattern.flags)


def parts(sequence):
    """Yield each part of a pattern with what follows it in its own sequence."""
    items = list(sequence)
    for place, (code, about) in enumerate(items):
        yield str(code), about, items[place + 1 :]
        for inside in within(str(code), about):
            yield from parts(inside)


def within(code, about):
    if code in REPEATS:
        return [about[2]]
    if code == "SUBPATTERN":
        return [about[3]]
    if code == "BRANCH":
        return about[1]
    if code in ("ASSERT", "ASSERT_NOT"):
        return [about[1]]
    return [about] if code == "ATOMIC_GROUP" else []


def may_fail(following):
    """Say whether what follows can fail to match, so that all before it was in vain."""
    return any(
        str(code) != "AT" and (str(code) not in REPEATS or about[0] > 0)
        for code, about in following
    )


def test_the_patterns_are_there():
    assert len(PATTERNS) > 30
    assert len(MODULES) >= 7


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_nothing_endless_is_given_back(pattern):
    for code, about, _ in parts(parsed(pattern)):
        if code in BACKTRACKING:
            assert about[1] != ENDLESS
            assert about[1] <= MOST


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_nothing_long_is_inside_something_long(pattern):
    def most(sequence):
        return max((bounds(code, about) for code, about, _ in parts(sequence)), default=1)

    def bounds(code, about):
        if code not in BACKTRACKING or about[1] <= 1:
            return 1
        return about[1] * most(about[2])

    assert most(parsed(pattern)) <= 5000


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_whatever_is_endless_comes_last_or_begins_where_nothing_of_its_kind_came_before(pattern):
    whole = parsed(pattern)
    branches = [list(whole)]
    if len(whole) == 1 and str(whole[0][0]) in ("BRANCH", "SUBPATTERN"):
        branches = [list(one) for one in within(str(whole[0][0]), whole[0][1])]
    for branch in branches:
        guarded = branch and str(branch[0][0]) == "ASSERT_NOT"
        for place, (code, about) in enumerate(branch):
            if str(code) in REPEATS and about[1] == ENDLESS and may_fail(branch[place + 1 :]):
                assert guarded, f"{pattern.pattern} may begin anew inside of what it has read"


FOLDER = str(Path(imagery.__file__).parent)
HOSTILE = """
A1b/ A1b~ data: data:image/png; <svg <svg> </svg> <img~ <picture~a= ![ ![x]( [img] url(data: &#38;
%25 %2525 \\x5c =3D ff~ ff 0x 0xff, a. a.a/ https:// http://a/b.jpg? https://a.b/c~ GIF89a %PDF-1~
1~0~obj~ M~ begin~644~x a A a1 iVBORw0KGgo iVBO~Rw0K~ /9j/4 QWxhZGRpbjpvcGVuIHNlc2FtZQ~ AB1c- a~b~
xY1~zzzz~ : 3c737667 PHN2Zw== wORD4~ Word~ Mm2~and~ <?xml~ <!-- %%EOF~obj~ == [image~data~removed]
""".split()
HOSTILE = [one.replace("~", " ") for one in HOSTILE]
HOSTILE += [
    "\x00a",
    "GIF89a\x00",
    "M" + "_" * 60 + "\n",
    "=\n",
    "\u200b",
    "ÿØÿà",
    "BM\x00",
    "\ufffd",
]


def steps(work):
    """Return how many lines of the wall are gone through, each turn of a loop counted."""
    counted = 0

    def trace(frame, event, _):
        nonlocal counted
        if not frame.f_code.co_filename.startswith(FOLDER):
            return None
        counted += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return counted


SIZE = 2000


@pytest.mark.parametrize("again", HOSTILE, ids=ascii)
def test_twice_the_text_takes_twice_the_steps(again):
    once, twice = ((again * size)[:size] + "!" for size in (SIZE, 2 * SIZE))
    assert steps(lambda: without_images(twice)) <= 2.2 * steps(lambda: without_images(once)) + 500


@pytest.mark.parametrize("again", HOSTILE, ids=ascii)
def test_twice_the_answers_take_twice_the_steps(again):
    once, twice = ([again * 6] * count for count in (40, 80))
    allowed = 2.2 * steps(lambda: without_images_in(once)) + 500
    assert steps(lambda: without_images_in(twice)) <= allowed


@pytest.mark.parametrize("code", [b64encode, bytes.hex, lambda data: data.decode("latin-1")])
def test_a_picture_of_half_a_megabyte_is_taken_out_as_one(code):
    data = b"\x89PNG\r\n\x1a\n" + noise(300_000, "large")
    said = code(data)
    said = said.decode() if isinstance(said, bytes) else said
    assert without_images(f"See {said}") == f"See {REMOVED}"
