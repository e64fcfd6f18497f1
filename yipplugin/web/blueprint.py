"""The blueprint that every page hangs on, and how its templates stand in a host's own page."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader

from yipplugin import shipped
from yipplugin.web import (
    authority,
    authoritypublish,
    authorityroute,
    authoritytry,
    cases,
    conduct,
    confirming,
    contacts,
    delegations,
    disposal,
    door,
    drafts,
    files,
    finding,
    formpages,
    frame,
    guard,
    headers,
    hiding,
    holding,
    home,
    inspection,
    ledger,
    moving,
    numbers,
    outside,
    owncontacts,
    papers,
    problems,
    procedure,
    records,
    referralpaper,
    referring,
    registers,
    reports,
    team,
    widening,
)

ROOMS = (
    # The first looks at a request before the others do.
    guard,
    door,
    headers,
    frame,
    problems,
    confirming,
    conduct,
    hiding,
    home,
    procedure,
    formpages,
    reports,
    cases,
    records,
    inspection,
    papers,
    outside,
    files,
    disposal,
    moving,
    holding,
    drafts,
    finding,
    team,
    widening,
    delegations,
    registers,
    ledger,
    numbers,
    contacts,
    referring,
    referralpaper,
    owncontacts,
    authority,
    authorityroute,
    authoritytry,
    authoritypublish,
)

LAYOUT = """\
{{%- extends {base} -%}}
{title}
{{%- block {content} -%}}{{%- include "yipplugin/frame/before.html" -%}}
{{%- block yip_main -%}}{{%- endblock -%}}
{{%- include "yipplugin/frame/after.html" -%}}{{%- endblock -%}}
"""
TITLE = (
    "{{%- block {name} -%}}{{%- block yip_title -%}}Safeguarding{{%- endblock -%}}"
    "{{%- endblock -%}}"
)


def layout(base: str, content: str, title: str) -> str:
    """Return the template that stands between our pages and the host's base page.

    A host's blocks may have any name, which no template on disk could know, so this one is made
    from the settings. Without a title block the pages have no title of their own.
    """
    for name in filter(None, (content, title)):
        if not name.isidentifier():
            raise ValueError(f"{name!r} cannot be the name of a block in a template")
    # repr() quotes the path for Jinja as it does for Python.
    return LAYOUT.format(
        base=repr(base), content=content, title=TITLE.format(name=title) if title else ""
    )


class Pages(Blueprint):
    """A blueprint whose pages stand at their addresses and at no other spelling of them.

    Flask would send whoever doubles a slash on to where there is one, by the name that the request
    calls us by; and that name proves nothing.
    """

    def add_url_rule(self, rule: str, *more: Any, **options: Any) -> None:
        """Add a page that is found at ``rule`` alone; our home also without its slash."""
        strict = rule != "/"
        super().add_url_rule(rule, *more, merge_slashes=False, strict_slashes=strict, **options)


def blueprint(settings: Mapping[str, Any]) -> Blueprint:
    """Return a fresh blueprint with every page, so that one process can serve many hosts."""
    pages = Pages("yipplugin", "yipplugin.web", static_folder="static")
    made = layout(
        settings["YIP_BASE_TEMPLATE"], settings["YIP_CONTENT_BLOCK"], settings["YIP_TITLE_BLOCK"]
    )
    # Flask asks the host's own loader first, so a host's file of the same path wins.
    pages.jinja_loader = ChoiceLoader(
        [
            DictLoader({"yipplugin/layout.html": made}),
            FileSystemLoader(str(shipped.folder("templates"))),
        ]
    )
    for room in ROOMS:
        room.add_pages(pages)
    return pages
