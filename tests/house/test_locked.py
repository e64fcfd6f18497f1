"""The lists of packages can be installed as they are, whatever is released after them."""

import re
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCK = Path(__file__).parents[2] / "requirements.lock"
LINE = re.compile(r"^([a-z0-9._-]+)(?:\[([^]]*)\])?==[^ ;\\]+(?: ; ([^\\]*))?", re.MULTILINE)


def locked():
    """Return the extras of each package that is listed for this machine, by name."""
    found = {}
    for name, extras, marker in LINE.findall(LOCK.read_text()):
        if not marker or Requirement(f"{name}; {marker.strip()}").marker.evaluate():
            found[canonicalize_name(name)] = set(filter(None, extras.split(",")))
    return found


def asked_for(name, extras):
    """Yield what a package needs, with the extras that it was asked for with."""
    for line in distribution(name).requires or ():
        needs = Requirement(line)
        if needs.marker is None or any(
            needs.marker.evaluate({"extra": extra}) for extra in {"", *extras}
        ):
            yield needs


def test_a_package_that_another_needs_with_an_extra_is_listed_with_it():
    """An older pip takes it for not pinned, and stops once there is a newer release."""
    listed = locked()
    missing = [
        f"{needs.name}[{extra}], of {name}"
        for name, extras in listed.items()
        for needs in asked_for(name, extras)
        for extra in needs.extras
        if extra not in listed[canonicalize_name(needs.name)]
    ]
    assert missing == []
    assert any(listed.values())
