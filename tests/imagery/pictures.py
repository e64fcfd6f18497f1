"""A small file of each kind that can hold a picture, and the shapes in which somebody sends it."""

import base64
import random
import textwrap
import time
import zipfile
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image

EPOCH = time.gmtime(0)
SIDE = 14
"""How wide and high the pictures are; noise, so that no two stretches of one are alike."""


def noise(count, seed):
    return random.Random(seed).randbytes(count)  # noqa: S311 - pictures of nothing


def drawn(format_, **options):
    """Return a picture as Pillow writes it."""
    image = Image.frombytes("RGB", (SIDE, SIDE), noise(3 * SIDE * SIDE, format_))
    written = BytesIO()
    image.save(written, format_, **options)
    return written.getvalue()


def box(name, *inside):
    """Return a box as HEIC, MP4 and MOV files are made of."""
    content = b"".join(inside)
    return (len(content) + 8).to_bytes(4, "big") + name + content


def heic():
    meta = box(b"meta", bytes(4), box(b"hdlr", bytes(8), b"pict", bytes(13)), noise(200, "meta"))
    brands = box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    return brands + meta + box(b"mdat", noise(700, "heic"))


def mp4(brand=b"isom"):
    brands = box(b"ftyp", brand, bytes([0, 0, 2, 0]), brand, b"avc1mp41")
    moov = box(b"moov", box(b"mvhd", noise(100, "mvhd")))
    return brands + moov + box(b"mdat", noise(700, brand.decode()))


def webm():
    kind = b"\x42\x82\x84webm\x42\x87\x81\x04\x42\x85\x81\x02"
    head = b"\x1a\x45\xdf\xa3" + bytes([0x80 | len(kind)]) + kind
    return head + b"\x18\x53\x80\x67\x01" + bytes(6) + b"\xff" + noise(700, "webm")


def svg():
    points = " ".join(
        f"{one}.{two}" for one, two in zip(noise(90, "x"), noise(90, "y"), strict=True)
    )
    return (
        '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 255 255">'
        f'<path fill="#c96" d="M{points}z"/><circle cx="120.5" cy="77.25" r="13.125"/></svg>\n'
    ).encode()


def archive():
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(zipfile.ZipInfo("holiday.png"), drawn("PNG"))
    return written.getvalue()


KINDS = {
    "JPEG": lambda: drawn("JPEG"),
    "PNG": lambda: drawn("PNG"),
    "GIF": lambda: drawn("GIF"),
    "WebP": lambda: drawn("WEBP", quality=90),
    "HEIC": heic,
    "AVIF": lambda: drawn("AVIF", quality=90),
    "BMP": lambda: drawn("BMP"),
    "TIFF": lambda: drawn("TIFF"),
    "SVG": svg,
    "MP4": mp4,
    "MOV": lambda: mp4(b"qt  "),
    "WebM": webm,
    "PDF with an image": lambda: drawn("PDF", creationDate=EPOCH, modDate=EPOCH),
    "zip of images": archive,
}
TYPES = {
    "JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WebP": "image/webp",
    "HEIC": "image/heic", "AVIF": "image/avif", "BMP": "image/bmp", "TIFF": "image/tiff",
    "SVG": "image/svg+xml", "MP4": "video/mp4", "MOV": "video/quicktime", "WebM": "video/webm",
    "PDF with an image": "application/pdf", "zip of images": "application/zip",
}  # fmt: skip


@cache
def picture(kind):
    """Return the bytes of a file of ``kind``."""
    return KINDS[kind]()


@dataclass(frozen=True)
class Shape:
    """A file as somebody sends it: ``texts`` in fields of text, ``body`` and ``name`` as a file."""

    texts: tuple[str, ...]
    body: bytes
    name: str


def shapes(kind):
    """Return the shapes of a file of ``kind``, by what they are called."""
    data = picture(kind)
    code = base64.b64encode(data).decode()
    half = len(code) // 2
    found = {
        "as it is": (data.decode("latin-1"),),
        "renamed": (f"notes.txt: {data.decode('latin-1')}",),
        "first 64 bytes": (data[:64].decode("latin-1"),),
        "first 200 bytes": (data[:200].decode("latin-1"),),
        "first 1000 bytes": (data[:1000].decode("latin-1"),),
        "base64": (code,),
        "base64 in lines": ("\n".join(textwrap.wrap(code, 76)),),
        "base64 for addresses": (base64.urlsafe_b64encode(data).decode(),),
        "hexadecimal": (data.hex(),),
        "split over two fields": (code[:half], code[half:]),
        "data URI": (f"data:{TYPES[kind]};base64,{code}",),
    }
    sent = {"as it is": data, "renamed": data} | {
        f"first {count} bytes": data[:count] for count in (64, 200, 1000)
    }
    return {
        name: Shape(
            texts,
            sent.get(name, "".join(texts).encode()),
            "notes.txt" if name == "renamed" else f"{base64.urlsafe_b64encode(data[:90]).decode()}",
        )
        for name, texts in found.items()
    }


BLOCK = 12
"""How many bytes are looked for: whatever holds 24 bytes in a row holds 12 that begin at a 12th."""


@cache
def traces(kind):
    """Return what nothing may hold of a file: each 12th part of it, raw, as base64 and in hex.

    Stretches of padding and of the format's own words, which other files hold too, are left out.
    """
    data = picture(kind)
    blocks = [data[at : at + BLOCK] for at in range(0, len(data) - BLOCK, BLOCK)]
    found = set()
    for block in blocks:
        if len(set(block)) >= BLOCK - 3:
            code = base64.b64encode(block)
            found |= {block, code, code.translate(bytes.maketrans(b"+/", b"-_"))}
            found |= {block.hex().encode(), block.hex().upper().encode()}
            found.add(block.decode("latin-1").encode())
    return frozenset(found)
