"""The services' wall: whoever calls them, with whatever page, keeps no image data."""

import base64

import pytest

from tests.services.conftest import AMARA, TESS, filled
from yipplugin.errors import ImageryRefused
from yipplugin.services.drafts import DraftKey, find, keep
from yipplugin.services.records import sign
from yipplugin.services.reports import report

PICTURE = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2).decode()


@pytest.fixture
def written(rows):
    def count():
        return {name: count for name, count in rows().items() if name not in ("yip_ledger",)}

    return count


def test_a_report_that_holds_image_data_is_refused_and_says_where(app, written, ledger):
    before = written()
    with pytest.raises(ImageryRefused, match="criminal offence") as refused:
        report(TESS, filled("report", {"said": f"Look: {PICTURE}"}))
    assert refused.value.paths == ("answers.said",)
    assert ledger() == [("staff:tess", "report:make", "refused")]
    assert {name for name, count in written().items() if count != before[name]} <= {
        "yip_key",
        "yip_chain",
    }


@pytest.mark.parametrize("part", ["answers", "reason", "reasons", "about"])
def test_no_part_of_what_is_signed_may_hold_it(app, case_id, looked, written, ledger, part):
    parts = {
        "answers": {"answers": {"danger": PICTURE}},
        "reason": {"supersedes": looked.id, "reason": PICTURE},
        "reasons": {"reasons": {"W": PICTURE}},
        "about": {"about": PICTURE},
    }[part]
    before = written()
    form = filled("look", **parts)
    with pytest.raises(ImageryRefused):
        sign(AMARA, case_id, form)
    assert ledger()[-1][2] == "refused"
    after = written()
    assert {name for name, count in after.items() if count != before[name]} <= {"yip_chain"}


def test_image_data_that_is_split_over_two_answers_is_found(app):
    half = len(PICTURE) // 2
    pupil = {"ref": "pupil:1", "name": PICTURE[half:], "kind": "pupil"}
    with pytest.raises(ImageryRefused) as refused:
        report(TESS, filled("report", {"said": PICTURE[:half], "pupil": pupil}))
    assert refused.value.paths == ("answers.said", "answers.pupil.name")


def test_a_draft_keeps_the_words_and_not_the_image(app):
    key = DraftKey("report")
    keep(TESS, key, "one", [["said", f"She told me. {PICTURE} It was on Monday."]])
    (pair,) = find(TESS, key).raw
    assert pair[0] == "said"
    assert pair[1].startswith("She told ")
    assert pair[1].endswith(" It was on Monday.")
    assert PICTURE[:40] not in pair[1]
