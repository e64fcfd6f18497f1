"""flask yip doctor where an authority publishes its contacts: whether they can be signed."""

import pytest

from tests.cli.test_doctor import colours
from tests.services.authority import Council
from yipplugin.packs.contacts import signing

KEYS = "Keys of contacts"


@pytest.fixture
def keyed(app, tmp_path):
    """Return a function that names a file as the key of Rutland's contacts."""

    def named(name):
        app.config["YIP_CONTACT_KEYS"] = {"rutland": str(tmp_path / name)}
        return tmp_path / name

    return named


def test_a_school_that_publishes_nothing_hears_nothing_of_it(app):
    assert KEYS not in colours(app)


def test_a_key_that_signs_is_green_with_its_fingerprint(app, keyed):
    public = signing.new_key(keyed("rutland.pem"))
    app.extensions["yipplugin"].manager.register(Council("Rutland"), "council")
    (found,) = colours(app)[KEYS]
    assert (found.colour, signing.fingerprint(public) in found.says) == ("green", True)


def test_where_nobody_says_who_writes_it_is_amber(app, keyed):
    signing.new_key(keyed("rutland.pem"))
    key, nobody = colours(app)[KEYS]
    assert (key.colour, nobody.colour) == ("green", "amber")
    assert "yip_authority_areas" in nobody.mend


def test_a_key_that_is_not_there_or_is_none_is_red(app, keyed):
    keyed("none.pem")
    assert colours(app)[KEYS][0].colour == "red"
    keyed("words.pem").write_text("no key")
    assert "YIP_CONTACT_KEYS" in colours(app)[KEYS][0].mend


def test_a_key_that_others_can_read_is_amber(app, keyed):
    path = keyed("rutland.pem")
    signing.new_key(path)
    path.chmod(0o644)
    found = colours(app)[KEYS][0]
    assert (found.colour, found.mend) == ("amber", f"chmod 600 {path}")
