"""Another policy beside the small one, to which a case may go."""

import shutil
from pathlib import Path

from tests.services.conftest import AMARA, HANA
from yipplugin.packs.library import Library
from yipplugin.services.moving import agree, propose

WHY = "The other policy is meant for what happened here."
OTHER = {
    "policy.yaml": [
        ("policy: toy", "policy: other"),
        ("title: Toy policy", "title: Other policy"),
        ("in force: 2026-01-01", "in force: 2026-02-01"),
        (
            "facts:\n",
            "facts:\n  calm: {of: case, answers: [yes, no], says: Everybody is calm}\n",
        ),
    ],
    "clauses/01-all.yaml": [
        ("do: Sign it off, opens: {record: look}, met by: sign_off", "do: Agree to it, "
         "opens: {record: look}, met by: sign_off"),
        ("says: Somebody is in danger, when: {ever: {danger: yes}}", "says: Not everybody is calm, "
         "when: {ever: {calm: no}}"),
    ],
    "forms/look.yaml": [
        ("      - adult:", "      - calm: {ask: Is everybody calm?, kind: yes no, required: yes, "
         "feeds: calm}\n      - adult:"),
        ("version: 1", "version: 4"),
        ("Is anybody in danger?, kind: yes no unknown", "Danger?, kind: yes no unknown"),
    ],
    "forms/sign_off.yaml": [("about: {record: look}\n", "")],
}  # fmt: skip


def changed(folder, changes):
    """Change words of the files of a pack: by file, what stands there and what is to."""
    for name, pairs in changes.items():
        for before, after in pairs:
            words = (folder / name).read_text()
            assert before in words, (name, before)
            (folder / name).write_text(words.replace(before, after))


def beside(app, pack):
    """Put another policy beside ``pack``, in which signing off is about no record."""
    folder = Path(shutil.copytree(pack, pack.parent / "other"))
    changed(folder, OTHER)
    house = app.extensions["yipplugin"]
    house.policies = Library([pack, folder], house.kinds)
    return house.policies.policy("other").digest


def to_and_done(case_id, to):
    """Move a case by two people."""
    propose(AMARA, case_id, to, WHY)
    agree(HANA, case_id)
