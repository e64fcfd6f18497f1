"""A referral is mailed over TLS or not at all, and what became of it is what the server said."""

import socketserver
import ssl
from email import message_from_bytes, policy

import pytest
from yipplugin.hooks.senders.mail import MailSender

from tests.hooks.checkpoints import serving
from tests.hooks.senders import certificate, sending
from yipplugin import Receipt

__all__ = ["certificate"]

TO = "referrals@county.example"


class PostBox(socketserver.ThreadingTCPServer):
    """A mail server that offers STARTTLS; ``manners`` is how it behaves badly."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, context, manners=""):
        self.context, self.manners, self.taken, self.lines = context, manners, [], []
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        manners = self.server.manners
        self.say("421 busy" if manners == "busy" else "220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode()
            self.server.lines.append(line)
            if word == "EHLO":
                self.say(
                    "250-here\r\n250 AUTH LOGIN"
                    if manners == "plain"
                    else "250-here\r\n250 STARTTLS"
                )
            elif word == "STARTTLS":
                self.say("220 go on")
                self.request = self.server.context.wrap_socket(self.request, server_side=True)
                self.setup()
            elif word == "DATA" and self.data(manners):
                return
            elif word == "QUIT":
                return self.say("221 bye")
            elif word != "DATA":
                self.say("550 no such box" if manners == "strange" and word == "RCPT" else "250 ok")

    def data(self, manners):
        """Take a message; return whether the connection is cut after it."""
        self.say("354 go on")
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(one[1:] if one.startswith(b".") else one for one in lines)
        if manners == "cuts":
            return True
        if manners == "full":
            self.say("552 too much")
            return False
        self.server.taken.append(message_from_bytes(content, policy=policy.default))
        self.say("250 queued as Q1")
        return False

    def finish(self):
        super().finish()
        self.request.close()

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


def sent(certificate, manners="", context=None, **more):
    box = PostBox(certificate.server(), manners)
    with serving(box) as port:
        trusts = context or certificate.client()
        mailer = MailSender("127.0.0.1", "mis@school.example", port, context=trusts, **more)
        return mailer.yip_send_referral(sending("mail", TO)), box


def test_yip_send_referral_mails_it_as_it_was_signed_and_the_receipt_is_the_servers(certificate):
    receipt, box = sent(certificate)
    assert receipt == Receipt("taken", "250 queued as Q1")
    (letter,) = box.taken
    assert (letter["To"], letter["From"]) == (TO, "mis@school.example")
    text = letter.get_content()
    assert sending("mail", TO).text in text.replace("\r\n", "\n")
    assert "Signed by Amara Obi on 02 March 2026 at 12:30 UTC." in text
    assert letter["Message-ID"] == f"<{'0a' * 16}@school.example>"


def test_no_line_that_servers_write_down_says_whom_it_is_about(certificate):
    _, box = sent(certificate)
    headers = "".join(f"{name}: {said}\n" for name, said in box.taken[0].items())
    assert "Ash" not in headers
    assert "SG-2026-0001" in headers


@pytest.mark.parametrize(
    ("manners", "receipt"),
    [
        ("busy", Receipt("not taken", "421 busy")),
        ("plain", Receipt("not taken", "SMTPNotSupportedError")),
        ("strange", Receipt("not taken", "550 no such box")),
        ("full", Receipt("not taken", "552 too much")),
        ("cuts", Receipt("not known", "SMTPServerDisconnected")),
    ],
)
def test_what_goes_wrong_is_said_and_a_doubt_is_one(certificate, manners, receipt):
    came, box = sent(certificate, manners)
    assert came == receipt
    assert box.taken == []


def test_a_server_without_tls_sees_neither_password_nor_message(certificate):
    _, box = sent(certificate, "plain", user="mis", password="secret")
    assert [one.split()[0].upper() for one in box.lines] == [b"EHLO"]


def test_a_server_with_a_certificate_that_nobody_trusts_gets_nothing(certificate):
    receipt, box = sent(certificate, context=ssl.create_default_context())
    assert receipt == Receipt("not taken", "SSLCertVerificationError")
    assert box.taken == []


def test_where_nobody_answers_it_was_not_taken(certificate):
    with serving(PostBox(certificate.server())) as port:
        pass
    mailer = MailSender("127.0.0.1", "mis@school.example", port, context=certificate.client())
    receipt = mailer.yip_send_referral(sending("mail", TO))
    assert receipt == Receipt("not taken", "ConnectionRefusedError")


def test_it_takes_nothing_that_goes_another_way_and_shows_no_password():
    mailer = MailSender("mail", "a@b.example", password="secret")
    assert mailer.yip_send_referral(sending("webhook", "https://x.example")) is None
    assert "secret" not in repr(mailer)


@pytest.mark.parametrize("security", ["none", "", "perhaps"])
def test_there_is_no_way_to_send_in_the_clear(security):
    with pytest.raises(ValueError, match="starttls or tls"):
        MailSender("mail", "a@b.example", security=security)
