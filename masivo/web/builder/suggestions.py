"""The values of the names that a rule asks: the most frequent ones to suggest, and those asked that nothing has."""

from collections.abc import Iterator

from flask import current_app

from masivo.conditions.fold import fold, normalise
from masivo.conditions.operators import OPERATORS, FieldType, Operator, Takes
from masivo.conditions.wording import listed, quoted
from masivo.errors import WarehouseUnavailable
from masivo.services.connections import warehouse
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.store import Snapshot
from masivo.web.builder.draft import ComparisonDraft, EventsDraft, GroupDraft, LineDraft, event_parts, typed_lines
from masivo.web.forms.signs import from_form

MOST_VALUES = 100
"""As many are in the page; where there are more, the others are asked for as one types."""

_SUGGESTED = (FieldType.TEXT, FieldType.LIST)
_KEPT = 500
_NAMED = 5
"""So many values that nothing has are told by name."""

_WHOLE_VALUES = ("eq", "ne", "in", "not_in", "has_any", "has_all", "has_none")
"""The operators that ask for whole values: parts of one may be anything."""

_ROW = {Owner.CUSTOMER: "customer", Owner.EVENT: "event", Owner.LINE: "line of an event"}

Values = list[tuple[str, int]]
"""Values of a name with how many rows have each, the most frequent first."""


def suggestions(draft: GroupDraft) -> dict[str, Values]:
    """By list id (`suggestions_id`), the values of each text or list name; none where they cannot be read."""
    try:
        snapshot = warehouse().snapshot()
        return {suggestions_id(entry.owner, entry.name): _values(snapshot, entry) for entry in _asked(draft, snapshot)}
    except WarehouseUnavailable:
        return {}


def never_had(part: EventsDraft, snapshot: Snapshot) -> list[str]:
    """The values that a line or a step asks and that nothing has, in words, where all values of the name are known.

    One that is still being typed is not told of while it may become a known one.
    """
    said = []
    for entry, comparison in _compared(part, snapshot):
        known = [fold(value) for value, _ in _values(snapshot, entry)] if comparison.operator in _WHOLE_VALUES else []
        if not 0 < len(known) < MOST_VALUES:
            continue
        one = OPERATORS[Operator(comparison.operator)].takes is Takes.ONE
        given = [comparison.value] if one else [*comparison.values, *typed_lines(comparison.lines)]
        typed = [text for text in dict.fromkeys(map(normalise, map(from_form, given))) if text]
        has = "\0".join(known) if one else known
        unknown = [quoted(text) for text in typed if fold(text) not in has]
        if unknown:
            said.append(f"No {_ROW[entry.owner]} has the value {listed(_first(unknown), 'or')}.")
    return said


def _first(values: list[str]) -> list[str]:
    """As many as one reads; of the others their number."""
    more = len(values) - _NAMED
    return values if more < 2 else [*values[:_NAMED], f"any of {more} others"]


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
    return (entry for part in event_parts(draft) for entry, _ in _compared(part, snapshot))


def _compared(part: EventsDraft, snapshot: Snapshot) -> Iterator[tuple[Entry, ComparisonDraft]]:
    """The names whose values are suggested in a line or a step, with what is asked of each."""
    asked = [(snapshot.catalog.properties.get(clause.property), clause.comparison) for clause in part.clauses]
    if isinstance(part, LineDraft):
        asked.append((snapshot.catalog.fields.get(part.field or ""), part.comparison))
    return ((entry, comparison) for entry, comparison in asked if entry is not None and entry.type in _SUGGESTED)


def _values(snapshot: Snapshot, entry: Entry) -> Values:
    kept: dict[tuple[int, str, str], Values] = current_app.extensions.setdefault("masivo_suggestions", {})
    key = (snapshot.data_version, entry.owner.value, entry.name)
    if key not in kept:
        if len(kept) >= _KEPT:
            kept.clear()
        kept[key] = list(snapshot.top_values(entry.name, entry.owner, MOST_VALUES))
    return kept[key]
