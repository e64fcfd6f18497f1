"""Reads a policy pack from its folder, or from its stored text, all problems at once."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from yipplugin.fieldtype import FieldType
from yipplugin.packs import keys
from yipplugin.packs.checking import check_policy
from yipplugin.packs.files import check_images, check_images_in_words, pack_texts
from yipplugin.packs.forms import read_form
from yipplugin.packs.inspecting import read_inspection
from yipplugin.packs.keeping import digest_of_kept, written
from yipplugin.packs.numbers import read_numbers
from yipplugin.packs.overviews import read_overviews
from yipplugin.packs.papers import read_paper
from yipplugin.packs.policies import read_citations, read_facts, read_heading, read_stages
from yipplugin.packs.problems import Place
from yipplugin.packs.published import LOCK, check_published
from yipplugin.packs.reader import Reader
from yipplugin.packs.rules import Rules, carried, clause_nodes, read_clause
from yipplugin.packs.tree import Node, Pairs, read_tree
from yipplugin.policy import Policy

CLAUSE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)*")
PACK_FILE = re.compile(r"(policy|clauses/[a-z0-9_-]+|(forms|papers)/[a-z][a-z0-9_]*)\.yaml")


def read_policy(folder: Path, kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy of the pack in ``folder``, checked as a whole.

    :param kinds: the kinds of question that this host knows, by name.
    :raises PackRefused: with every problem found.
    """
    return read_pack(pack_texts(folder), kinds)


def read_pack(files: Mapping[str, str], kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy that these files say, by their path inside the pack, checked as a whole."""
    reader = Reader(kinds)
    # At once, so that no other problem quotes what must not be seen.
    check_images(files, reader.problems)
    reader.problems.refuse()
    trees = _trees(reader, files)
    check_images_in_words(trees.values(), reader.problems)
    reader.problems.refuse()
    policy = _read(reader, trees)
    if policy is not None:
        check_policy(reader, policy)
        check_published(reader, policy, files.get(LOCK))
    return _accepted(reader, policy)


def read_policy_texts(files: Mapping[str, str], kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy that was kept with the cases opened under it.

    It was checked as a whole when it was taken up, and is only read here: a later version that
    checks more must still open old cases.
    """
    reader = Reader(kinds)
    return _accepted(reader, _read(reader, _trees(reader, files)))


def _accepted(reader: Reader, policy: Policy | None) -> Policy:
    reader.problems.refuse()
    assert policy is not None  # noqa: S101 -- refused above where policy.yaml says nothing
    return policy


def _read(reader: Reader, trees: Mapping[str, Node]) -> Policy | None:
    forms, papers = _under(trees, "forms/"), _under(trees, "papers/")
    clauses = [tree for name, tree in trees.items() if name.startswith("clauses/")]
    _know_names(reader, forms, clauses)
    read_facts(reader, trees.get("policy.yaml"))
    for key, tree in forms.items():
        form = read_form(reader, key, tree)
        if form:
            reader.forms[key] = form
    rules = _rules(reader, clauses)
    made = {key: read_paper(reader, key, tree) for key, tree in papers.items()}
    policy = _policy(reader, trees.get("policy.yaml"), rules, _digest(trees))
    kept = MappingProxyType({key: one for key, one in made.items() if one is not None})
    return replace(policy, papers=kept) if policy else None


def _under(trees: Mapping[str, Node], folder: str) -> dict[str, Node]:
    """Return the trees of the files in a folder, by the key that each file is named after."""
    return {
        name.removeprefix(folder).removesuffix(".yaml"): tree
        for name, tree in trees.items()
        if name.startswith(folder)
    }


def _trees(reader: Reader, files: Mapping[str, str]) -> dict[str, Node]:
    """Return the tree of each file; a pack with a file that is no YAML is refused at once."""
    trees: dict[str, Node] = {}
    unreadable = False
    for name in sorted(files):
        if name == LOCK:
            continue
        if not PACK_FILE.fullmatch(name):
            message = (
                "A pack holds policy.yaml, clauses/*.yaml, forms/*.yaml and papers/*.yaml. "
                "Move this file."
            )
            reader.problems.add(Place(name, 1), message)
            continue
        tree = read_tree(name, files[name], reader.problems)
        unreadable = unreadable or tree is None
        if tree is not None:
            trees[name] = tree
    for needed in ("policy.yaml", "clauses/", "forms/"):
        if not any(name.startswith(needed) for name in files):
            message = (
                f"The pack has no {needed}{'' if needed.endswith('yaml') else '*.yaml'}. Add it."
            )
            reader.problems.add(Place(needed, 1), message)
            unreadable = True
    if unreadable:
        reader.problems.refuse()
    return trees


def _know_names(reader: Reader, forms: Mapping[str, Node], clauses: list[Node]) -> None:
    """Note the names that other parts may use before those parts are read."""
    reader.form_names.update(forms)
    seen: dict[str, Place] = {}
    for tree in clauses:
        if not isinstance(tree, Pairs):
            reader.problems.add(tree.place, "This must be a mapping of clause numbers to clauses.")
        for name, place, node in clause_nodes(tree):
            if not CLAUSE_ID.fullmatch(name):
                message = f"“{name}” is not a clause number. Write capitals and a number: REF-1."
                reader.problems.add(place, message)
            if name in seen:
                first = seen[name]
                message = f"{name} already stands in {first.file}, line {first.line}. Keep one."
                reader.problems.add(place, message)
            seen.setdefault(name, place)
            reader.trigger_ids.update(id_ for id_, _ in carried(node, "trigger", name))
    reader.clause_ids.update(seen)


def _rules(reader: Reader, clauses: list[Node]) -> Rules:
    rules = Rules()
    for tree in clauses:
        for name, place, node in clause_nodes(tree):
            read_clause(reader, rules, name, place, node)
    return rules


def _policy(reader: Reader, node: Node | None, rules: Rules, digest: str) -> Policy | None:
    fields = reader.fields(node, keys.POLICY)
    if fields is None:
        return None
    duties = {duty.id for duty in rules.duties}
    return Policy(
        **read_heading(reader, fields),
        clauses=MappingProxyType(rules.clauses),
        forms=MappingProxyType(reader.forms),
        facts=MappingProxyType(reader.facts),
        stages=read_stages(reader, fields.get("stages")),
        triggers=tuple(rules.triggers),
        duties=tuple(rules.duties),
        refusals=tuple(rules.refusals),
        warnings=tuple(rules.warnings),
        two_people=tuple(rules.two_people),
        texts=tuple(rules.texts),
        inspection=read_inspection(reader, fields.get("inspection"), duties),
        numbers=read_numbers(reader, fields.get("numbers")),
        overviews=read_overviews(reader, fields.get("overviews")),
        citations=read_citations(reader, fields.get("citations")),
        targets=MappingProxyType(reader.targets),
        digest=digest,
    )


def _digest(trees: Mapping[str, Node]) -> str:
    return digest_of_kept({name: written(tree) for name, tree in trees.items()})
