"""Give the template a name of its own, and go: ``python name_it.py riverside``."""

import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def main(name: str) -> None:
    """Put ``name`` in the place of the template's, in files and in their names."""
    if not NAME.fullmatch(name):
        sys.exit(f"“{name}” is no name for a plugin. Use small letters, digits and “-”: riverside.")
    module = name.replace("-", "_")
    swaps = {
        "yip_template": f"yip_{module}",
        "yip-template": f"yip-{name}",
        "template =": f"{name} =",
        '"template"': f'"{name}"',
        "TemplatePlugin": f"{name.title().replace('-', '')}Plugin",
    }
    for path in (HERE / "pyproject.toml", *HERE.glob("src/*/*.py"), *HERE.glob("tests/*.py")):
        text = path.read_text("utf-8")
        for before, after in swaps.items():
            text = text.replace(before, after)
        path.write_text(text, "utf-8")
    (HERE / "src" / "yip_template").rename(HERE / "src" / f"yip_{module}")
    Path(__file__).unlink()


if __name__ == "__main__":
    main(*sys.argv[1:2] or [""])
