"""What we sign for a browser is signed with SHA-256 and nothing older."""

import base64

from yipplugin.services.drafts import DraftKey
from yipplugin.values import Actor
from yipplugin.web import tokens


def test_a_token_ends_in_a_signature_of_256_bits(app):
    with app.test_request_context():
        token = tokens.issue(Actor("1", "Tess Archer"), DraftKey("report"), "one")
    signature = token.rsplit(".", 1)[1]
    assert len(base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))) == 32
