"""A referral is posted over TLS with a signature, and redirections are not followed."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from yipplugin.hooks.senders.webhook import WebhookSender, signature

from tests.hooks.checkpoints import serving
from tests.hooks.senders import certificate, sending
from yipplugin import Receipt

__all__ = ["certificate"]

SECRET = "agreed by telephone"


class System(ThreadingHTTPServer):
    """An authority's system that answers as it is told to."""

    daemon_threads = True

    def __init__(self, certificate, status, answer):
        self.status, self.answer, self.posts = status, answer, []
        super().__init__(("127.0.0.1", 0), Taking)
        self.socket = certificate.server().wrap_socket(self.socket, server_side=True)


class Taking(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append((self.path, dict(self.headers), body))
        if self.server.status == 0:
            return
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", str(len(self.server.answer)))
        self.end_headers()
        self.wfile.write(self.server.answer)

    def log_message(self, *_):
        pass


def posted(certificate, status=200, answer=b'{"reference": "MASH-7"}', **more):
    system = System(certificate, status, answer)
    with serving(system) as port:
        poster = WebhookSender({"county": SECRET}, context=certificate.client(), **more)
        address = f"https://127.0.0.1:{port}/in?desk=1"
        return poster.yip_send_referral(sending("webhook", address)), system.posts


def test_their_system_can_prove_who_sent_it_and_that_nothing_was_changed(certificate):
    receipt, posts = posted(certificate)
    assert receipt == Receipt("taken", "200", "MASH-7")
    ((path, headers, body),) = posts
    assert path == "/in?desk=1"
    said = dict(one.split("=") for one in headers["Yip-Signature"].split(","))
    assert said["v1"] == signature(SECRET, said["t"], body)
    assert said["v1"] != signature("another", said["t"], body)
    assert headers["Idempotency-Key"] == "0a" * 16
    whole = json.loads(body)
    assert whole["answers"] == {"child": "Zoë Ash"}
    assert (whole["key"], whole["version"], whole["signed_by"]) == ("0a" * 16, 3, "Amara Obi")


@pytest.mark.parametrize(
    ("status", "receipt"),
    [
        (302, Receipt("not taken", "302")),
        (403, Receipt("not taken", "403")),
        (500, Receipt("not taken", "500")),
        (0, Receipt("not known", "RemoteDisconnected")),
    ],
)
def test_what_was_not_taken_is_said_and_a_doubt_is_one(certificate, status, receipt):
    came, posts = posted(certificate, status)
    assert came == receipt
    assert [one[0] for one in posts] == ["/in?desk=1"]


@pytest.mark.parametrize("answer", [b"", b"fine", b"[]", b'{"reference": 7}', b"\xff" * 20_000])
def test_an_answer_that_names_no_reference_is_taken_all_the_same(certificate, answer):
    assert posted(certificate, 202, answer)[0] == Receipt("taken", "202")


def test_a_system_with_a_certificate_that_nobody_trusts_gets_nothing(certificate):
    system = System(certificate, 200, b"")
    with serving(system) as port:
        poster = WebhookSender({"county": SECRET})
        came = poster.yip_send_referral(sending("webhook", f"https://127.0.0.1:{port}/"))
    assert came == Receipt("not taken", "SSLCertVerificationError")
    assert system.posts == []


def test_without_a_secret_or_by_another_way_it_is_left_to_others():
    poster = WebhookSender({"county": SECRET})
    assert poster.yip_send_referral(sending("mail", "a@b.example")) is None
    assert WebhookSender({}).yip_send_referral(sending("webhook", "https://x.example")) is None
    assert SECRET not in repr(poster)


def test_nothing_is_posted_in_the_clear():
    poster = WebhookSender({"county": SECRET})
    with pytest.raises(ValueError, match="https"):
        poster.yip_send_referral(sending("webhook", "http://x.example"))
