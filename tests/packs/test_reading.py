"""A whole pack of another procedure is read as it was meant, the same each time."""

from datetime import date

import pytest

from yipplugin.conditions import AgeUnder, All, AnswerIs, Any_, Anyone, FactEver, HasRecord, Not
from yipplugin.packs.files import pack_texts
from yipplugin.packs.keeping import digest_of_kept, kept_texts
from yipplugin.packs.problems import PackRefused
from yipplugin.packs.reading import read_pack, read_policy, read_policy_texts
from yipplugin.policy import Length


@pytest.fixture
def policy(folder, kinds):
    return read_policy(folder, kinds)


def duty(policy, id_):
    return next(one for one in policy.duties if one.id == id_)


def test_a_procedure_of_another_kind_fits(policy):
    assert (policy.key, policy.version, policy.in_force) == (
        "missing-pupil", 1, date(2025, 9, 1),
    )  # fmt: skip
    assert list(policy.clauses)[:3] == ["MP-1", "MP-2", "MP-3"]
    assert [stage.key for stage in policy.stages] == ["reported", "with_police", "found", "closed"]
    assert policy.signed_by == ("head", "chair_of_governors")
    assert policy.clauses["MP-2"].lines == "4-6"


def test_yes_and_no_stay_words(policy):
    assert policy.facts["in_danger"].answers == ("yes", "no", "unknown")
    assert policy.forms["closing"].states == {"case_closed": "yes"}


def test_triggers_are_read_with_their_conditions(policy):
    danger, young = policy.triggers
    assert danger.emergency
    assert danger.when == Any_(
        (FactEver("in_danger", ("yes",)), FactEver("with_adult", ("yes", "suspected")))
    )
    assert isinstance(young.when, All)
    assert isinstance(young.when.items[1], Anyone)
    assert AgeUnder(11) in young.when.items[1].of.items


def test_duties_are_read_with_all_that_they_say(policy):
    told = duty(policy, "MP-4")
    assert (told.each, told.who, told.binds) == ("pupil", ("dsl", "deputy_dsl"), ("case:close",))
    assert told.due == Length("school hours", 1, "school", "tell parents")
    assert [way.form for way in told.met_by] == ["parents_told", None]
    assert told.waived_by[0].where == AnswerIs("asked_by", ("police",))
    assert duty(policy, "MP-3").met_by[0].since
    assert duty(policy, "MP-3").due == Length("at once", 0, "guidance")
    assert duty(policy, "MP-5").each == "record:police_call"
    assert duty(policy, "MP-5").every == Length("days", 1)


def test_refusals_of_one_clause_have_ids_of_their_own(policy):
    assert [one.id for one in policy.refusals] == ["MP-6", "MP-9-back", "MP-9-harm", "MP-9-police"]
    harm = policy.refusals[2]
    assert (harm.each, harm.override) == ("pupil", ("dsl", "head"))
    assert policy.refusals[0].override == ()


def test_warnings_and_rules_for_two_people_are_read(policy):
    assert policy.warnings[0].when == Not(HasRecord("site_search"))
    assert policy.two_people[0].differs_from == "site_search"
    assert [one.id for one in policy.inspection] == ["MP-1", "MP-2"]


def test_forms_are_read_with_their_questions(policy, kinds):
    alarm = policy.forms["alarm"]
    table = alarm.questions[0]
    assert [one.key for one in table.questions] == ["who", "part", "where_seen"]
    assert table.options == {"rows at least": "1"}
    assert table.questions[0].joins
    assert table.questions[1].choices[2].hint == "Staff as well"
    assert table.questions[2].when == AnswerIs("part", ("saw_them",))
    assert alarm.happened == "last_seen_at"
    assert policy.forms["search_witness"].about == "record:site_search"
    assert policy.forms["reopening"].reopens


def test_a_form_may_be_about_a_record_of_any_of_several_forms(clean):
    both = "{record: [site_search, police_call]}"
    witness = clean(("forms/search_witness.yaml", "{record: site_search}", both)).forms
    assert witness["search_witness"].about == "record:site_search,police_call"
    assert witness["search_witness"].about_forms == ("site_search", "police_call")
    assert witness["talk"].about_forms == witness["alarm"].about_forms == ()


def test_a_form_says_what_tells_its_records_apart_and_who_fills_it_in_from_a_receipt(clean):
    more = "act: police:call\nnamed by: number\nby receipt: reporter"
    call = clean(("forms/police_call.yaml", "act: police:call", more)).forms["police_call"]
    assert (call.named_by, call.by_receipt) == ("number", "reporter")
    assert call.name_of({"number": "AB/12"}) == "AB/12"
    assert call.name_of({}) == ""


def test_reading_twice_gives_the_same(folder, kinds):
    assert read_policy(folder, kinds) == read_policy(folder, kinds)


def test_what_is_kept_gives_the_same_policy(folder, texts, kinds):
    assert read_policy_texts(kept_texts(texts), kinds) == read_policy(folder, kinds)


def test_the_order_of_the_files_does_not_matter(texts, kinds):
    backwards = dict(reversed(texts.items()))
    assert digest_of_kept(kept_texts(backwards)) == digest_of_kept(kept_texts(texts))
    assert read_pack(backwards, kinds) == read_pack(texts, kinds)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: A pupil", "title: One pupil"),
        ("source: Made up for the tests\n", ""),
        # The order of keys is the order of the paper.
        (
            "source: Made up for the tests\nin force: 2025-09-01\n",
            "in force: 2025-09-01\nsource: Made up for the tests\n",
        ),
    ],
)
def test_any_change_of_what_is_said_changes_the_digest(texts, old, new):
    assert old in texts["policy.yaml"]
    changed = {**texts, "policy.yaml": texts["policy.yaml"].replace(old, new)}
    assert digest_of_kept(kept_texts(changed)) != digest_of_kept(kept_texts(texts))


def test_comments_and_layout_are_no_part_of_what_a_pack_says(texts):
    said = texts["policy.yaml"].replace("title: A pupil", "title:   A pupil")
    assert digest_of_kept(
        kept_texts({**texts, "policy.yaml": f"# seen\n{said}# again\n"})
    ) == digest_of_kept(kept_texts(texts))


def test_publishing_does_not_change_the_digest(texts):
    assert digest_of_kept(kept_texts({**texts, "published.yaml": "forms: {}"})) == digest_of_kept(
        kept_texts(texts)
    )


def test_line_endings_and_byte_order_marks_do_not_matter(tmp_path, texts, kinds):
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert pack_texts(tmp_path) == texts


def test_a_kept_pack_is_not_held_against_checks_that_came_later(texts, kinds):
    text = texts["clauses/03-afterwards.yaml"]
    files = {
        **texts,
        "clauses/03-afterwards.yaml": text + "MP-12: {says: More., kind: principle}\n",
    }
    assert "MP-12" in read_policy_texts(files, kinds).clauses
    with pytest.raises(PackRefused, match="Nothing carries MP-12"):
        read_pack(files, kinds)


def test_a_folder_that_is_not_there_is_told(tmp_path, kinds):
    with pytest.raises(PackRefused, match="no such folder"):
        read_policy(tmp_path / "nowhere", kinds)


def test_text_that_is_not_utf_8_is_told_with_its_line(tmp_path, kinds):
    (tmp_path / "policy.yaml").write_bytes(b"policy: x\ntitle: caf\xe9\n")
    with pytest.raises(PackRefused) as refused:
        read_policy(tmp_path, kinds)
    assert [(one.file, one.line) for one in refused.value.problems] == [("policy.yaml", 2)]


def test_a_file_that_is_too_large_is_told(tmp_path, kinds):
    (tmp_path / "policy.yaml").write_text("# " + "x" * 1024 * 1024)
    with pytest.raises(PackRefused, match="larger than 1 MiB"):
        read_policy(tmp_path, kinds)


@pytest.mark.parametrize("missing", ["policy.yaml", "clauses/", "forms/"])
def test_a_pack_needs_its_parts(missing, texts, kinds):
    files = {name: text for name, text in texts.items() if not name.startswith(missing)}
    with pytest.raises(PackRefused, match="The pack has no"):
        read_pack(files, kinds)


def test_every_problem_is_told_at_once(told):
    found = told(
        ("policy.yaml", "title:", "titel:"),
        ("clauses/01-raising-the-alarm.yaml", "met by: site_search", "met by: sight_search"),
        ("forms/talk.yaml", "kind: several of", "kind: severel of"),
    )
    assert {one.file for one in found.problems} == {
        "policy.yaml", "clauses/01-raising-the-alarm.yaml", "forms/talk.yaml",
    }  # fmt: skip
    assert [*found.problems] == sorted(found.problems)
