"""Every setting a host may give, with its default and what it is for."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, NamedTuple

from yipplugin.authorities import find, near
from yipplugin.errors import SetupRefused
from yipplugin.shapes import complaint

USUAL_LIMITS: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "report:make": (20, 60),
        "report:add": (20, 60),
        "record:sign": (60, 10),
        "referral:send": (60, 10),
        "record:correct": (60, 10),
        "register:sign": (60, 10),
        "case:read": (300, 60),
        "case:print": (60, 60),
        "case:inspect": (60, 60),
        "case:widen": (3, 24 * 60),
        "ledger:read": (120, 60),
        "ledger:list": (120, 60),
        "ledger:export": (20, 60),
        "numbers:read": (60, 60),
        "numbers:count": (60, 60),
        "person:find": (120, 10),
        "contact:report": (20, 60),
        "identity:confirm": (5, 15),
    }
)
"""How often a person may do an act, in how many minutes. For ``identity:confirm`` it is how often a
password may be wrong, there and where a form is signed."""


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
        "YIP_AUTHORITY",
        "",
        str,
        "The local authority that the school is in, by name or by its three digits.",
    ),
    Setting(
        "YIP_CONTACT_DAYS",
        365,
        int,
        "For how many days a check of a contact is good.",
    ),
    Setting(
        "YIP_CONTACT_KEYS",
        {},
        Mapping[str, str],
        "For an authority’s own contacts: by pack, the file of the private key it is signed with; "
        "a relative path stands in the instance folder.",
    ),
    Setting(
        "YIP_DATABASE_URI",
        None,
        str | None,
        "A database of our own, as SQLAlchemy spells it; without it, the host's own database.",
    ),
    Setting(
        "YIP_KEY_FILE",
        "yip-master.key",
        str,
        "The file of the master keys; a relative path stands in the instance folder.",
    ),
    Setting(
        "YIP_TARGETS",
        {},
        Mapping[str, Any],
        "The school's own lengths for the policy's named targets.",
    ),
    Setting(
        "YIP_PLUGINS",
        (),
        Sequence[str],
        "The plugins of installed distributions that are used, by name.",
    ),
    Setting(
        "YIP_HOOK_SECONDS",
        None,
        float | int | None,
        "For how many seconds a page waits for one answer of a plugin; 0 waits for ever.",
    ),
    Setting("YIP_FORM_HOURS", 12, int, "For how many hours a page may stand open and be sent."),
    Setting(
        "YIP_CONFIRM_MINUTES",
        10,
        int,
        "For how many minutes a confirmation of a person is good for signing and for changing "
        "who sees a case.",
    ),
    Setting(
        "YIP_READ_MINUTES",
        120,
        int,
        "For how many minutes a confirmation of a person is good for opening cases.",
    ),
    Setting(
        "YIP_IDLE_MINUTES",
        20,
        int,
        "After how many minutes in which nobody did anything a page is hidden and a case locked.",
    ),
    Setting(
        "YIP_HIDE_URL",
        "/",
        str,
        "Where people go who hide a page in a hurry: a page that anybody may see.",
    ),
    Setting(
        "YIP_CONDUCT_DAYS",
        365,
        int,
        "After how many days the rules of conduct are to be acknowledged again.",
    ),
    Setting(
        "YIP_EMERGENCY_HOURS",
        4,
        int,
        "For how many hours a case is opened in an emergency, 24 at most.",
    ),
    Setting(
        "YIP_MAX_BODY_KB",
        1024,
        int,
        "How much a form that is sent may hold, in kilobytes.",
    ),
    Setting(
        "YIP_LIMITS",
        {},
        Mapping[str, Sequence[int]],
        "How often a person may do an act, where it is not as usual: `[count, minutes]` by act.",
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
    authority = config["YIP_AUTHORITY"]
    if authority and find(authority) is None:
        close = near(authority)
        hint = f" Did you mean {close}?" if close else ""
        raise SetupRefused(
            f"YIP_AUTHORITY names no authority of England.{hint} Write its name or three digits."
        )
    config["YIP_LIMITS"] = {**USUAL_LIMITS, **_limits(config["YIP_LIMITS"])}


def _limits(given: Mapping[str, Sequence[int]]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for act, limit in given.items():
        if act not in USUAL_LIMITS:
            close = nearest(act, USUAL_LIMITS)
            raise SetupRefused(f"YIP_LIMITS: there is no limit for {act}{close}.")
        match limit:
            case [int(count), int(minutes)] if count > 0 and minutes > 0:
                found[act] = count, minutes
            case _:
                raise SetupRefused(
                    f"YIP_LIMITS: {act} takes two whole numbers from 1 upwards: how often, and in "
                    f"how many minutes, such as {list(USUAL_LIMITS[act])}."
                )
    return found


def nearest(name: str, known: Iterable[str]) -> str:
    """Return words that suggest what ``name`` may have been meant to be, or nothing."""
    close = get_close_matches(name, list(known), n=1)
    return f"; did you mean {close[0]}?" if close else ""
