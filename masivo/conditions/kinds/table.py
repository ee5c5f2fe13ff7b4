"""The table of the kinds: a further kind is one file beside these and one entry here."""

from typing import Any

from masivo.conditions.kinds.attribute import AttributeKind
from masivo.conditions.kinds.audience import AudienceKind
from masivo.conditions.kinds.event import EventKind
from masivo.conditions.kinds.everyone import EveryoneKind
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.kinds.rank import RankKind
from masivo.conditions.kinds.sample import SampleKind
from masivo.conditions.kinds.sequence import SequenceKind
from masivo.conditions.tree import Condition

KINDS: dict[str, Kind[Any]] = {
    kind.name: kind
    for kind in (
        AttributeKind(),
        EventKind(),
        SequenceKind(),
        AudienceKind(),
        RankKind(),
        SampleKind(),
        EveryoneKind(),
    )
}

_BY_TYPE: dict[type[Condition], Kind[Any]] = {kind.type: kind for kind in KINDS.values()}


def kind_of(condition: Condition) -> Kind[Any]:
    """The table entry of a condition."""
    return _BY_TYPE[type(condition)]
