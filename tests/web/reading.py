"""Reads pages as a browser does: forms with what stands in them, ids, labels and words."""

from html.parser import HTMLParser

from werkzeug.datastructures import MultiDict

VOID = {"input", "meta", "link", "br", "hr", "img"}
TYPED = {"input", "textarea", "select"}


class Page(HTMLParser):
    """A page, taken apart."""

    def __init__(self, html):
        super().__init__()
        self.html = html
        self.ids, self.labelled, self.links, self.headings = [], [], [], []
        self.inputs, self.buttons, self.tags = [], [], []
        self.title = self.words = ""
        self._open = []
        self._textarea = None
        self.feed(html)
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.tags.append((tag, about))
        if "id" in about:
            self.ids.append(about["id"])
        if tag == "label":
            self.labelled.append(about.get("for"))
        if tag == "a" and "href" in about:
            self.links.append(about["href"])
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag in ("input", "textarea"):
            self.inputs.append({"tag": tag, "value": "", **about})
            self._textarea = self.inputs[-1] if tag == "textarea" else None
        if tag == "button":
            self.buttons.append(about)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line that a textarea begins with.
            self._textarea["value"] = self._textarea["value"].removeprefix("\n")
            self._textarea = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data):
        if self._textarea is not None:
            self._textarea["value"] += data
        elif "title" in self._open:
            self.title += data
        elif not {"script", "style"} & set(self._open):
            self.words += data + " "

    @property
    def sent(self):
        """Return what the form would send as it stands."""
        chosen = MultiDict()
        for one in self.inputs:
            ticked = one.get("type") not in ("radio", "checkbox") or "checked" in one
            if ticked and "disabled" not in one and one.get("name"):
                chosen.add(one["name"], one.get("value") or "")
        return chosen

    def text(self, name):
        """Return what stands in the input called ``name``."""
        return next(one["value"] for one in self.inputs if one.get("name") == name)


def typed(page, answers, button="_sign"):
    """Return what is sent once ``answers`` were typed and ``button`` was pressed."""
    sent = page.sent
    for name, value in answers.items():
        sent.setlist(name, value if isinstance(value, list) else [value])
    name, _, value = button.partition("=")
    sent[name] = value or "yes"
    return sent


def send(client, url, answers, button="_sign", **kwargs):
    """Open the form at ``url``, type ``answers``, press ``button``, and return the response."""
    page = Page(client.get(url).text)
    return client.post(url, data=typed(page, answers, button), **kwargs)
