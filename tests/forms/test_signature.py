"""Signatures: the password goes to the service that checks it, and nowhere else."""

from tests.builder.paper import NOW, SIGNER, drawn, fill, page
from yipplugin.form import Question

SIGN = Question("sign", "signature", "Sign this record")
SECRET = "correct horse <battery>"


def signed(**around):
    return fill(SIGN, posted=[("sign-password", SECRET)], signer=SIGNER, **around)


def test_the_page_says_whose_account_signs_and_asks_for_the_password():
    shown = page(fill(SIGN, signer=SIGNER))
    assert "You are signing as Tess Archer, on your own account." in shown.of("yip-signer")[0].text
    box = shown.by_id("yip-sign-password").attrs
    assert (box["type"], box["autocomplete"]) == ("password", "current-password")


def test_the_password_is_carried_as_typed_and_is_no_answer():
    filling = signed()
    assert filling.validate()
    assert filling.password == SECRET
    assert filling.answers() == {}


def test_the_password_is_never_in_a_draft_and_never_on_the_page_again():
    filling = signed()
    filling.say("sign", "That is not your password")
    assert SECRET not in str(filling.raw())
    assert "battery" not in drawn(filling)


def test_a_wrong_password_is_told_at_the_password():
    filling = signed()
    filling.say("sign", "That is not your password")
    assert filling.summary == [("yip-sign-password", "That is not your password")]
    assert "That is not your password" in page(filling).by_id("yip-sign-error").text


def test_nobody_signs_without_a_password():
    filling = fill(SIGN, posted=[], signer=SIGNER)
    assert not filling.validate()
    assert filling.summary == [("yip-sign-password", "Enter your password to sign")]


def test_a_password_that_is_too_long_to_be_one_is_refused():
    filling = fill(SIGN, posted=[("sign-password", "x" * 1025)])
    assert not filling.validate()


def test_where_the_host_made_sure_of_them_a_tick_signs_and_no_password_is_asked_for():
    filling = fill(SIGN, posted=[("sign-signed", "yes")], signer=SIGNER, confirmed_at=NOW)
    assert "sign-password" not in dict(page(filling).sent())
    assert filling.validate()
    assert filling.password is None
    unsigned = fill(SIGN, posted=[("sign-password", SECRET)], confirmed_at=NOW)
    assert not unsigned.validate()
    assert unsigned.summary == [("yip-sign-signed", "Tick to sign")]
    assert unsigned.password is None


def test_a_tick_does_not_sign_where_a_password_is_asked_for():
    assert not fill(SIGN, posted=[("sign-signed", "yes")]).validate()


def test_a_form_without_a_signature_carries_no_password():
    assert fill(Question("q", "yes no", "What?"), posted=[("q-password", "x")]).password is None
