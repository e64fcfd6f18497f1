"""Whatever stands in the tree also ships: setup.cfg names every package and every data file."""

from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONFIG = ConfigParser()
CONFIG.read(ROOT / "setup.cfg")


def listed(section: str, option: str) -> list[str]:
    return CONFIG.get(section, option).split("\n")[1:]


FOLDERS = {
    name: ROOT / folder
    for name, folder in (line.split(" = ") for line in listed("options", "package_dir"))
}


def package_of(path: Path) -> str:
    """Return the package that the folder ``path`` is once installed."""
    name, folder = max(
        ((n, f) for n, f in FOLDERS.items() if path.is_relative_to(f)),
        key=lambda pair: len(str(pair[1])),
    )
    return ".".join((name, *path.relative_to(folder).parts))


PACKAGES = {
    package_of(init.parent): init.parent
    for f in FOLDERS.values()
    for init in f.rglob("__init__.py")
}


def test_every_package_is_listed():
    assert set(PACKAGES) == set(listed("options", "packages"))


def test_every_folder_with_code_is_a_package():
    with_code = {path.parent for f in FOLDERS.values() for path in f.rglob("*.py")}
    assert with_code == set(PACKAGES.values())


def test_every_data_file_is_shipped():
    shipped = {
        match
        for package, patterns in CONFIG.items("options.package_data")
        for pattern in patterns.split()
        for match in PACKAGES[package].glob(pattern)
        if match.is_file()
    }
    found = {
        p
        for f in FOLDERS.values()
        for p in f.rglob("*")
        if p.is_file() and p.suffix not in {".py", ".pyc"}
    }
    assert found == shipped


def test_the_engine_has_no_folder_that_would_hide_a_shipped_one():
    for name in ("hooks", "forms", "templates"):
        assert not (ROOT / "yipplugin" / name).exists()
