"""Why a rule finds nobody, or everybody: the lines that alone decide it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pyroaring import BitMap

from masivo.conditions.tree import ROOT_PATH, Condition, Group, Logic, Node, child_path, takes_part
from masivo.evaluation.evaluate import Evaluation


@dataclass(frozen=True, slots=True)
class Culprit:
    """A line without which the rule would find `without` customers."""

    path: str
    without: int


@dataclass(frozen=True, slots=True)
class Dwindling:
    """Where no line alone does it: the root's first child behind which nobody is left, and how many were before it."""

    path: str
    before: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`everyone` tells which of the two it is; `by_itself` has the lines that match everybody, or nobody, alone."""

    everyone: bool
    culprits: tuple[Culprit, ...]
    dwindling: Dwindling | None = None
    by_itself: tuple[str, ...] = ()


def diagnose(document: Group, evaluation: Evaluation) -> Diagnosis | None:
    """Why the evaluated document finds nobody or everybody; None where it finds some, or has nobody to find."""
    if not evaluation.universe or 0 < evaluation.count < evaluation.universe:
        return None
    everyone = evaluation.count > 0
    found = tuple(Culprit(path, without) for path, _, without in culprits(document, evaluation))
    dwindling = None if everyone or found else _dwindling(document, evaluation)
    alone = tuple(
        path
        for path, node in taking_part(document)
        if not isinstance(node, Group) and evaluation.nodes[path].alone == (evaluation.universe if everyone else 0)
    )
    return Diagnosis(everyone, found, dwindling, alone if everyone or not found else ())


def culprits(document: Group, evaluation: Evaluation) -> Iterator[tuple[str, Condition, int]]:
    """The lines without which the rule would find another number of customers, and that number."""
    for path, node in taking_part(document):
        if isinstance(node, Group):
            continue
        without = evaluation.nodes[path].without
        if without is None:  # nothing else takes part: without it, everybody could be a member
            without = evaluation.universe
        if without != evaluation.count:
            yield path, node, without


def taking_part(node: Node, path: str = ROOT_PATH) -> Iterator[tuple[str, Node]]:
    """The lines and groups of a rule that take part, by path, parents first."""
    if not takes_part(node):
        return
    yield path, node
    for place, child in enumerate(node.children if isinstance(node, Group) else ()):
        yield from taking_part(child, child_path(path, place))


def _dwindling(document: Group, evaluation: Evaluation) -> Dwindling | None:
    if document.op is not Logic.ALL or document.negated:
        return None
    left: BitMap | None = None
    for place, child in enumerate(document.children):
        own = evaluation.sets[child_path(ROOT_PATH, place)]
        if own is None or child.muted:
            continue
        rest = own if left is None else left & own
        if not rest:
            return Dwindling(child_path(ROOT_PATH, place), len(left)) if left else None
        left = rest
    return None
