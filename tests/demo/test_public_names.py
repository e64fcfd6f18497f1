"""A school has only what yipplugin exports; so has its example."""

import ast
from pathlib import Path

import pytest

import yipplugin
import yipplugin.demo

FILES = sorted(Path(yipplugin.demo.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_demo_uses_the_public_names_only(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(one.name.startswith("yipplugin") for one in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level and "yipplugin" in str(node.module):
            assert node.module == "yipplugin"
            assert all(hasattr(yipplugin, one.name) for one in node.names)
