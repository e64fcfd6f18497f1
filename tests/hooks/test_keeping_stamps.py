"""A stamp is kept once it was verified, and nothing else is."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.error import HTTPError

import pytest
from rfc3161_client import TimestampRequestBuilder, VerificationError
from yipplugin.hooks.keepers.stamps import LARGEST, StampKeeper

from tests.hooks.checkpoints import made, serving
from yipplugin.checkpoint import as_file

AUTHORITY = """
[req]
distinguished_name = name
[name]
[tsa]
default_tsa = it
[it]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
"""


class Authority(HTTPServer):
    """A time-stamp authority on this machine."""

    def __init__(self, folder):
        self.folder, self.asked, self.answer = folder, [], None
        (folder / "tsa.cnf").write_text(AUTHORITY.format(folder=folder))
        (folder / "serial").write_text("01")
        for name in ("root", "other"):
            self.run(
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "20000", "-sha256",
                "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", f"{name}.pem",
                "-config", "tsa.cnf", "-addext", "basicConstraints=critical,CA:TRUE",
            )  # fmt: skip
        self.run(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=stamps", "-config", "tsa.cnf",
            "-keyout", "tsa.key", "-out", "tsa.csr",
        )  # fmt: skip
        self.run(
            "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
            "-CAcreateserial", "-days", "20000", "-sha256", "-extfile", "tsa.cnf",
            "-extensions", "stamping", "-out", "tsa.pem",
        )  # fmt: skip
        super().__init__(("127.0.0.1", 0), Stamping)

    def run(self, *command):
        subprocess.run(["openssl", *command], cwd=self.folder, check=True, capture_output=True)

    def stamp(self, query):
        (self.folder / "query").write_bytes(query)
        self.run(
            "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-signer", "tsa.pem",
            "-inkey", "tsa.key", "-out", "answer",
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()


class Stamping(BaseHTTPRequestHandler):
    def do_POST(self):
        query = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.headers["Content-Type"], query))
        answer = self.server.answer or self.server.stamp
        status, content, more = 200, answer(query), {}
        if isinstance(content, str):
            status, content, more = 302, b"", {"Location": content}
        self.send_response(status)
        for name, value in more.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


REFUSED = (VerificationError, ValueError, HTTPError)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the time-stamp authority, and there is none")
    authority = Authority(tmp_path_factory.mktemp("authority"))
    with serving(authority):
        yield authority


@pytest.fixture
def keeper(authority, tmp_path):
    authority.asked.clear()
    authority.answer = None
    where = f"http://127.0.0.1:{authority.server_address[1]}/"
    return StampKeeper(tmp_path / "kept", where, [authority.folder / "root.pem"])


def kept(keeper):
    folder = keeper.folder
    return sorted(one.name for one in folder.iterdir()) if folder.exists() else []


def test_a_checkpoint_is_stamped_and_the_stamp_verified(keeper, authority):
    keeper.yip_keep_checkpoint(made())
    assert kept(keeper) == ["school-00000007.json", "school-00000007.tsr"]
    file = keeper.folder / "school-00000007.json"
    authority.run(
        "ts", "-verify", "-data", str(file), "-in", str(file.with_suffix(".tsr")),
        "-CAfile", "root.pem",
    )  # fmt: skip


def test_the_authority_sees_a_hash_and_nothing_else(keeper, authority):
    keeper.yip_keep_checkpoint(made())
    ((kind, query),) = authority.asked
    assert kind == "application/timestamp-query"
    assert len(query) < 150
    assert json.loads(as_file(made()))["root"].encode() not in query


def test_one_stamp_is_enough(keeper, authority):
    for _ in range(2):
        keeper.yip_keep_checkpoint(made())
    assert len(authority.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        lambda authority, query: b"",
        lambda authority, query: b"nonsense",
        lambda authority, query: b"x" * (LARGEST + 1),
        lambda authority, query: authority.stamp(query)[:-20],
        lambda authority, query: authority.stamp(another()),
        lambda authority, query: f"http://127.0.0.1:{authority.server_address[1]}/elsewhere",
    ],
)
def test_an_answer_that_is_no_stamp_of_it_is_not_kept(keeper, authority, answer):
    authority.answer = lambda query: answer(authority, query)
    with pytest.raises(REFUSED):
        keeper.yip_keep_checkpoint(made())
    assert kept(keeper) == ["school-00000007.json"]
    assert len(authority.asked) == 1


def test_a_stamp_under_another_root_is_not_kept(keeper, authority):
    other = replace(keeper, roots=[authority.folder / "other.pem"])
    with pytest.raises(REFUSED):
        other.yip_keep_checkpoint(made())
    assert kept(keeper) == ["school-00000007.json"]


def another():
    """Return a query for a stamp of something else."""
    return TimestampRequestBuilder().data(b"something else").build().as_bytes()


def test_what_could_never_be_stamped_is_refused_at_the_start(tmp_path):
    with pytest.raises(ValueError, match="https address"):
        StampKeeper(tmp_path, "file:///etc/passwd", ["root.pem"])
    for roots in ((), "root.pem"):
        with pytest.raises(TypeError, match="list of files"):
            StampKeeper(tmp_path, "https://stamps.test", roots)


def test_nothing_heavy_is_loaded_before_it_is_needed():
    script = (
        "import sys, yipplugin, yipplugin.hooks.keepers.files, yipplugin.hooks.keepers.mail,"
        "yipplugin.hooks.keepers.stamps; print([one for one in ('cryptography', 'rfc3161_client')"
        " if one in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert said.stdout.strip() == "[]", said.stderr
