"""Files of every common kind, in every shape, sent in every way: nothing of any is kept or said.

What is looked through after each: every byte of the database, every draft and report as the
services open them, the pages that were given back, and the log.
"""

from html import unescape
from io import BytesIO
from urllib.parse import quote

import pytest

from tests.fuzz.garbage import body_of
from tests.imagery.pictures import KINDS, TYPES, picture, shapes
from tests.packs.conftest import KINDS as QUESTIONS
from tests.packs.conftest import PACK
from tests.web.conftest import REPORT
from tests.web.reading import Page, typed
from yipplugin.imagery import REMOVED, WHY
from yipplugin.packs.files import IMAGE, pack_texts
from yipplugin.packs.library import Library
from yipplugin.packs.problems import PackRefused

URL = "/safeguarding/report"
TYPE = "application/x-www-form-urlencoded"
FIELDS = ("others-0-other-name", "account")
"""Where what is split in two is put, in the order of the page."""


def fields_of(shape):
    return dict(zip(FIELDS[-len(shape.texts) :], shape.texts, strict=True))


def opened(school):
    return Page(school.browser.get(URL).text)


def post(school, url, page, answers):
    """Send what was typed as browsers write it: the lowest Werkzeug leaves a plus sign as it is."""
    data = body_of(typed(page, answers).items(multi=True))
    return school.browser.post(url, data=data, content_type=TYPE)


def in_answers(school, kind, shape, page):
    """Put it into a report, and send the report."""
    answer = post(school, URL, page, {**REPORT, **fields_of(shape)})
    # Bytes that no text holds are refused at the door; the rest by the form, which says why.
    assert answer.status_code == (400 if "\0" in "".join(shape.texts) else 422)
    assert REMOVED in answer.text
    assert WHY in unescape(answer.text) or answer.status_code == 400
    return [answer.text, school.opened()]


def in_a_draft(school, kind, shape, page):
    """Type it, so that the page's script saves it."""
    answer = post(school, "/safeguarding/drafts", page, {**REPORT, **fields_of(shape)})
    assert answer.status_code == (400 if "\0" in "".join(shape.texts) else 200)
    again = school.browser.get(URL).text
    assert REMOVED in Page(again).text("account") or answer.status_code == 400
    return [answer.text, again, school.opened()]


def as_the_name_of_a_field(school, kind, shape, page):
    """Save a draft with a field that is called so."""
    names = dict.fromkeys(shape.texts, "x")
    answer = post(school, "/safeguarding/drafts", page, names)
    assert answer.status_code in (200, 400)
    return [answer.text, school.opened()]


def in_json(school, kind, shape, page):
    """Send what no page of ours sends."""
    answer = school.browser.post(URL, json={"account": list(shape.texts), "_sign": "yes"})
    assert answer.status_code == 415
    return [answer.text]


def in_a_multipart_body(school, kind, shape, page):
    """Send it as a file, beside a report that is fine."""
    file = (BytesIO(shape.body), shape.name, TYPES[kind])
    sent = [*typed(page, REPORT).items(multi=True), ("file", file)]
    data = {name: value for name, value in sent}
    answer = school.browser.post(URL, data=data, content_type="multipart/form-data")
    assert answer.status_code == 415
    return [answer.text]


def body_of_type(said, refused):
    def send(school, kind, shape, page):
        kinds = {"its own": TYPES[kind]}
        answers = [
            school.browser.post(url, data=shape.body, content_type=kinds.get(said, said))
            for url in (URL, "/safeguarding/drafts")
        ]
        assert {answer.status_code for answer in answers} <= refused
        return [answer.text for answer in answers]

    return send


def in_headers(school, kind, shape, page):
    """Send it in headers, a cookie and the name of a file among them."""
    said = " ".join("".join(shape.texts).encode("latin-1", "ignore").decode("latin-1").split())
    said = "".join(one for one in said if one.isprintable())
    headers = {"User-Agent": said, "Referer": said, "X-Note": said, "X-Forwarded-For": said}
    headers["Content-Disposition"] = f'attachment; filename="{shape.name}"'
    answers = [
        school.browser.get(URL, headers=headers),
        school.browser.post("/safeguarding/drafts", data=typed(page, {}), headers=headers),
    ]
    assert all(answer.status_code in (200, 431) for answer in answers)
    return [answer.text for answer in answers]


def in_the_query(school, kind, shape, page):
    """Send it in the address, after the question mark."""
    query = "&".join(f"pupil={quote(one)}&{quote(one)}=1" for one in shape.texts)
    answers = [
        school.browser.get(f"{URL}?{query}"),
        school.browser.post(f"/safeguarding/drafts?{query}", data=typed(page, {})),
    ]
    assert all(answer.status_code in (200, 400, 414) for answer in answers)
    return [answer.text for answer in answers]


def in_the_path(school, kind, shape, page):
    """Ask for a case that is called so."""
    answer = school.browser.get(f"/safeguarding/cases/{quote(''.join(shape.texts), safe='')}")
    assert answer.status_code in (400, 404, 414)
    return [answer.text]


def refused(folder):
    """Return what is told of a pack in ``folder``: that it holds an image, or is no text."""
    library = Library([folder], QUESTIONS)
    with pytest.raises(PackRefused) as told:
        library.policy(*library.keys())
    messages = {problem.message for problem in told.value.problems}
    assert any(one in message for message in messages for one in (IMAGE, "valid YAML", "no text"))
    return [str(told.value)]


def in_a_pack(kind, shape, begin, tmp_path):
    for name, text in pack_texts(PACK).items():
        path = tmp_path / "pack" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for name, said in zip(("policy.yaml", "forms/talk.yaml"), shape.texts, strict=False):
        with (tmp_path / "pack" / name).open("a", encoding="utf-8", newline="") as file:
            file.write(begin + said.replace("\n", f"\n{begin}") + "\n")
    return refused(tmp_path / "pack")


WAYS = {
    "in answers": in_answers,
    "in a draft": in_a_draft,
    "as the name of a field": as_the_name_of_a_field,
    "in JSON": in_json,
    "as a file of a form": in_a_multipart_body,
    "as a body of its own type": body_of_type("its own", {415}),
    "as a body that says it is text": body_of_type("text/plain", {415}),
    "as a body that says it is a form": body_of_type(TYPE, {400, 415}),
    "in headers": in_headers,
    "in the query": in_the_query,
    "in the path": in_the_path,
}
IN_PACKS = {"in a comment of a pack": "# ", "in words of a pack": ""}
SHAPES = 11
TRIED = len(KINDS) * SHAPES * (len(WAYS) + len(IN_PACKS))


def test_so_many_were_tried():
    assert TRIED == 2002
    assert all(len(shapes(kind)) == SHAPES for kind in KINDS)
    assert all(picture(kind) for kind in KINDS)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_no_file_is_stored_however_it_is_sent(school, kind, way, nothing_of):
    sent = shapes(kind)
    page = opened(school)
    given_back = {name: way(school, kind, shape, page) for name, shape in sent.items()}
    assert len(given_back) == SHAPES
    nothing_of(kind, *(one for each in given_back.values() for one in each))


@pytest.mark.parametrize("begin", IN_PACKS.values(), ids=IN_PACKS)
def test_no_file_gets_into_a_pack(school, kind, begin, nothing_of, tmp_path):
    sent = shapes(kind)
    given_back = {
        name: in_a_pack(kind, shape, begin, tmp_path / str(number))
        for number, (name, shape) in enumerate(sent.items())
    }
    assert len(given_back) == SHAPES
    nothing_of(kind, *(one for each in given_back.values() for one in each))


def test_what_is_left_of_a_report_can_be_sent_and_says_that_something_was_taken_out(
    school, kind, nothing_of
):
    split = shapes(kind)["split over two fields"]
    in_answers(school, kind, split, opened(school))
    others = {"others-0-other-age_band": "unknown", "others-0-other_part": "unknown"}
    answer = school.browser.post(URL, data=typed(opened(school), others))
    assert answer.status_code == 303
    receipt = school.browser.get(answer.location)
    assert REMOVED in receipt.text
    nothing_of(kind, receipt.text)


def test_the_search_finds_what_is_there(school, kind, nothing_of):
    for shape in ("as it is", "base64", "hexadecimal", "base64 for addresses"):
        (said,) = shapes(kind)[shape].texts
        with pytest.raises(AssertionError):
            nothing_of(kind, f"Amy said {said}")
    with pytest.raises(AssertionError):
        nothing_of(kind, picture(kind)[-200:].decode("latin-1"))
