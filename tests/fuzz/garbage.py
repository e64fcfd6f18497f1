"""What a hostile browser sends: values, names and bodies that no page of ours would."""

from urllib.parse import quote_plus

from hypothesis import strategies as st

LONG = 20_000
NASTY = (
    "",
    " ",
    "\n",
    "0",
    "-1",
    "null",
    "true",
    "NaN",
    "Infinity",
    "99999999999999999999999999",
    "1e400",
    "00000",
    "\u0661\u0662",
    "\u00b2",
    "31",
    "2026",
    "9999",
    "0000",
    "24:00",
    "25:61",
    "2026-02-30",
    "pupil:1",
    "pupil:",
    "pupil:99999999999999999999",
    "staff:someone",
    "other:ab12cd34",
    "record:" + "0" * 32,
    "a" * LONG,
    "\U0001f600" * 2000,
    "x\r\nSet-Cookie: a=b",
    "\x01\x08\x1b[31m\x7f\x9f",
    "\u202egnp.exe\u202c\u2066x\u2069",
    "\ufeff\u200b\u2028\u2029",
    "e\u0301" * 300,
    "\ufffe\uffff\U0010ffff",
    "<script>alert(1)</script>\"'><img src=x onerror=y>{{7*7}}{% raw %}",
    '=HYPERLINK("http://x")',
    "' OR 1=1; DROP TABLE yip_record; --",
    "%00%s%n{0}{0.__class__}",
    "../../../etc/passwd",
    "javascript:alert(1)",
    "yes",
    "no",
    "unknown",
)
"""Text of any kind: as the value of any field, and as a part of any address."""

BYTES = (
    b"%ED%A0%80",  # half a surrogate pair
    b"%ED%A0%80%ED%B0%80",
    b"%FF%FE",
    b"%C0%AF",
    b"%F5%80%80%80",
    b"%00",
    b"\xff\xfe",
    b"%",
    b"%zz",
    b"\r\n\r\n",
)
"""What is no text, as it stands in a body or an address."""

INTERNAL = (
    "id by by_name by_roles signed_at seq submission school case case_id supersedes version form"
    " about happened_at reason reasons answers content signature actor actor.ref roles role"
    " chain_seq chain_head disposed_at lead_named head_named stage urgent order_at author raw apart"
    " revision updated_at _submission _by _school _case _actor _supersedes _version __class__"
    " __proto__ constructor self request g config"
).split()
"""Names of what is kept, and of what code calls things: none is ever taken from a form."""

INDEXES = ("0", "1", "-1", "00", "9999", "10000", "99999999999999999999", "\u0661", "x", "")


def encoded(text):
    """Return text as a browser sends it; half a pair as the bytes that stand for it."""
    return quote_plus(text.encode("utf-8", "surrogatepass")).encode()


def body_of(pairs):
    """Return a body of names and values; a value of bytes goes in as it is."""
    return b"&".join(
        encoded(name) + b"=" + (value if isinstance(value, bytes) else encoded(value))
        for name, value in pairs
    )


no_form = st.sampled_from(
    (
        (b"", None),
        (b"{}", "application/json"),
        (b'{"said": "x"}', "application/json"),
        (
            b"--x\r\nContent-Disposition: form-data; name=said\r\n\r\nx\r\n--x--",
            "multipart/form-data; boundary=x",
        ),
        (b"--x", "multipart/form-data"),
        (b"<a/>", "text/xml"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"said=x", "text/plain"),
        (b"said=x", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"said=x", "application/x-www-form-urlencoded; charset=nonsense"),
        (b"said=x", "Application/X-WWW-Form-URLEncoded"),
        (b"&" * 6000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=x" % one for one in range(10_000)), "application/x-www-form-urlencoded"),
        (b"said=" + b"a" * 2_000_000, "application/x-www-form-urlencoded"),
        (b"=&=&=x&&&;;", "application/x-www-form-urlencoded"),
        (bytes(range(256)) * 4, "application/x-www-form-urlencoded"),
        (b"said=x", ""),
        (b"said=x", "/;;=x"),
    )
)
"""Bodies that are no form of ours, each with what it says it is."""
