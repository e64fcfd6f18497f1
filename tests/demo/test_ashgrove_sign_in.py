import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from yipplugin.demo.plugin import AshgrovePlugin
from yipplugin.demo.school import PASSWORD


@pytest.fixture
def client(mis):
    return mis.test_client()


@pytest.mark.parametrize("path", ["/", "/pupils/", "/pupils/002611", "/staff/", "/notices/"])
def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client, sign_in, path):
    asked = client.get(path)
    assert asked.status_code == 302
    answer = sign_in(client, "l.trevanion", query="?" + asked.location.split("?")[1])
    assert answer.location == path


def test_a_wrong_password_says_so_and_signs_nobody_in(client, sign_in):
    answer = sign_in(client, "l.trevanion", "guess")
    assert "is not right" in answer.text
    assert client.get("/").status_code == 302


def test_an_unknown_user_is_told_the_same_as_a_wrong_password(client, sign_in):
    wrong = sign_in(client, "l.trevanion", "guess").text.replace("l.trevanion", "")
    unknown = sign_in(client, "nobody", "guess").text.replace("nobody", "")
    assert wrong.count("is not right") == unknown.count("is not right") == 1


def test_a_user_name_is_taken_in_capitals_and_with_spaces(client, sign_in):
    assert sign_in(client, " L.Trevanion ").status_code == 302


def test_a_page_of_another_site_cannot_sign_anybody_in(client):
    typed = {"username": "l.trevanion", "password": PASSWORD}
    assert "open for too long" in client.post("/sign-in", data=typed).text


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "///evil.example",
        "pupils/",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(client, sign_in, target):
    assert sign_in(client, "l.trevanion", query=f"?next={quote(target)}").location == "/"


def test_a_path_with_a_query_is_followed(client, sign_in):
    answer = sign_in(client, "l.trevanion", query="?next=/safeguarding/report%3Fpupil%3D002611")
    assert answer.location == "/safeguarding/report?pupil=002611"


def test_signing_out_needs_the_button_of_our_page(as_, token_on):
    client = as_("l.trevanion")
    client.post("/sign-out")
    assert client.get("/").status_code == 200
    client.post("/sign-out", data={"csrf_token": token_on(client.get("/").text)})
    assert client.get("/").status_code == 302


def test_passwords_are_kept_as_hashes(mis):
    from yipplugin.demo.models import Staff, db

    with mis.app_context():
        kept = [one.password_hash for one in db.session.query(Staff)]
    assert len(set(kept)) == 15
    assert not any(PASSWORD in one for one in kept)


def test_two_copies_do_not_share_a_key(mis, tmp_path):
    from yipplugin.demo.factory import secret_key

    first = secret_key(tmp_path)
    assert first == secret_key(tmp_path) != mis.config["SECRET_KEY"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


def test_whoever_has_just_signed_in_is_who_they_say_until_they_sign_out(mis, sign_in):
    plugin, before = AshgrovePlugin(), datetime.now(UTC)
    assert plugin.yip_confirmed_at() is None, "outside of any request nobody knows"
    with mis.test_client() as client:
        client.get("/sign-in")
        assert plugin.yip_confirmed_at() is None
        sign_in(client, "l.trevanion", "guess")
        assert plugin.yip_confirmed_at() is None
        sign_in(client, "l.trevanion")
        client.get("/")
        assert before <= plugin.yip_confirmed_at() <= datetime.now(UTC)
        token = re.search(
            'sign-out-token" name="csrf_token" type="hidden" value="([^"]+)', client.get("/").text
        )
        client.post("/sign-out", data={"csrf_token": token[1]})
        client.get("/sign-in")
        assert plugin.yip_confirmed_at() is None
