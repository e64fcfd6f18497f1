"""A mail carries a checkpoint to somebody, or its failure is known."""

import socketserver
from dataclasses import replace
from email import message_from_bytes, policy
from smtplib import SMTPException

import pytest
from yipplugin.hooks.keepers.mail import MailKeeper

from tests.hooks.checkpoints import made, serving
from yipplugin.checkpoint import of_file


class PostBox(socketserver.ThreadingTCPServer):
    """A mail server on this machine that takes what is sent to anybody but ``nobody``."""

    allow_reuse_address = True

    def __init__(self):
        self.taken = []
        super().__init__(("127.0.0.1", 0), Talk)


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 here")
        for line in self.rfile:
            word = line.split()[0].upper()
            if word == b"DATA":
                self.say("354 go on")
                lines = iter(self.rfile.readline, b".\r\n")
                self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
            if word == b"QUIT":
                return self.say("221 bye")
            self.say("550 unknown" if b"nobody" in line else "250 fine")

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def box():
    box = PostBox()
    with serving(box):
        yield box


def keeper_to(box, to):
    return MailKeeper("127.0.0.1", "mis@school.test", to, box.server_address[1], security="none")


def test_a_checkpoint_is_mailed_with_what_it_takes_to_hold_the_ledger_against_it(box):
    keeper_to(box, ["head@school.test", "chair@school.test"]).yip_keep_checkpoint(made())
    (letter,) = box.taken
    assert letter["Subject"] == "Checkpoint 7 of the safeguarding ledger"
    assert letter["To"] == "head@school.test, chair@school.test"
    text = letter.get_body().get_content()
    one = made()
    for said in (one.root, one.signature, one.fingerprint, "02 March 2026 at 12:30 UTC"):
        assert said in text
    (attached,) = letter.iter_attachments()
    assert attached.get_filename() == "school-00000007.json"
    assert of_file(attached.get_content()) == one


def test_each_school_has_its_own_addresses(box):
    keeper = keeper_to(box, {"north": ["head@north.test"]})
    keeper.yip_keep_checkpoint(made("north"))
    assert [one["To"] for one in box.taken] == ["head@north.test"]
    assert "of north," in box.taken[0].get_body().get_content()
    with pytest.raises(LookupError):
        keeper.yip_keep_checkpoint(made("south"))


def test_who_could_not_be_reached_is_a_failure(box):
    with pytest.raises(SMTPException):
        keeper_to(box, ["nobody@school.test"]).yip_keep_checkpoint(made())
    both = keeper_to(box, ["head@school.test", "nobody@school.test"])
    with pytest.raises(SMTPException):
        both.yip_keep_checkpoint(made())


def test_nothing_is_sent_in_the_clear_unless_that_was_asked_for(box):
    keeper = replace(keeper_to(box, ["head@school.test"]), security="starttls")
    with pytest.raises(SMTPException):
        keeper.yip_keep_checkpoint(made())
    assert box.taken == []


def test_a_password_is_never_shown():
    keeper = MailKeeper("mail", "a", ["b"], password="secret")
    assert "secret" not in repr(keeper)


def test_what_could_never_be_mailed_is_refused_at_the_start():
    with pytest.raises(ValueError, match="security is"):
        MailKeeper("mail", "a", ["b"], security="perhaps")
    with pytest.raises(TypeError, match="list of addresses"):
        MailKeeper("mail", "a", "head@school.test")
