"""What people write is left alone, whatever it is full of."""

import string
import uuid
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yipplugin.imagery import without_images, without_images_in

MEETING = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NjA1Y2E4MGQtMjY5Zi00ZjE4LWE1YjAtM2Y2ZDQ1"
    "ZGE5YzFl%40thread.v2/0?context=%7b%22Tid%22%3a%225f7c8ec7-c33c-4c00-8bba-fe8200000000%22%7d"
)
SEARCH = (
    "https://www.google.com/search?q=report+remove&oq=report&gs_lcrp=EgZjaHJvbWUyBggAEEUYOTIHCAEQABiA"
    "BDIHCAIQABiABDIHCAMQABiABDIHCAQQABiABDIHCAUQABiABDIHCAYQABiABDIHCAcQABiABNIBCDI1NzVqMGo3qAIA"
)
SAFE = (
    "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.saferinternet.org.uk%2F"
    "&data=05%7C02%7Ca%40b.sch.uk%7C1a2b3c4d5e6f%7C638412345678901234%7CTWFpbGZsb3d8eyJWIjoiMC4wL"
    "jAwMDAiLCJQIjoiV2luMzIiLCJBTiI6Ik1haWwifQ%3D%3D&sdata=aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5z"
)
WRITTEN = {
    "prose": "A friend told me on Monday 2 March at 9:10am that a picture goes round Year 9B.",
    "abbreviations": "KS2, KS3, GCSEs, A-Levels, SEND, EHCP, CAMHS, MASH, LADO, CEOP, NSPCC, IWF.",
    "a page to be reported": "https://www.instagram.com/p/C3xYz_aBcDe/?igsh=MWQ1ZGUxMzBkMA==",
    "a video's page": "https://www.tiktok.com/@user123/video/7301234567890123456?is_from_webapp=1",
    "a page of a film": "https://www.youtube.com/watch?v=dQw4w9WgXcQ and https://youtu.be/dQw4w9WgXcQ",
    "a meeting": MEETING,
    "a search": SEARCH,
    "a link that mail has wrapped": SAFE,
    "a long address": "https://example.org/a/long-address/" + "with-parts/" * 10 + "?q=1&page=2",
    "a document": "https://docs.google.com/document/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2/edit",
    "addresses without a beginning": "www.reportharmfulcontent.com/report report-it.org.uk",
    "a domain that ends as a film does": "https://quick.mov/ and http://old.zip",
    "telephone numbers": "07700 900123, +44 20 7946 0958, (0161) 496 0000, 999, 101 ext. 12345",
    "crime references": "42/12345/26, CR1234567/23, 01XY/12345/26; URN 123456; UPN H801200001001",
    "a UUID": "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    "bank details": "GB29 NWBK 6016 1331 9268 19, 60-16-13 31926819, GB29NWBK60161331926819",
    "mail": "robin.ash99+school@example.sch.uk and O'Neil_J@WestCroft.sch.uk",
    "names of users": "xX_DarkWolf_99Xx, ProGamer2010, L33tH4x0r, iLoveCats123, McDonald, TikTok",
    "things with a number": "iPhone14ProMax, PlayStation5, GalaxyS23Ultra, iPadAir2, Windows11Pro",
    "a long word": "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Welsh": "Mae'r disgybl wedi dweud wrthyf fod llun yn mynd o gwmpas, ac mae'n ofnus iawn.",
    "a name for a town in capitals": "LLANFAIRPWLLGWYNGYLLGOGERYCHWYRNDROBWLLLLANTYSILIOGOGOGOCH",
    "keys that were leant on": "aaaaaaaaaa" * 40 + " " + "HA" * 150 + " " + "lol" * 100,
    "keys at random": "asdfghjklasdfghjkl sdkfjhskdjfhskdjfhskdjfh ;lkj;lkj qwertyuiop1234567890",
    "numbers": ", ".join(map(str, range(200))) + " " + " ".join(map(str, range(1900, 2030))),
    "figures without an end": "0123456789" * 40,
    "a checksum": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "a checksum in capitals": "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
    "a longer checksum": "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce" * 2,
    "three checksums": "\n".join(sha256(one).hexdigest() for one in (b"a", b"b", b"c")),
    "addresses of machines": "00:1A:2B:3C:4D:5E 2001:0db8:85a3::8a2e:0370:7334 192.168.0.1",
    "a wallet and a password": "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa and aB3dE5gH7jK9",
    "the word data": "The data: image, and what was said. Personal data: text/pdf, and the rest.",
    "a chat": "[02/03/2026, 09:10:11] Robin: <Media omitted> <image omitted> image omitted",
    "signs": 'He said "I <3 u", x < 16 & y > 3; see [1] and Wow![2] (link) *** --- === ~~~ ###',
    "names of files": r"IMG_2034.jpg, photo.png and C:\Users\robin\Pictures\IMG_2034.jpg",
    "mail in a wrong alphabet": "I don\x92t \x93know\x94 he\x92s \x96 \ufffd\ufffd\ufffd she\x92s",
    "other alphabets": "ребёнок تحميل 照片 zdjęcie żółć éèêëàùç ÄÖÜäöüß ñ ¿qué? £5 €10 50%",
    "faces": "😀😀 👩‍👧‍👦 👍🏽 🏴󠁧󠁢󠁷󠁬󠁳󠁿 ❤️",
    "rows of signs": "-" * 200 + "\n" + "=" * 200 + "\n" + "." * 200 + "\n" + "_" * 200,
    "per cent": "50%off 100%sure 20%2520 &amp; &nbsp; =3D A=B C=DD",
    "choices": "he/she and/or mother/father/carer 09:10-09:15/10:00",
    "a talk of formats": "He sent a GIF89a, a JPEG, RIFF and PK files, and a PDF; not base64.",
    "what we say ourselves": "[image data removed] and again [image data removed].",
}  # fmt: skip


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_what_people_write_is_left_alone(written):
    assert without_images(written) == written
    assert (
        without_images(f"She wrote: {written}. That is all.")
        == f"She wrote: {written}. That is all."
    )


def test_nor_is_there_anything_in_all_of_it_together():
    assert without_images_in(WRITTEN) == WRITTEN
    assert without_images("\n".join(WRITTEN.values())) == "\n".join(WRITTEN.values())


WORDS = """
the picture was sent to Ben I a WhatsApp Year 9B didn't online and she said PE iPad McLean Ysgol
Gŵyl naïve 2nd
""".split()
LETTERS = string.ascii_letters + string.digits
REFERENCES = st.one_of(
    st.uuids().map(str),
    st.uuids().map(lambda one: uuid.UUID(int=one.int).hex),
    st.integers(0, 10**12).map(str),
    st.from_regex(r"0[0-9]{4} [0-9]{6}", fullmatch=True),
    st.from_regex(r"[A-Z]{2}[0-9]{2}( [A-Z0-9]{4}){4} [0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{2}/[0-9]{5}/[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    st.from_regex(r"[a-z]{2,12}\.[a-z]{2,12}[0-9]{0,3}@[a-z]{2,12}\.sch\.uk", fullmatch=True),
    st.from_regex(
        r"https://(www\.)?[a-z]{2,12}\.(co\.uk|com)(/[a-zA-Z0-9_-]{1,30}){0,4}"
        r"(\?[a-z]{1,5}=[A-Za-z0-9_-]{0,60})?",
        fullmatch=True,
    ),
    st.text(LETTERS + "_.", min_size=1, max_size=18).map(lambda one: f"@{one}"),
    st.from_regex(r"[a-z]{1,60}", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}:[0-9]{2}(am|pm)?", fullmatch=True),
)  # fmt: skip
PROSE = st.lists(st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), REFERENCES), max_size=40)


@settings(max_examples=150)
@given(PROSE, st.sampled_from([" ", ", ", ". ", "\n", " - "]))
def test_words_and_references_in_any_order_are_left_alone(written, between):
    text = between.join(written)
    assert without_images(text) == text


@settings(max_examples=40)
@given(st.lists(PROSE.map(" ".join), max_size=12))
def test_so_are_they_in_any_number_of_answers(answers):
    assert without_images_in(answers) == answers
