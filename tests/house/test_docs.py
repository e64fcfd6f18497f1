"""Whatever a host may touch is written down, and what is written down is so."""

import ast
import inspect
import re
from pathlib import Path

import pytest

from yipplugin import shipped
from yipplugin.rules.access import PERMITS
from yipplugin.settings import SETTINGS, USUAL_LIMITS

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
HOOKS = {
    name: spec
    for module in map(shipped.module, shipped.SPECS)
    for name, spec in vars(module).items()
    if hasattr(spec, "yip_mood")
}
CALLERS = [
    path
    for folder in ("yipplugin", "hooks/defaults")
    for path in (ROOT / folder).rglob("*.py")
    if not {"hooking", "demo"} & set(path.parts)
]


TOY_HOST = ROOT / "tests" / "toy_host"


def headings(page: str) -> list[str]:
    return re.findall(r"^### (.+)$", (REFERENCE / page).read_text(), re.MULTILINE)


def test_every_hook_is_documented_with_its_arguments_and_no_other():
    assert headings("hooks.md") == [
        f"{name}({', '.join(inspect.signature(spec).parameters)})" for name, spec in HOOKS.items()
    ]


@pytest.mark.parametrize("name", HOOKS)
def test_the_hook_is_documented_in_the_words_of_its_hook_point(name):
    said = inspect.getdoc(HOOKS[name])
    words, example = said.split("Example::\n\n")
    page = (REFERENCE / "hooks.md").read_text()
    assert words.replace("``", "`").strip() in page
    assert inspect.cleandoc(example) in page


@pytest.mark.parametrize("name", HOOKS)
def test_the_hook_says_how_answers_are_put_together_and_what_a_failure_costs(name):
    said = inspect.getdoc(HOOKS[name])
    assert "Called " in said
    assert re.search(r"first answer counts|Everybody is|All answers are", said)
    assert re.search(r"fail", said)


@pytest.mark.parametrize("name", HOOKS)
def test_the_hook_has_a_test(name):
    tests = (ROOT / "tests" / "hooks").rglob("test_*.py")
    assert any(f"def test_{name}_" in test.read_text() for test in tests)


@pytest.mark.parametrize("name", HOOKS)
def test_the_hook_is_called_somewhere(name):
    if name == "yip_field_types":  # asked by the house itself, while it is being furnished
        return
    assert any(re.search(rf"\bhooks\.{name}\b", path.read_text()) for path in CALLERS)


def test_every_setting_is_documented_and_no_other():
    assert headings("settings.md") == [setting.name for setting in SETTINGS]


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_the_setting_is_documented_with_its_words_and_default(setting):
    page = (REFERENCE / "settings.md").read_text()
    _, about = page.split(f"### {setting.name}\n")
    assert setting.help in about.split("\n### ")[0]
    assert f"Default: `{setting.default!r}`" in about.split("\n### ")[0]


def test_every_permit_is_documented_and_no_other():
    assert headings("permits.md") == list(PERMITS)


@pytest.mark.parametrize(
    "path", [p for p in TOY_HOST.rglob("*.*") if p.suffix in {".py", ".html"}], ids=lambda p: p.name
)
def test_the_tutorial_is_the_school_that_the_tests_live_in(path):
    language = {".py": "python", ".html": "html"}[path.suffix]
    tutorial = (ROOT / "docs" / "tutorial-embed.md").read_text()
    assert f"`toy_host/{path.relative_to(TOY_HOST)}`" in tutorial
    assert f"```{language}\n{path.read_text()}```" in tutorial


def test_the_code_in_the_documents_is_python():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for code in re.findall(
            r"^```python\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL
        ):
            ast.parse(code)


def test_every_link_in_the_documents_leads_somewhere():
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text()):
            if not target.startswith("http"):
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)}: {target}"


def test_every_limit_is_written_down_as_it_is():
    rows = re.findall(
        r"^\| `(\w+:\w+)` \| (\d+) \| (\d+) \|", (REFERENCE / "settings.md").read_text(), re.M
    )
    written = {act: (int(count), int(minutes)) for act, count, minutes in rows}
    assert written == dict(USUAL_LIMITS)
