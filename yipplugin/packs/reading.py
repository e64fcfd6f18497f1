"""Reads a policy pack from its folder, or from its stored text, all problems at once."""

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from yipplugin.fieldtype import FieldType
from yipplugin.packs import keys
from yipplugin.packs.checking import check_policy
from yipplugin.packs.forms import read_form
from yipplugin.packs.policies import read_facts, read_heading, read_inspection, read_stages
from yipplugin.packs.problems import Place, Problems
from yipplugin.packs.published import LOCK, check_published
from yipplugin.packs.reader import Reader
from yipplugin.packs.rules import Rules, carried, clause_nodes, read_clause
from yipplugin.packs.tree import LARGEST_FILE, Node, Pairs, read_tree
from yipplugin.policy import Policy

CLAUSE_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Za-z0-9]+)*")
PACK_FILE = re.compile(r"(policy|clauses/[a-z0-9_-]+|forms/[a-z][a-z0-9_]*)\.yaml")
MOST_FILES = 500


def read_policy(folder: Path, kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy of the pack in ``folder``, checked as a whole.

    :param kinds: the kinds of question that this host knows, by name.
    :raises PackRefused: with every problem found.
    """
    return read_pack(pack_texts(folder), kinds)


def pack_texts(folder: Path) -> dict[str, str]:
    """Return the text of every file of a pack, by its path inside the pack."""
    problems = Problems()
    texts: dict[str, str] = {}
    if not folder.is_dir():
        problems.add(Place(str(folder), 1), "There is no such folder. Name the folder of a pack.")
    paths = sorted(one for one in folder.rglob("*.yaml") if one.is_file())
    paths += sorted(one for one in folder.rglob("*.yml") if one.is_file())
    for path in paths[:MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        try:
            if path.stat().st_size > LARGEST_FILE:
                problems.add(Place(name, 1), "The file is larger than 1 MiB. Split it.")
                continue
            texts[name] = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            message = "This is not UTF-8 text. Save the file as UTF-8."
            problems.add(Place(name, line), message)
    if len(paths) > MOST_FILES:
        problems.add(Place(".", 1), f"The pack has more than {MOST_FILES} files. Take some out.")
    problems.refuse()
    return texts


def digest_of(files: Mapping[str, str]) -> str:
    """Return the digest of a pack's contents; the lock is no part of what the policy says."""
    said = {name: text for name, text in files.items() if name != LOCK}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def read_pack(files: Mapping[str, str], kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy that these files say, by their path inside the pack, checked as a whole."""
    reader = Reader(kinds)
    policy = _read(reader, files)
    if policy is not None:
        check_policy(reader, policy)
        check_published(reader, policy, files.get(LOCK))
    return _accepted(reader, policy)


def read_policy_texts(files: Mapping[str, str], kinds: Mapping[str, FieldType]) -> Policy:
    """Return the policy that was kept word for word with the cases opened under it.

    It was checked as a whole when it was taken up, and is only read here: a later version that
    checks more must still open old cases.
    """
    reader = Reader(kinds)
    return _accepted(reader, _read(reader, files))


def _accepted(reader: Reader, policy: Policy | None) -> Policy:
    reader.problems.refuse()
    assert policy is not None  # noqa: S101 -- refused above where policy.yaml says nothing
    return policy


def _read(reader: Reader, files: Mapping[str, str]) -> Policy | None:
    trees = _trees(reader, files)
    forms = {name[6:-5]: tree for name, tree in trees.items() if name.startswith("forms/")}
    clauses = [tree for name, tree in trees.items() if name.startswith("clauses/")]
    _know_names(reader, forms, clauses)
    read_facts(reader, trees.get("policy.yaml"))
    for key, tree in forms.items():
        form = read_form(reader, key, tree)
        if form:
            reader.forms[key] = form
    rules = _rules(reader, clauses)
    return _policy(reader, trees.get("policy.yaml"), rules, digest_of(files))


def _trees(reader: Reader, files: Mapping[str, str]) -> dict[str, Node]:
    """Return the tree of each file; a pack with a file that is no YAML is refused at once."""
    trees: dict[str, Node] = {}
    unreadable = False
    for name in sorted(files):
        if name == LOCK:
            continue
        if not PACK_FILE.fullmatch(name):
            message = "A pack holds policy.yaml, clauses/*.yaml and forms/*.yaml. Move this file."
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
        targets=MappingProxyType(reader.targets),
        digest=digest,
    )
