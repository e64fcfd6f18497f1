"""Every setting a host may give, with its default and what it is for."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from yipplugin.errors import SetupRefused
from yipplugin.shapes import complaint


class Setting(NamedTuple):
    """One ``YIP_`` key of the host's configuration."""

    name: str
    default: object
    shape: Any
    help: str


SETTINGS = (
    Setting("YIP_URL_PREFIX", "/safeguarding", str, "Where the pages are mounted."),
    Setting(
        "YIP_BASE_TEMPLATE",
        "yipplugin/base.html",
        str,
        "The template that every page extends: the host's own base, or ours.",
    ),
    Setting("YIP_CONTENT_BLOCK", "content", str, "The block of the base that a page fills."),
    Setting("YIP_TITLE_BLOCK", "title", str, "The block of the base that holds the page's title."),
    Setting("YIP_POLICY", "westcroft-2023", str, "The policy that new cases are opened under."),
    Setting("YIP_SCHOOL_NAME", "", str, "The school's name, as pages and papers show it."),
    Setting(
        "YIP_DATABASE_URI",
        None,
        str | None,
        "A database of our own, as SQLAlchemy spells it; without it, the host's own database.",
    ),
    Setting(
        "YIP_TARGETS",
        {},
        Mapping[str, Any],
        "The school's own lengths for the policy's named targets.",
    ),
    Setting("YIP_FORM_HOURS", 12, int, "For how many hours a page may stand open and be sent."),
    Setting(
        "YIP_CONFIRM_MINUTES",
        10,
        int,
        "For how many minutes the host's own confirmation of a person counts as theirs.",
    ),
)


def settle(config: Any) -> None:
    """Fill a host's ``config`` with the defaults; refuse what is misspelt or of the wrong kind."""
    known = [setting.name for setting in SETTINGS]
    for key in config:
        if key.startswith("YIP_") and key not in known:
            raise SetupRefused(f"There is no setting {key}{nearest(key, known)}.")
    for setting in SETTINGS:
        wrong = complaint(config.setdefault(setting.name, setting.default), setting.shape)
        if wrong:
            raise SetupRefused(f"The setting {setting.name} {wrong}. {setting.help}")


def nearest(name: str, known: Iterable[str]) -> str:
    """Return words that suggest what ``name`` may have been meant to be, or nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
