"""Image data is found in whatever it is disguised as, and what stands around it stays."""

import base64
import binascii
import quopri
import textwrap

import pytest

from tests.imagery.pictures import picture, traces
from yipplugin.imagery import REMOVED, without_images

BEFORE, AFTER = "Amy said ", " was sent to Ben on Friday."
LITTLE = 8
"""How many characters of code may be left at its end: the last few are as likely a short word."""


def groups(text, size, between=" "):
    return between.join(text[at : at + size] for at in range(0, len(text), size))


def b64(data):
    return base64.b64encode(data).decode()


def uu(data):
    lines = (binascii.b2a_uu(data[at : at + 45]).decode() for at in range(0, len(data), 45))
    return "begin 644 a.txt\n" + "".join(lines) + "`\nend"


DISGUISES = {
    "base64": b64,
    "base64 without its end": lambda data: b64(data).rstrip("="),
    "base64 for addresses": lambda data: base64.urlsafe_b64encode(data).decode(),
    "base64 in lines of 76": lambda data: "\n".join(textwrap.wrap(b64(data), 76)),
    "base64 in lines of 64": lambda data: "\r\n".join(textwrap.wrap(b64(data), 64)),
    "base64 in lines of 40": lambda data: "\n".join(textwrap.wrap(b64(data), 40)),
    "base64 quoted in mail": lambda data: "\n> ".join(textwrap.wrap(b64(data), 72)),
    "base64 in quotation marks": lambda data: groups(b64(data), 60, '"\n + "'),
    "base64 in fours": lambda data: groups(b64(data), 4),
    "base64 in eights with commas": lambda data: groups(b64(data), 8, ", "),
    "base64 in twelves with dashes": lambda data: groups(b64(data), 12, "-"),
    "base64 in twos": lambda data: groups(b64(data), 2),
    "base64 letter by letter": lambda data: groups(b64(data), 1),
    "base64 with what nobody sees": lambda data: groups(b64(data), 1, "\u200b"),
    "base64 with soft hyphens": lambda data: groups(b64(data), 20, "\u00ad"),
    "base64 in wide letters": lambda data: "".join(chr(ord(one) + 0xFEE0) for one in b64(data)),
    "base64 behind a word": lambda data: f"picture{b64(data)}",
    "base64 of base64": lambda data: b64(b64(data).encode()),
    "base64 of hexadecimal": lambda data: b64(data.hex().encode()),
    "base64 after other bytes": lambda data: b64(b"not an image, honest" + data),
    "base64 in entities": lambda data: "".join(f"&#{ord(one)};" for one in b64(data)),
    "base64 in escapes": lambda data: "".join(f"%{ord(one):02X}" for one in b64(data)),
    "base64 in escapes twice": lambda data: "".join(f"%25{ord(one):02x}" for one in b64(data)),
    "hexadecimal": lambda data: data.hex(),
    "hexadecimal in capitals": lambda data: data.hex().upper(),
    "hexadecimal in pairs": lambda data: data.hex(" "),
    "hexadecimal with colons": lambda data: data.hex(":"),
    "hexadecimal in fours": lambda data: groups(data.hex(), 4),
    "hexadecimal in lines": lambda data: "\n".join(textwrap.wrap(data.hex(), 64)),
    "hexadecimal as in C": lambda data: ", ".join(f"0x{one:02x}" for one in data),
    "hexadecimal of base64": lambda data: b64(data).encode().hex(),
    "base32": lambda data: base64.b32encode(data).decode(),
    "base85": lambda data: base64.b85encode(data).decode(),
    "Adobe's base85": lambda data: base64.a85encode(data, adobe=True).decode(),
    "a data URI": lambda data: f"data:image/x;base64,{b64(data)}",
    "a data URI in capitals": lambda data: f"DATA:IMAGE/X;BASE64,{b64(data)}",
    "a data URI with spaces": lambda data: f"data : image/x ; base64 , {b64(data)}",
    "a data URI in entities": lambda data: f"data&colon;image&sol;x&semi;base64&comma;{b64(data)}",
    "a data URI in escapes": lambda data: f"data%3Aimage%2Fx%3Bbase64%2C{b64(data)}",
    "a data URI that is no base64": lambda data: (
        "data:image/x," + "".join(f"%{x:02x}" for x in data)
    ),
}
AS_LETTERS = {
    "letters of Western Europe": lambda data: data.decode("latin-1"),
    "letters of Windows": lambda data: data.decode("cp1252", "replace"),
    "replacement characters": lambda data: data.decode("utf-8", "replace"),
    "escapes of Python": lambda data: "".join(f"\\x{one:02x}" for one in data),
    "octal escapes": lambda data: "".join(f"\\{one:03o}" for one in data),
    "escapes of addresses": lambda data: "".join(f"%{one:02X}" for one in data),
    "entities": lambda data: "".join(f"&#{one};" for one in data),
    "hexadecimal entities": lambda data: "".join(f"&#x{one:x};" for one in data),
    "quoted-printable": lambda data: quopri.encodestring(data).decode("latin-1"),
    "uuencode": uu,
}
SOME = ("JPEG", "GIF", "HEIC", "BMP", "SVG", "PDF with an image")
"""Kinds that differ: tables, figures, boxes, no packing at all, words, and words with bytes."""

STILL = [kind for kind in SOME if kind != "SVG"]
"""SVG is text, and found as the markup that it is."""

WORDY = ("SVG", "PDF with an image")


def left(text):
    """Return what is left of ``text``, around which nothing may be missing."""
    cleaned = without_images(f"{BEFORE}{text}{AFTER}")
    assert cleaned.startswith(BEFORE)
    assert cleaned.endswith(AFTER.strip())
    return cleaned.removeprefix(BEFORE).removesuffix(AFTER.strip()).rstrip(" ")


@pytest.mark.parametrize("disguise", DISGUISES.values(), ids=DISGUISES)
@pytest.mark.parametrize("kind", SOME)
def test_code_is_taken_out_and_the_words_around_it_stay(kind, disguise):
    if kind in WORDY and disguise is DISGUISES["a data URI that is no base64"]:
        return  # what is words itself is taken out to its end, and that was cut off
    for length in (100, None):
        found = left(disguise(picture(kind)[:length]))
        assert found.replace("picture", "").startswith(REMOVED)
        assert len(found.removeprefix("picture")) <= len(REMOVED) + LITTLE


@pytest.mark.parametrize("disguise", AS_LETTERS.values(), ids=AS_LETTERS)
@pytest.mark.parametrize("kind", STILL)
def test_bytes_that_were_taken_for_letters_are_taken_out(kind, disguise):
    cleaned = without_images(f"{BEFORE}\n{disguise(picture(kind))}")
    assert cleaned.startswith(BEFORE)
    assert REMOVED in cleaned
    assert [one for one in traces(kind) if one in cleaned.encode()] == []


@pytest.mark.parametrize("disguise", ["base64", "hexadecimal", "base64 in lines of 64"])
@pytest.mark.parametrize("kind", STILL)
def test_the_middle_of_a_file_is_found_without_its_beginning(kind, disguise):
    code = DISGUISES[disguise](picture(kind)[60:360])
    assert without_images(code)[: len(REMOVED)] == REMOVED


@pytest.mark.parametrize("kind", SOME)
def test_what_was_taken_out_once_leaves_nothing_to_find(kind):
    for disguise in (*DISGUISES.values(), *AS_LETTERS.values()):
        cleaned = without_images(f"{BEFORE}{disguise(picture(kind))}{AFTER}")
        assert without_images(cleaned) == cleaned


def test_two_images_are_two_marks_with_the_words_between_them():
    first, second = b64(picture("PNG")), picture("JPEG").hex()
    typed = f"She had {first} and later {second}."
    assert without_images(typed) == f"She had {REMOVED} and later {REMOVED}."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("see <img src=x onerror=y> there", "see {} there"),
        ("see <IMG SRC='https://a.b/c'> there", "see {} there"),
        ("see < img src=x > there", "see {} there"),
        ("see &lt;img src=x&gt; there", "see {} there"),
        ("see %3Cimg%20src%3Dx%3E there", "see {} there"),
        ("see <picture><source srcset=a.webp></picture> there", "see {} there"),
        ("see <video controls=''>words</video> there", "see {}words{} there"),
        ("see <object data=x></object> there", "see {} there"),
        ("see <iframe src=//a.b></iframe> there", "see {} there"),
        ("see <embed src=x> there", "see {} there"),
        ("see <svg><path d='M0 0z'/></svg> there", "see {} there"),
        ("see <SVG:svg xmlns:SVG='x'><SVG:g/></SVG:svg> there", "see {} there"),
        ("see <svg width=1><path d='M0 0", "see {}"),
        ("0 1 2 3z'/></svg> there", "{} there"),
        ("see ![a photo](https://a.b/c) there", "see {} there"),
        ("see ![a photo][1] there", "see {} there"),
        ("see [img]https://a.b/c[/img] there", "see {} there"),
        ("see background:url(https://a.b/c) there", "see background:{} there"),
        ("see data:image/svg+xml,%3Csvg%3E there", "see {} there"),
        ("see data:;base64,AAAA there", "see {} there"),
    ],
)
def test_markup_that_draws_or_fetches_a_picture_is_taken_out(typed, kept):
    assert without_images(typed) == kept.replace("{}", REMOVED)


@pytest.mark.parametrize(
    "link",
    [
        "https://example.org/a/photo.jpg",
        "HTTP://EXAMPLE.ORG/A/PHOTO.JPEG",
        "https://example.org/a/clip.mp4?token=1&x=2",
        "https://example.org/a/clip.MOV#t=10",
        "https://example.org/a%2Fphoto%2Epng",
        "https://example.org/photo.webp/revision/latest",
        "https://user:secret@example.org/photo.heic",
        "www.example.org/photo.avif",
        "example.org/a/photo.gif",
        "//example.org/photo.png".replace("//", "https://"),
        "ftp://example.org/photo.tiff",
        "file:///C:/Users/me/photo.png",
        "https://safe.example/?url=https%3A%2F%2Fexample.org%2Fphoto.png&x=1",
        "https%3A%2F%2Fexample.org%2Fphoto.png",
        "https://photos.app.goo.gl/AbCdEf123456",
        "https://photos.google.com/share/AF1Qip",
        "https://drive.google.com/file/d/1AbC/view?usp=sharing",
        "https://www.dropbox.com/scl/fi/abc/x?rlkey=1",
        "https://1drv.ms/i/s!AbC",
        "https://school-my.sharepoint.com/:i:/g/personal/x",
        "https://school.sharepoint.com/:v:/s/x",
        "https://share.icloud.com/photos/0AbC",
        "https://www.icloud.com/sharedalbum/#B0aG",
        "https://i.imgur.com/AbC",
        "https://we.tl/t-AbC",
        "https://mega.nz/file/AbC#key",
        "https://cdn.discordapp.com/attachments/1/2/x",
        "https://pbs.twimg.com/media/AbC",
        "https://pic.twitter.com/AbC",
    ],
)
def test_a_link_to_an_image_or_a_shared_album_is_taken_out(link):
    assert without_images(f"It is at {link}, she said.") == f"It is at {REMOVED}, she said."
    assert without_images(f"It is at ({link}).") == f"It is at ({REMOVED})."
