"""The whole rule as plain English that a person can check, with the dates that its words mean at as_of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from masivo.conditions.kinds.table import kind_of
from masivo.conditions.sentences import Block, Said, Telling, relative, statement
from masivo.conditions.tree import Condition, EveryoneCondition, Group, Logic, Node, takes_part
from masivo.conditions.vocabulary import Vocabulary


def describe(
    document: Group,
    *,
    as_of: datetime,
    zone: ZoneInfo,
    brand_name: str | None,
    vocabulary: Vocabulary | None = None,
) -> str:
    """The rule in words: who belongs, and then what is kept but muted. Never fails on a tree that was parsed.

    `brand_name` is None for all brands. The vocabulary tells dates from instants, so that "in the last 7 days" of a
    field can be given with its days; without it those are left out.
    """
    telling = Telling(as_of, zone, vocabulary)
    customers = f"customers of {brand_name}" if brand_name else "customers"
    core = _core(document)
    if core is None:
        rule = "Nothing takes part in this rule yet."
    elif isinstance(core, EveryoneCondition):
        rule = f"{'No' if core.negated else 'All'} {customers}."
    else:
        rule = f"C{customers[1:]} {relative(_said(core, telling))}."
    muted = [statement(_said(_whole(node), telling)) for node in _muted(document)]
    return f"{rule} Muted, so taking no part: {'; '.join(muted)}." if muted else rule


def describe_condition(
    condition: Condition, *, as_of: datetime, zone: ZoneInfo, vocabulary: Vocabulary | None = None
) -> str:
    """One line of the rule, without a full stop: "Tier is gold or vip". Its `not` is said, its `muted` is not."""
    said = _said(condition, Telling(as_of, zone, vocabulary))
    line = statement(said) if isinstance(said, Block) else said.text
    return line[:1].upper() + line[1:]


def _core(node: Node) -> Node | None:
    """What takes part, without the groups that only hold one child; None where nothing does."""
    if not isinstance(node, Group):
        return None if node.muted else node
    if not takes_part(node):
        return None
    return _unwrapped(node, [core for child in node.children if (core := _core(child)) is not None])


def _whole(node: Node) -> Node:
    """As `_core`, but with all that is muted."""
    return _unwrapped(node, list(map(_whole, node.children))) if isinstance(node, Group) else node


def _unwrapped(group: Group, children: list[Node]) -> Node:
    """The group of these children; one child alone stands for it, a `not` outside and one inside being none."""
    if len(children) > 1:
        return replace(group, children=tuple(children))
    return replace(children[0], negated=children[0].negated != group.negated)


def _muted(node: Node) -> Iterator[Node]:
    """The outermost nodes that take no part."""
    if not takes_part(node):
        yield node
    elif isinstance(node, Group):
        for child in node.children:
            yield from _muted(child)


def _said(node: Node, telling: Telling) -> Said:
    if isinstance(node, Group):
        return Block(node.op, node.negated, tuple(_said(child, telling) for child in node.children))
    kind = kind_of(node)
    if not node.negated:
        return kind.tell(node, telling)
    opposite = kind.opposite(node)
    if opposite is not None:
        return kind.tell(opposite, telling)
    return Block(Logic.ALL, negated=True, parts=(kind.tell(node, telling),))
