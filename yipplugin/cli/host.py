"""The application that a command runs for, where there is one: packs can be checked without."""

from flask.cli import NoAppException, ScriptInfo

from yipplugin import shipped
from yipplugin.fieldtype import FieldType
from yipplugin.hooking import House
from yipplugin.packs.library import Library


def host_of(info: ScriptInfo) -> House | None:
    """Return the house of the application that was named, or nothing."""
    try:
        app = info.load_app()
    except NoAppException:
        return None
    house = app.extensions.get("yipplugin")
    return house if isinstance(house, House) else None


def kinds_of(house: House | None) -> dict[str, FieldType]:
    """Return the kinds of question that packs may use: the host's, else those that ship."""
    if house:
        return house.kinds
    shipping = shipped.module("yipplugin.forms.fields").yip_field_types()
    return {kind.name: kind() for kind in shipping}


def library_of(house: House | None) -> Library:
    """Return the policy packs that are known: the host's, else those that ship."""
    if house:
        found: Library = house.policies
        return found
    folders = shipped.module("yipplugin.hooks.defaults.policies").yip_policy_folders()
    return Library(folders, kinds_of(None))
