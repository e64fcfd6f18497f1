"""Reads a page as a browser does, for what could run, load or lead elsewhere."""

import re
from html.parser import HTMLParser

from yipplugin.services.contacts import national

TAGS = frozenset(
    "html head meta title link style body header main footer nav div section article aside p h1 h2"
    " h3 h4 ul ol li dl dt dd a span strong em b i small br hr form fieldset legend label input"
    " textarea select option button table thead tbody tr th td caption details summary pre script"
    " abbr time noscript template output kbd q blockquote datalist".split()
)
CHART = frozenset("svg desc g rect text".split())
"""What one of our charts is drawn of, beside its title."""

DRAWINGS = ("yip-chart", "yip-week-drawn")
PLACES = re.compile(r"x|y|width|height|viewbox|preserveaspectratio|focusable")
ATTRIBUTES = re.compile(
    r"data-yip[a-z-]*|aria-[a-z]+|id|class|name|value|type|href|src|rel|for|method|action|role|lang"
    r"|charset|content|checked|selected|disabled|required|hidden|open|rows|cols|maxlength|minlength"
    r"|autocomplete|inputmode|novalidate|tabindex|scope|colspan|defer|title|autofocus|accept-charset"
    r"|datetime|start|min|max|step|placeholder|spellcheck|list|pattern|size|media|autocapitalize"
    r"|enctype|formaction|formmethod|formnovalidate|readonly|reversed"
)
LEADING = ("href", "src", "action", "formaction")
LEADS = re.compile(r"(/(?!/)[^\s\"<>\\]*|#[^\s<>]*|tel:[^\s]*|sms:\d+|mailto:[^\s]*|\?[^\s<>]*)?")
"""Where our pages lead: an address of this site, a place on the page, somebody to ring or write."""

OURS = frozenset(one.url for one in national().routes if one.url)
"""The only other sites they lead to here: those of the national services that ship with it."""


class Danger(HTMLParser):
    """Collects everything on a page that came of what somebody wrote and not of our templates."""

    def __init__(self, html):
        super().__init__()
        self.found, self.text, self.within, self.drawing = [], "", "", False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.within = tag
        self.drawing |= tag == "svg" and dict(attrs).get("class") in DRAWINGS
        if tag not in TAGS and not (self.drawing and tag in CHART):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            if not ATTRIBUTES.fullmatch(name) and not (self.drawing and PLACES.fullmatch(name)):
                self.found.append(f"<{tag} {name}>")
            leading = name in LEADING or (name == "value" and ("name", "next") in attrs)
            if leading and value not in OURS and not LEADS.fullmatch(value or ""):
                self.found.append(f"<{tag} {name}={value}>")
            # An address holds the same words, each letter of them that is none spelt otherwise.
            self.text += "" if leading else f" {value or ''} "
        if tag == "script" and "src" not in dict(attrs):
            self.found.append("<script> of its own")

    def handle_endtag(self, tag):
        self.within = ""
        self.drawing &= tag != "svg"

    def handle_data(self, data):
        self.text += data
        if self.within in ("script", "style") and data.strip():
            self.found.append(f"<{self.within}>{data[:40]}")

    def handle_comment(self, data):
        self.found.append(f"<!--{data[:40]}")
