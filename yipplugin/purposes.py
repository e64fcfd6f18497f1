"""What somebody is contacted for, and which place decides who that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Purpose:
    """What somebody is contacted for.

    ``whose`` says which place decides: ``home`` is the authority in which the child lives,
    ``school`` that of the school, ``force`` the police force, and nothing the whole country.
    ``with_`` are the purposes that answer the same call at other times or in other ways, ``else_``
    those to fall back on while nobody can be reached.
    """

    key: str
    label: str
    whose: str = ""
    with_: tuple[str, ...] = ()
    else_: tuple[str, ...] = ()


_CARE = ("csc_front_door", "csc_out_of_hours")
_POLICE = ("police_non_emergency",)

PURPOSES: Mapping[str, Purpose] = MappingProxyType(
    {
        one.key: one
        for one in (
            Purpose("emergency", "Emergency"),
            Purpose("csc_front_door", "Children’s social care", "home", _CARE[1:], _POLICE),
            Purpose(
                "csc_out_of_hours",
                "Children’s social care, out of hours",
                "home",
                _CARE[:1],
                _POLICE,
            ),
            Purpose(
                "csc_allocated_worker",
                "The child’s own social worker",
                "home",
                _CARE,
                _POLICE,
            ),
            Purpose("police_non_emergency", "Police, no emergency", "force"),
            Purpose("police_advice", "Police, for advice", "force", _POLICE),
            Purpose(
                "lado",
                "Designated officer (LADO)",
                "school",
                (),
                (*_CARE[:1], *_POLICE),
            ),
            Purpose("adult_safeguarding", "Adult safeguarding, from 18 on", "home", (), _POLICE),
            Purpose("early_help", "Early help", "home"),
            Purpose("exploitation_team", "Exploitation team", "home", _CARE, _POLICE),
            Purpose("prevent_channel", "Prevent and Channel", "school", (), _POLICE),
            Purpose("yot", "Youth justice team", "home"),
            Purpose("other_setting_dsl", "Safeguarding lead of another setting"),
            Purpose("removal_services", "Having imagery taken down"),
            Purpose("support_services", "Support for a young person"),
        )
    }
)
"""By key, in the order in which pages show them."""
