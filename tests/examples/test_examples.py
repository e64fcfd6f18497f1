"""The example plugins are installed as a school would, each in an environment of its own making."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
INSTALLED = ("authority", "school")


class Place:
    """A fresh environment that sees this one's libraries, and this tree as yipplugin."""

    def __init__(self, folder):
        self.folder = folder
        venv.create(folder / "env", with_pip=False)
        self.bin = folder / "env" / "bin"
        (site,) = (folder / "env" / "lib").glob("python*/site-packages")
        (site / "here.pth").write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")
        # Neither a network nor an index: what is built comes from the folder alone.
        self.surroundings = {
            "PATH": f"{self.bin}:{os.environ['PATH']}",
            "HOME": str(folder),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def run(self, *command, cwd):
        done = subprocess.run(
            command, cwd=cwd, env=self.surroundings, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """Return a place in which the examples are installed."""
    place = Place(tmp_path_factory.mktemp("place"))
    copies = [shutil.copytree(EXAMPLES / one, place.folder / one) for one in INSTALLED]
    place.run("python", "-m", "pip", "install", "--quiet", *copies, cwd=place.folder)
    return place


def test_the_examples_are_not_installed_where_the_suite_runs():
    done = subprocess.run([sys.executable, "-c", "import yip_county_desk"], capture_output=True)
    assert done.returncode


@pytest.mark.parametrize("name", INSTALLED)
def test_an_installed_example_passes_its_own_tests_and_is_seen_on_pages(place, name):
    pages, own = f"tests/examples/{name}_on_pages.py", str(place.folder / name / "tests")
    place.run("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", pages, own, cwd=ROOT)


def test_the_template_becomes_a_plugin_by_its_own_instructions(place):
    checkout = place.folder / "checkout"
    shutil.copytree(EXAMPLES / "template", checkout / "docs" / "examples" / "template")
    said = (EXAMPLES / "template" / "README.md").read_text()
    (steps,) = re.findall(r"```sh\n(.*?)```", said, re.DOTALL)
    place.run("sh", "-euc", steps, cwd=checkout)
    written = [*(place.folder / "yip-riverside").glob("*.*")]
    for folder in ("src", "tests"):
        written += (place.folder / "yip-riverside" / folder).rglob("*.py")
    # The page that says how has done its work, and keeps the old name.
    written = [path for path in written if path.suffix in (".toml", ".py")]
    assert len(written) == 3
    assert [path.name for path in written if "emplate" in path.read_text()] == []


def test_a_name_that_is_none_changes_nothing(place):
    folder = shutil.copytree(EXAMPLES / "template", place.folder / "unnamed")
    for name in ("", "Riverside", "../up", "a b"):
        done = subprocess.run(
            [sys.executable, "name_it.py", name], cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 1
        assert "is no name for a plugin" in done.stderr
    assert (folder / "src" / "yip_template").is_dir()
