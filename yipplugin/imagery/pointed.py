"""Pictures that a text draws or points to: markup, data URIs, and links to image files.

A link to a page is none of them: whoever reports something online has to say where it stands.
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from yipplugin.imagery.readings import Span

_DATA_URI = re.compile(
    r"""\bdata:(?:
        (?:image|video|audio|application|text|font|model|multipart|message|example)/
        [a-z0-9.+-]{1,60} (?:;[^\s,]{0,80})? ,
      | [^\s,]{0,80};base64,
    )\S*+""",
    re.IGNORECASE | re.VERBOSE,
)
_SPACED_DATA_URI = re.compile(
    r"""\bdata\s{0,8}:\s{0,8} (?:[a-z]{1,20}\s{0,8}/\s{0,8}[a-z0-9.+-]{1,60}\s{0,8})?
    (?:;\s{0,8}[^\s,;]{1,40}\s{0,8}){0,3} ;\s{0,8}base64\s{0,8},\s{0,8}\S*+""",
    re.IGNORECASE | re.VERBOSE,
)
_TAG = re.compile(
    # A chat that is pasted says <image omitted>; a tag that fetches something has an attribute.
    r"""<\s{0,8} /?\s{0,8} (?:
        img\b [^<>\n]*+ >?
      | (?:image|picture|video|source|object|embed|iframe|frame|canvas|v:imagedata)
        (?: \s{0,8}/?> | \s[^<>=]{0,200}=[^<>]*+ >? )
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SVG = re.compile(r"<\s{0,8}(?P<end>/?)\s{0,8}(?:[a-z]{1,10}:)?svg(?=[\s/>:]|$)", re.IGNORECASE)
_PROLOGUE = re.compile(
    r"(?:<(?:\?xml|!DOCTYPE\s{1,8}svg|!--)[^>]{0,600}>\s{0,8}){1,8}"
    r"(?=<\s{0,8}(?:[a-z]{1,10}:)?svg[\s/>:])",
    re.IGNORECASE,
)
_DRAWN = re.compile(r"[^<>]*+>?")
_MARKDOWN = re.compile(
    r"!\[[^\]\n]{0,200}\](?:\([^)\n]{0,400}\)?|\[[^\]\n]{0,200}\]?)"
    r"|\[img\b[^\]\n]{0,80}\](?:[^\[\n]{0,400}\[/img\])?",
    re.IGNORECASE,
)
_CSS = re.compile(r"\burl\(\s{0,8}[\"']?(?:data|https?):[^\s)]{1,400}\)?", re.IGNORECASE)

_LINK = re.compile(
    r"""(?: (?<![a-z])(?:https?|ftps?|file|webcal)://
      | (?<![\w@./:-]) (?:[a-z0-9-]{1,63}\.){1,8} [a-z]{2,24} (?=/) )
    [^\s<>"]*+""",
    re.IGNORECASE | re.VERBOSE,
)
_NESTED = re.compile(r"(?<![a-z])https?://", re.IGNORECASE)
_IMAGE_FILE = re.compile(
    r"""\.(?: jpe?g|jpe|jfif|a?png|gif|webp|hei[cf]s?|avif|bmp|dib|tiff?|svgz?|jxl|jp2|psd
    |dng|cr[23]|nef|arw|ico|mp4|m4v|mov|webm|mkv|avi|wmv|flv|3g[p2]|mpe?g|og[vm]|m3u8|m2?ts
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_SHARED = re.compile(
    r"""^(?:[\w-]{1,63}\.){0,4}(?:
        photos\.app\.goo\.gl/ | photos\.google\.com/ | lh[0-9]\.googleusercontent\.com/
      | drive\.google\.com/(?:file|open|uc|drive|thumbnail) | docs\.google\.com/(?:file|uc)
      | share\.icloud\.com/ | icloud\.com/(?:photos|sharedalbum|iclouddrive|attachment)
      | icloud-content\.com/
      | dropbox\.com/(?:s|sh|sc|scl|t|transfer)/ | dropboxusercontent\.com/ | db\.tt/
      | 1drv\.(?:ms|com)/ | onedrive\.live\.com/ | sharepoint\.com/:[fiv]:/
      | imgur\.com/ | [iv]\.redd\.it/ | preview\.redd\.it/ | flickr\.com/photos/ | flic\.kr/
      | staticflickr\.com/ | photobucket\.com/ | postimg\.cc/ | ibb\.co/ | imgbb\.com/ | prnt\.sc/
      | gyazo\.com/ | lightshot\.com/ | imgpile\.com/ | catbox\.moe/ | streamable\.com/
      | wetransfer\.com/(?:downloads|t) | we\.tl/ | mega\.(?:nz|io)/(?:file|folder|\#)
      | mediafire\.com/(?:file|view|folder) | pcloud\.(?:link|com)/ | box\.com/(?:s|v|shared)/
      | (?:cdn|media)\.discordapp\.(?:com|net)/ | pbs\.twimg\.com/ | video\.twimg\.com/
      | pic\.(?:twitter|x)\.com/ | pinimg\.com/ | cdninstagram\.com/ | fbcdn\.net/ | sc-cdn\.net/
      | tiktokcdn(?:-[a-z]{2})?\.com/ | mmg\.whatsapp\.net/ | amazon\.[a-z.]{2,6}/photos/
    )""",
    re.IGNORECASE | re.VERBOSE,
)
"""Addresses under which photographs, videos and folders of them are shared."""


def pointed(text: str) -> Iterator[Span]:
    """Yield where ``text`` draws a picture, or says where one is to be fetched."""
    if ":" in text:
        for pattern in (_DATA_URI, _SPACED_DATA_URI, _CSS):
            yield from (found.span() for found in pattern.finditer(text))
    if "<" in text:
        yield from (found.span() for found in _TAG.finditer(text))
        yield from (found.span() for found in _PROLOGUE.finditer(text))
        yield from _drawings(text)
    if "[" in text:
        yield from (found.span() for found in _MARKDOWN.finditer(text))
    if "/" in text:
        yield from _links(text)


def links(text: str) -> Iterator[Span]:
    """Yield where the links of ``text`` stand, to whatever they lead."""
    return (found.span() for found in _LINK.finditer(text)) if "/" in text else iter(())


def _drawings(text: str) -> Iterator[Span]:
    """Yield SVG from its first tag to its last; where one of them is missing, as far as it goes."""
    tags = list(_SVG.finditer(text))
    if not tags:
        return
    begun: int | None = 0 if tags[0]["end"] else None
    for tag in tags:
        if not tag["end"]:
            begun = tag.start() if begun is None else begun
        elif begun is not None:
            last = _DRAWN.match(text, tag.end())
            yield begun, last.end() if last else tag.end()
            begun = None
    if begun is not None:
        # What was cut off: its tags, and the one that is not closed any more.
        last_tag, last_end = text.rfind("<"), text.rfind(">")
        yield begun, len(text) if last_tag > last_end else last_end + 1


def _links(text: str) -> Iterator[Span]:
    for found in _LINK.finditer(text):
        if _leads_to_an_image(found.group()):
            yield found.start(), found.start() + len(found.group().rstrip(".,;:!?)]}'’”"))


def _leads_to_an_image(link: str) -> bool:
    """Say whether a link, or one that it carries inside, leads to a picture or a video."""
    whole = unquote(unquote(link))
    return any(_is_image(address) for address in _NESTED.split(whole) if address)


def _is_image(address: str) -> bool:
    address = re.sub(r"^[a-z]{2,8}://", "", address, flags=re.IGNORECASE)
    address = re.sub(r"^[^/?#@]{0,80}@", "", address)
    place = re.split(r"[?#]", address, maxsplit=1)[0]
    _, slash, path = place.partition("/")
    return bool(slash and _IMAGE_FILE.search(path)) or bool(_SHARED.match(address))
