"""How files that hold pictures begin: they are known by their bytes, never by a name."""

import re

_BEGINNINGS = rb"""
    \xff\xd8\xff[\xc0-\xfe]                                     # JPEG
  | \x89PNG                                                     # PNG
  | GIF8[79]a                                                   # GIF
  | RIFF.{4}(?:WEBP|AVI\x20)                                    # WebP, AVI
  | \x00\x00.{2}ftyp[\x20-\x7e]{3}                              # HEIC, AVIF, MP4, MOV
  | \x00.{3}(?:moov|mdat|wide|pnot)                             # MOV as it once was
  | BM.{4}\x00{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00{3}      # BMP
  | II[*+]\x00 | MM\x00[*+]                                     # TIFF, and raw files of cameras
  | \x1aE\xdf\xa3                                               # WebM, Matroska
  | \x00\x00\x00\x0c(?:jP|JXL)\x20                              # JPEG 2000, JPEG XL
  | 8BPS\x00 | FLV\x01 | OggS\x00 | \x00\x00\x01[\xb3\xba]      # Photoshop, FLV, Ogg, MPEG
  | \x30\x26\xb2\x75\x8e\x66\xcf\x11                            # WMV
  | %PDF-[0-9]                                                  # PDF
  | PK\x03\x04 | PK\x05\x06 | Rar!\x1a | 7z\xbc\xaf\x27\x1c     # archives
  | \xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1                            # documents of older programs
  | <[sS][vV][gG][\s>:/] | <\?xml(?=.{0,600}<svg[\s>:/])        # SVG
"""
_INSIDES = rb"""
    JFIF\x00 | Exif\x00\x00 | IHDR\x00\x00 | IDAT[\x08\x18\x28\x38\x48\x58\x68\x78] | IEND\xaeB
  | ftyp(?:heic|heix|mif1|msf1|avif|avis|isom|iso[2-6]|mp4[12]|M4V\x20|qt\x20\x20) | WEBPVP8
  | META-INF/ | word/media | xl/media | ppt/media
"""
_ANYWHERE = re.compile(rb"(?P<begins>" + _BEGINNINGS + rb")|" + _INSIDES, re.DOTALL | re.VERBOSE)
_AT_ONCE = re.compile(
    _BEGINNINGS
    + rb"""
  | \x00\x00\x01\x00[\x01-\x40]\x00 | \x1f\x8b\x08 | BZh[1-9]1AY | \xfd7zXZ\x00   # icons, packed
  | .{4}ftyp | MZ.{2}\x00 | \x7fELF | \xff\xfb | ID3[\x02-\x04]                   # and others
  | data:(?:image|video|application)/ | /9j/[24] | iVBORw0KGgo | R0lGOD[dl]h | [Ff]{2}[Dd]8[Ff]{2}
  | 89504[eE]470[dD]0[aA] | 47494638
    """,
    re.DOTALL | re.VERBOSE,
)
LOOKED_AT = 512
"""How many bytes tell what a file is."""


def looks_like_a_file(first_bytes: bytes) -> bool:
    """Say whether what somebody sends begins as a file does that can hold a picture.

    For the body of a request, whatever it says of itself; the first ``LOOKED_AT`` bytes are enough.
    A form as a browser sends it begins with the name of a field, and never looks like one.
    """
    begun = first_bytes[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    return _AT_ONCE.match(begun) is not None


INSIDE = -1
"""Where a file begins of which only the inside is there."""


def find_file(data: bytes) -> int | None:
    """Return where in ``data`` a file begins, or ``INSIDE``; nothing where there is none."""
    found = _ANYWHERE.search(data)
    if found is None:
        return None
    return found.start() if found["begins"] is not None else INSIDE
