"""Files and functions stay small enough to be read at one go."""

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
PYTHON = [
    path
    for folder in ("yipplugin", "hooks", "forms", "templates", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
# A migration is a list of tables, as long as they are.
OURS = [path for path in PYTHON if not {"tests", "versions"} & set(path.parts)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_file_is_over_350_lines():
    assert {name(path): lines(path) for path in PYTHON if lines(path) > 350} == {}


def test_half_of_all_files_are_under_100_lines():
    assert median(lines(path) for path in OURS if lines(path) >= 5) < 100


def test_no_function_is_over_40_lines():
    long = {}
    for path in OURS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                words = ast.get_docstring(node, clean=False) or ""
                body = node.end_lineno - node.lineno + 1 - len(words.splitlines())
                if body > 40:
                    long[f"{name(path)}: {node.name}"] = body
    assert long == {}
