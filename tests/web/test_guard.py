"""What a request may look like at all: forms of plain text, and no more of it than a form has."""

import io
import json
from urllib.parse import urlencode

import pytest

from tests.web.conftest import REPORT
from tests.web.reading import Page, typed

FORM = "application/x-www-form-urlencoded"
REPORTS = "/safeguarding/report"


@pytest.fixture
def teacher(as_):
    return as_("teacher")


@pytest.fixture
def body(teacher):
    """Return a report, as a browser would send it."""
    sent = typed(Page(teacher.get(REPORTS).text), REPORT)
    return urlencode(list(sent.items(multi=True))).encode()


def words(answer):
    return Page(answer.text).words


def nothing_was_kept(client):
    return "YIP-" not in words(client.get("/safeguarding/reports"))


OTHER_KINDS = [
    "multipart/form-data; boundary=x",
    "multipart/mixed; boundary=x",
    "MULTIPART/FORM-DATA; boundary=x",
    "application/json",
    "image/jpeg",
    "image/svg+xml",
    "video/mp4",
    "application/octet-stream",
    "application/zip",
    "text/plain",
    "text/xml",
    "",
    "nonsense",
    f"{FORM}; charset=utf-16",
    "application/x-www-form-urlencodedx",
]


def test_only_a_plain_form_is_taken_whatever_is_in_it(teacher, body):
    for kind in OTHER_KINDS:
        answer = teacher.post(REPORTS, data=body, content_type=kind)
        assert answer.status_code == 415, kind
        assert "offence" in words(answer)
        assert "999" in words(answer)
    assert nothing_was_kept(teacher)


@pytest.mark.parametrize("kind", [FORM, f"{FORM}; charset=UTF-8", FORM.upper()])
def test_a_plain_form_is_taken(teacher, body, kind):
    assert teacher.post(REPORTS, data=body, content_type=kind).status_code == 303


def test_what_was_packed_up_is_not_unpacked(teacher, body):
    headers = {"Content-Encoding": "gzip"}
    assert teacher.post(REPORTS, data=body, content_type=FORM, headers=headers).status_code == 415


def test_no_method_takes_a_file(teacher):
    for method in ("PUT", "PATCH", "DELETE", "GET", "POST"):
        sent = {"data": b"\xff\xd8\xff", "content_type": "image/jpeg"}
        assert teacher.open(REPORTS, method=method, **sent).status_code == 415, method


def test_no_page_takes_a_file(app, teacher):
    ours = [one for one in app.url_map.iter_rules() if one.endpoint.startswith("yipplugin.")]
    for path in {one.rule.replace("<", "").replace(">", "") for one in ours}:
        if "static" not in path:
            data = {"file": (io.BytesIO(b"\x89PNG\r\n\x1a\n"), "holiday.txt")}
            assert teacher.post(path, data=data).status_code == 415, path


FILES = [
    b"\xff\xd8\xff\xe0\0\x10JFIF",
    b"\x89PNG\r\n\x1a\n",
    b"GIF89a\1\0",
    b"PK\3\4\x14",
    b"%PDF-1.7",
]


def test_a_body_that_begins_as_a_file_does_is_no_form(teacher):
    for begins in FILES:
        answer = teacher.post(REPORTS, data=begins + bytes(range(256)), content_type=FORM)
        assert answer.status_code == 415, begins


def test_nothing_at_all_is_a_form_without_answers(teacher):
    assert teacher.post(REPORTS).status_code == 400


# How much -----------------------------------------------------------------------------------------


@pytest.mark.settings(YIP_MAX_BODY_KB=4)
def test_a_form_is_read_up_to_the_limit_and_no_further(teacher):
    at_most = b"_token=x&account=".ljust(4 * 1024, b"a")
    assert teacher.post(REPORTS, data=at_most, content_type=FORM).status_code == 400
    answer = teacher.post(REPORTS, data=at_most + b"a", content_type=FORM)
    assert answer.status_code == 413
    assert "999" in words(answer)


class Endless(io.RawIOBase):
    """A body that never ends, and counts how much of it was read."""

    taken = 0

    def readable(self):
        return True

    def seek(self, *_):
        return 0

    def tell(self):
        return 0

    def readinto(self, buffer):
        self.taken += len(buffer)
        buffer[:] = b"a" * len(buffer)
        return len(buffer)


def chunked(client, stream):
    return client.post(
        REPORTS,
        input_stream=stream,
        content_type=FORM,
        headers={"Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )


@pytest.mark.settings(YIP_MAX_BODY_KB=4)
def test_a_body_of_which_nobody_said_the_length_is_read_up_to_the_limit(teacher):
    endless = Endless()
    assert chunked(teacher, endless).status_code == 413
    assert endless.taken <= 2 * 4 * 1024


def test_a_server_that_ends_every_stream_itself_is_lived_with(teacher, body):
    ends = {"wsgi.input_terminated": True}
    assert teacher.get(REPORTS, environ_overrides=ends).status_code == 200
    answer = teacher.post(REPORTS, data=body, content_type=FORM, environ_overrides=ends)
    assert answer.status_code == 303


def test_a_body_of_which_nobody_said_the_length_is_taken(teacher, body):
    assert chunked(teacher, io.BytesIO(body)).status_code == 303


@pytest.mark.settings(YIP_MAX_BODY_KB=4)
def test_a_length_that_is_a_lie_gains_nothing(teacher):
    said = {"Content-Length": "10"}
    answer = teacher.post(REPORTS, data=b"account=" + b"a" * 9000, content_type=FORM, headers=said)
    assert answer.status_code in (400, 413)
    assert nothing_was_kept(teacher)


@pytest.mark.settings(YIP_MAX_BODY_KB=2048)
def test_a_form_may_be_as_large_as_the_setting_says_whatever_flask_thinks(teacher):
    large = b"_token=x&account=" + b"a" * 1_500_000
    assert teacher.post(REPORTS, data=large, content_type=FORM).status_code == 400


@pytest.mark.parametrize(("fields", "status"), [(5000, 400), (5001, 413)])
def test_a_form_has_no_more_than_five_thousand_fields(teacher, fields, status):
    sent = b"&".join(b"a%d=" % number for number in range(fields))
    assert teacher.post(REPORTS, data=sent, content_type=FORM).status_code == status


@pytest.mark.parametrize(("length", "status"), [(4000, 200), (5000, 414)])
def test_an_address_is_no_longer_than_ours_ever_are(teacher, length, status):
    assert teacher.get(f"{REPORTS}?pupil={'a' * length}").status_code == status


@pytest.mark.parametrize(("length", "status"), [(10_000, 200), (40_000, 431)])
def test_a_browser_sends_no_more_about_itself_than_it_needs(teacher, length, status):
    assert teacher.get(REPORTS, headers={"X-Long": "a" * length}).status_code == status


# Text ---------------------------------------------------------------------------------------------


def test_what_is_no_text_is_refused_and_the_rest_is_given_back(teacher, body):
    for bad in (b"%00", b"\0", b"%FF%FE", b"\xff\xfe", b"%C3", b"%ED%A0%80"):
        wrong = body.replace(b"picture+goes", b"picture" + bad + b"goes")
        assert wrong != body
        answer = teacher.post(REPORTS, data=wrong, content_type=FORM)
        assert answer.status_code == 400, bad
        assert "A friend of theirs told me" in words(answer)
        assert "\0" not in answer.text
    assert nothing_was_kept(teacher)


@pytest.mark.parametrize(
    "path", ["/cases/%00", "/cases?stage=%00", "/cases?after=%FF", "/reports/%00"]
)
def test_an_address_that_is_no_text_is_refused(as_, path):
    assert as_("dsl").get(f"/safeguarding{path}").status_code == 400


@pytest.mark.parametrize("text", ["line\r\nline", "tab\there", "a\x0bb", "😀", "e\u0301", "\u202e"])
def test_whatever_people_really_type_is_taken(teacher, text):
    page = Page(teacher.get(REPORTS).text)
    answer = teacher.post(REPORTS, data=typed(page, {**REPORT, "account": text}))
    assert answer.status_code == 303, answer.text


# Methods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "POST"])
def test_a_page_that_is_only_read_takes_nothing(as_, method):
    answer = as_("dsl").open("/safeguarding/cases", method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert "999" in words(answer)


def test_a_form_takes_no_other_method(teacher):
    answer = teacher.put(REPORTS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST")


def test_the_hosts_own_pages_take_what_they_always_took(as_):
    dsl = as_("dsl")
    assert dsl.post("/sign-in", json={}).status_code != 415
    assert dsl.get(f"/?{'a' * 5000}").status_code == 200
    long = {"username": "dsl", "password": "x", "more": json.dumps(["a" * 2_000_000])}
    assert dsl.post("/sign-in", data=long).status_code == 200
