"""The customers for whom a number line of a rule decides: those just inside of its threshold, and just outside."""

from dataclasses import dataclass
from datetime import datetime

from masivo.conditions.tree import Group, walk
from masivo.evaluation.algebra import bare
from masivo.evaluation.measured import Near, nearest, number_condition
from masivo.services.preview_audience import preview_asker, preview_audience
from masivo.services.rewrite_rule import without


@dataclass(frozen=True, slots=True)
class NearThreshold:
    """Nearest first. All of them meet the rest of the rule; those `inside` meet the line too."""

    inside: tuple[Near, ...]
    outside: tuple[Near, ...]


def near_threshold(document: Group, path: str, brand: str | None, as_of: datetime, most: int) -> NearThreshold | None:
    """At most so many on each side of the line at a path; None where it compares no number.

    Raises WarehouseUnavailable.
    """
    line = dict(walk(document))[path]
    asker = preview_asker(document, brand, as_of)
    asked = None if isinstance(line, Group) else number_condition(bare(line), asker.scope.snapshot.catalog)
    if asked is None:
        return None
    within = preview_audience(without(document, path), brand, as_of).members
    sides = {
        inside: nearest(asked, asker, within, holds=inside is not line.negated, most=most) for inside in (True, False)
    }
    return NearThreshold(tuple(sides[True]), tuple(sides[False]))
