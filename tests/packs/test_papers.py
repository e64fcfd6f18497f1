"""The papers of a pack: read with their blanks, and refused where a blank cannot be filled in."""

from pathlib import Path

import pytest

from yipplugin import shipped
from yipplugin.packs.library import Library
from yipplugin.packs.paper_keys import BLANKS, KINDS, SHOWN
from yipplugin.packs.reading import read_policy
from yipplugin.policy import Blank

NOTE = "papers/police_note.yaml"
WESTCROFT = Path(str(shipped.folder("forms"))) / "policies" / "westcroft_2023"
LETTER = """\
paper: letter
title: Letter
for: Parents
about: pupil
names: subject
act: 'case:close'
parts:
  - heading: 'About {pupil}'
  - text: |
      One line of {reference}
      and the next.

      Another paragraph.
  - lines: ['{fact found}', Plain]
  - sign: ['{printed by}']
"""


def test_a_paper_is_read_with_its_paragraphs_lines_and_blanks(clean):
    paper = clean(("papers/letter.yaml", "", LETTER)).papers["letter"]
    heading, text, lines, sign = paper.pieces
    assert (paper.about, paper.subject_only, paper.acts) == ("pupil", True, ("case:close",))
    assert heading.words == (("About ", Blank("pupil")),)
    assert text.words == (
        ("One line of ", Blank("reference"), " and the next."),
        ("Another paragraph.",),
    )
    assert lines.words == ((Blank("fact", "found"),), ("Plain",))
    assert (sign.kind, sign.words) == ("sign", ((Blank("printed by"),),))


def test_a_pack_without_papers_is_a_pack(texts, kinds, edited):
    from yipplugin.packs.reading import read_pack

    without = {name: text for name, text in edited().items() if not name.startswith("papers/")}
    assert read_pack(without, kinds).papers == {}


def test_a_paper_carries_the_clauses_that_it_names(clean):
    from yipplugin.packs.coverage import coverage

    rows = {row.clause: row.carried_by for row in coverage(clean())}
    assert "paper police_note: Note for the police" in rows["MP-1"]


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("paper: police_note", "paper: note", "paper", "same name"),
        ("title: Note", "titel: Note", "titel", "“title”"),
        ("clause: MP-1", "clause: MP-99", "clause", "“MP-9”"),
        ("for: The police", "reader: The police", "reader", "a key of a paper"),
        ("{record: police_call}", "{record: call}", "about.record", "a form"),
        ("- show: answers", "- show: answer", "show", "“answers”"),
        ("- show: answers", "- {show: people, heading: Two}", "parts[2]", "a part of its own"),
        ("- show: answers", "- {if answered: number}", "parts[2]", "A part holds one of"),
        ("- show: answers", "- {show: people, if answered: numbr}", "if answered", "“number”"),
        ("{reference}", "{referense}", "text", "“reference”"),
        ("{reference}", "{answer numbr}", "text", "“number”"),
        ("{reference}", "{answer}", "text", "answer QUESTION"),
        ("{reference}", "{fact fuond}", "text", "“found”"),
        ("{reference}", "{pupil}", "text", "needs a pupil"),
        ("{reference}", "{school} of {", "text", "stands alone"),
        ("{reference}", "{{ config }}", "text", "blank of papers"),
        ("about: {record: police_call}", "about: case", "show", "needs a record"),
        ("clause: MP-1", "names: subject", "names", "about no pupil"),
        ("clause: MP-1", "act: case:clsoe", "act", "“case:close”"),
        ("We called you", "Please attach a photo. We called you", "text", "invites somebody"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_it_stands(told, old, new, key, words):
    assert (NOTE, "", key, words) in told((NOTE, old, new))


def test_a_table_is_no_part_of_a_sentence(told):
    problems = told((NOTE, "{record: police_call}", "{record: alarm}"),
                    (NOTE, "{reference}", "{answer people}"))  # fmt: skip
    assert (NOTE, "", "text", "show: answers") in problems


def test_a_pack_that_gets_a_paper_is_read_again(folder, kinds, tmp_path):
    import shutil

    pack = shutil.copytree(folder, tmp_path / "pack")
    library = Library([pack], kinds)
    (key,) = library.keys()
    assert set(library.policy(key).papers) == {"police_note"}
    (pack / "papers" / "letter.yaml").write_text(LETTER)
    assert set(library.policy(key).papers) == {"police_note", "letter"}


def test_the_papers_that_ship_use_every_kind_of_part(kinds):
    papers = read_policy(WESTCROFT, kinds).papers.values()
    pieces = [piece for paper in papers for piece in paper.pieces]
    assert {piece.kind for piece in pieces} == set(KINDS)
    assert {piece.words[0][0] for piece in pieces if piece.kind == "show"} <= set(SHOWN)
    blanks = {one.name for piece in pieces for words in piece.words for one in words
              if isinstance(one, Blank)}  # fmt: skip
    assert blanks <= set(BLANKS)


def test_no_letter_to_a_home_shows_what_others_said_or_did(kinds):
    """What leaves for a family holds fixed words and the pupil's name, and no list of anybody."""
    papers = read_policy(WESTCROFT, kinds).papers
    assert "deletion:request" in papers["deletion_letter"].acts
    for key in ("parent_letter", "deletion_letter"):
        paper = papers[key]
        assert paper.subject_only
        assert "parents:contact" in paper.acts
        assert not any(piece.kind == "show" for piece in paper.pieces)
        used = {one.name for piece in paper.pieces for words in piece.words for one in words
                if isinstance(one, Blank)}  # fmt: skip
        assert used <= {"today", "pupil", "reference", "printed by", "school"}
