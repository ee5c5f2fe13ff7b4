"""From a JSON value to the tree: everything is understood and checked, or the document is refused."""

from dataclasses import replace

from masivo.conditions.exact_numbers import read_whole
from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.json_text import read_json
from masivo.conditions.kinds.table import KINDS
from masivo.conditions.limits import CONDITIONS, GROUP_DEPTH, VERSION
from masivo.conditions.refusals import key_path, quote, refuse, suggest
from masivo.conditions.tree import ROOT_PATH, Condition, Group, Logic, Node, child_path, takes_part
from masivo.conditions.vocabulary import Vocabulary

__all__ = ["parse", "parse_condition", "read_json"]

_NODE_KEYS = ("not", "muted")
_GROUP_KEYS = ("op", "children", *_NODE_KEYS)


def parse(document: object, vocabulary: Vocabulary) -> Group:
    """The tree of a whole document, whose names are all in the vocabulary; numbers may be int, Decimal or float.

    Raises DocumentRefused, with the JSON path of the offending key and a sentence, for whatever conditions.md refuses.
    """
    if isinstance(document, dict) and "kind" in document:
        refuse(key_path(ROOT_PATH, "kind"), "A document is a group; put the condition among the children of one.")
    source = read_object(document, ROOT_PATH, "a document", ("version", *_GROUP_KEYS))
    read_whole(source.need("version"), source.at("version"), "The version of the language", VERSION, VERSION)
    group = _Reader(vocabulary).group(source, depth=1)
    if not takes_part(group):
        refuse(ROOT_PATH, "Every condition is muted, so the rule asks nothing; let at least one take part.")
    return group


def parse_condition(document: object, vocabulary: Vocabulary, path: str = ROOT_PATH) -> Condition:
    """One condition by itself, whose own path is `path`. Raises DocumentRefused as `parse` does, also for a group."""
    if isinstance(document, dict) and "kind" not in document:
        refuse(key_path(path, "kind"), "A condition needs “kind”, which is missing.")
    node = _Reader(vocabulary).node(document, path, depth=GROUP_DEPTH)
    assert not isinstance(node, Group), "what has a kind is read as a condition"
    return node


class _Reader:
    """Reads the nodes of one document and counts its conditions."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._conditions = 0

    def node(self, raw: object, path: str, depth: int) -> Node:
        if not isinstance(raw, dict):
            refuse(path, f"A group or a condition is an object in braces; {quote(raw)} is neither.")
        if "kind" in raw:
            return self._condition(raw, path)
        if "op" not in raw and "children" not in raw:
            refuse(
                key_path(path, "kind"), "A condition needs “kind”, and a group “op” and “children”; this has neither."
            )
        if depth > GROUP_DEPTH:
            refuse(path, f"Groups go {GROUP_DEPTH} deep, the outermost being the first; this one is deeper.")
        return self.group(read_object(raw, path, "a group", _GROUP_KEYS), depth)

    def group(self, source: JsonObject, depth: int) -> Group:
        op = source.choice("op", Logic)
        children = source.children("The group is empty; add a condition, or remove the group.")
        nodes = (self.node(child, child_path(source.path, i), depth + 1) for i, child in enumerate(children))
        return Group(op=op, children=tuple(nodes), negated=source.flag("not"), muted=source.flag("muted"))

    def _condition(self, raw: dict[str, object], path: str) -> Condition:
        self._conditions += 1
        if self._conditions > CONDITIONS:
            refuse(ROOT_PATH, f"A document has at most {CONDITIONS} conditions, muted ones too; this one has more.")
        name, kind_path = raw["kind"], key_path(path, "kind")
        if not isinstance(name, str) or name not in KINDS:
            refuse(kind_path, f"{quote(name)} is no kind of condition. {suggest(name, KINDS)}")
        kind = KINDS[name]
        source = read_object(raw, path, kind.what, ("kind", *kind.keys, *_NODE_KEYS))
        condition: Condition = kind.read(source, self._vocabulary)
        negated, muted = source.flag("not"), source.flag("muted")
        return replace(condition, negated=negated, muted=muted) if negated or muted else condition
