"""A referral to be passed on, and servers on this machine that take it over TLS."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from yipplugin import Sending

AT = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)


def sending(way, address):
    return Sending(
        key="0a" * 16,
        school="school",
        reference="SG-2026-0001",
        way=way,
        address=address,
        form="county/front_door",
        version=3,
        digest="d" * 64,
        title="Request for help",
        text="Full name\nZoë Ash\n\n.Why?\nTo be safe",
        answers='{"child": "Zoë Ash"}',
        signed_at=AT,
        signed_by="Amara Obi",
    )


class Certificate:
    """A certificate for this machine that is its own authority."""

    def __init__(self, folder):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        # The real clock: OpenSSL does not know that a test has stopped it.
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(datetime(2000, 1, 1, tzinfo=UTC))
            .not_valid_after(datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=365 * 100))
            .add_extension(
                x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
            )
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
            .sign(key, hashes.SHA256())
        )
        pem, own = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        secret = key.private_bytes(pem, own, serialization.NoEncryption())
        self.path = folder / "server.pem"
        self.path.write_bytes(secret + made.public_bytes(pem))

    def server(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.path)
        return context

    def client(self):
        return ssl.create_default_context(cafile=self.path)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return Certificate(tmp_path_factory.mktemp("certificate"))
