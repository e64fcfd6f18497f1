"""Imports run downward only; the shipped folders are reached by name alone."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "yipplugin"
GROUND = {
    "authorities",
    "bankholidays",
    "checkpoint",
    "contact",
    "keyfile",
    "keys",
    "imagery",
    "values",
    "errors",
    "settings",
    "marks",
    "shapes",
    "phones",
    "purposes",
    "referral",
    "spoken",
    "conditions",
    "form",
    "policy",
    "evidence",
    "fieldtype",
    "shipped",
}
FLOORS = [
    GROUND,
    {"hooking", "rules", "builder"},
    {"packs", "store"},
    {"services"},
    {"web", "worker"},
    {"extension"},
    # Flask finds the commands by name and nothing imports them; a story builds a host to play in.
    {"story"},
    {"cli"},
]
HEIGHT = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
SHIPPED = {"hooks", "forms", "templates"}
PUBLIC = {"__init__", "demo"}
"""Not on any floor: the public face, and the demo, a host that sees nothing but that face."""

UNAWARE = {
    "rules": {"flask", "sqlalchemy", "werkzeug", "wtforms", "jinja2"},
    "builder": {"flask", "sqlalchemy"},
    "services": {"wtforms", "jinja2"},
    "store": {"wtforms", "jinja2"},
}
"""What a room must not know of, so that it can be tested, and trusted, without it."""


def imports(path: Path) -> set[tuple[str, ...]]:
    """Return what ``path`` imports, in functions too, as dotted parts; «<» for a dot."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = f"{'<' * node.level}{node.module or ''}"
            names |= {f"{start}.{alias.name}" for alias in node.names}
    return {tuple(name.split(".")) for name in names}


def room_of(path: Path) -> str:
    return path.relative_to(ENGINE).with_suffix("").parts[0]


MODULES = [path for path in sorted(ENGINE.rglob("*.py")) if room_of(path) not in PUBLIC]
OUTSIDE = [path for folder in sorted(SHIPPED) for path in sorted((ROOT / folder).rglob("*.py"))]


def by_path(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_imports_run_downward(path):
    room = room_of(path)
    assert room in HEIGHT, f"{by_path(path)} stands on no floor"
    for name in imports(path):
        what = f"{by_path(path)} imports {'.'.join(name)}"
        assert not name[0].startswith("<"), f"{what}: say yipplugin, so that the floor is seen"
        assert name[0] not in SHIPPED, f"{what}: reach it by name, through shipped"
        # The ground may look at the package itself: that is how the folders beside it are found.
        if name[0] != "yipplugin" or (len(name) == 1 and room in GROUND):
            continue
        assert len(name) > 1, what
        assert name[1] in HEIGHT, f"{what}: it stands on no floor"
        assert HEIGHT[name[1]] < HEIGHT[room] or name[1] == room or {room, name[1]} <= GROUND, what


@pytest.mark.parametrize("path", MODULES, ids=by_path)
def test_a_room_knows_nothing_that_it_must_not(path):
    forbidden = UNAWARE.get(room_of(path), set())
    assert not {name[0] for name in imports(path)} & forbidden


@pytest.mark.parametrize("path", OUTSIDE, ids=by_path)
def test_the_shipped_folders_import_the_ground_floor_and_their_own(path):
    for name in imports(path):
        assert name[0] not in SHIPPED, f"{by_path(path)} imports {'.'.join(name)}"
        assert name[0] != "yipplugin" or name[1] in GROUND, by_path(path)


def test_the_demo_uses_the_public_face_alone():
    face = __import__("yipplugin")
    offered = {*vars(face), *face._LATER}
    for path in (ENGINE / "demo").rglob("*.py"):
        for name in imports(path):
            if name[0] == "yipplugin":
                assert len(name) == 2, f"{by_path(path)} imports {'.'.join(name)}"
                assert name[1] in offered, f"{by_path(path)} imports {'.'.join(name)}"
                assert name[1] not in HEIGHT, f"{by_path(path)} imports {'.'.join(name)}"


def test_the_ground_has_no_circles():
    below: set[str] = set()
    waiting = {
        room: {
            name[1]
            for path in MODULES
            if room_of(path) == room
            for name in imports(path)
            if name[0] == "yipplugin" and name[1:] and name[1] != room
        }
        for room in GROUND
    }
    while waiting:
        ready = {room for room, needs in waiting.items() if needs <= below}
        assert ready, f"these import each other in a circle: {sorted(waiting)}"
        below |= ready
        waiting = {room: needs for room, needs in waiting.items() if room not in ready}
