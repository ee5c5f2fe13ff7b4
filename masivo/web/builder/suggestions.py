"""Values to suggest while one types: the most frequent ones of each name that the rule asks."""

from collections.abc import Iterator

from flask import current_app

from masivo.conditions.operators import FieldType
from masivo.errors import WarehouseUnavailable
from masivo.services.connections import warehouse
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.store import Snapshot
from masivo.web.builder.draft import GroupDraft, LineDraft, event_parts

MOST_VALUES = 100
"""As many are in the page; where there are more, the others are asked for as one types."""

_SUGGESTED = (FieldType.TEXT, FieldType.LIST)
_KEPT = 500


Values = list[tuple[str, int]]
"""Values of a name with how many rows have each, the most frequent first."""


def suggestions(draft: GroupDraft) -> dict[str, Values]:
    """By list id (`suggestions_id`), the values of each text or list name; none where they cannot be read."""
    try:
        snapshot = warehouse().snapshot()
        return {suggestions_id(entry.owner, entry.name): _values(snapshot, entry) for entry in _asked(draft, snapshot)}
    except WarehouseUnavailable:
        return {}


def typed_values(owner: str, name: str, typed: str) -> Values:
    """The values of a name that have what was typed in them; none where none can be read."""
    try:
        if owner not in list(Owner):
            return []
        return warehouse().snapshot().top_values(name, Owner(owner), MOST_VALUES, typed.replace("\0", "").strip())
    except WarehouseUnavailable:
        return []


def suggestions_id(owner: Owner, name: str) -> str:
    """The id of the list of a name's values in the page."""
    return f"values-of-{owner.value}-{name.encode().hex()}"


def _asked(draft: GroupDraft, snapshot: Snapshot) -> Iterator[Entry]:
    for part in event_parts(draft):
        names = [snapshot.catalog.properties.get(clause.property) for clause in part.clauses]
        field = part.field if isinstance(part, LineDraft) else None
        for entry in (snapshot.catalog.fields.get(field or ""), *names):
            if entry is not None and entry.type in _SUGGESTED:
                yield entry


def _values(snapshot: Snapshot, entry: Entry) -> Values:
    kept: dict[tuple[int, str, str], Values] = current_app.extensions.setdefault("masivo_suggestions", {})
    key = (snapshot.data_version, entry.owner.value, entry.name)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = list(snapshot.top_values(entry.name, entry.owner, MOST_VALUES))
    return kept[key]
