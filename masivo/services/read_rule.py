"""A stored rule in words: its sentence with resolved dates, and its lines as a nested outline."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from masivo.conditions.describe import describe, describe_condition
from masivo.conditions.parse import parse, read_json
from masivo.conditions.tree import Condition, Group, Logic, Node
from masivo.conditions.vocabulary import Vocabulary
from masivo.errors import DocumentRefused


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A condition, or a group with its children. `muted` lines take no part."""

    words: str
    muted: bool = False
    children: tuple["OutlineLine", ...] = ()


@dataclass(frozen=True, slots=True)
class RuleInWords:
    """`refusal` says why a stored rule can no longer be read (a field is gone); then the other parts are empty."""

    sentence: str = ""
    outline: OutlineLine | None = None
    refusal: str | None = None


GROUP_WORDS = {
    (Logic.ALL, False): "All of these",
    (Logic.ANY, False): "Any of these",
    (Logic.ALL, True): "Not all of these",
    (Logic.ANY, True): "None of these",
}


def put_in_words(
    document: str, vocabulary: Vocabulary, *, as_of: datetime, zone: ZoneInfo, brand_name: str | None
) -> RuleInWords:
    """A version's rule as people read it at an instant; a rule that names unknown things is told as refused."""
    try:
        rule = parse(read_json(document), vocabulary)
    except DocumentRefused as refused:
        return RuleInWords(refusal=refused.message)
    return RuleInWords(
        sentence=describe(rule, as_of=as_of, zone=zone, brand_name=brand_name, vocabulary=vocabulary),
        outline=_line(rule, _Telling(as_of, zone, vocabulary)),
    )


@dataclass(frozen=True, slots=True)
class _Telling:
    as_of: datetime
    zone: ZoneInfo
    vocabulary: Vocabulary


def _line(node: Node, telling: _Telling) -> OutlineLine:
    if isinstance(node, Group):
        children = tuple(_line(child, telling) for child in node.children)
        return OutlineLine(GROUP_WORDS[node.op, node.negated], node.muted, children)
    return OutlineLine(_words(node, telling), node.muted)


def _words(condition: Condition, telling: _Telling) -> str:
    return describe_condition(condition, as_of=telling.as_of, zone=telling.zone, vocabulary=telling.vocabulary)
