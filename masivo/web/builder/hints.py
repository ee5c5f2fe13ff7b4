"""What is known of a name where it is chosen: its type, how many have it, and when its events were last seen."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from masivo.conditions.operators import FieldType, MeasureFn
from masivo.conditions.phrases import event_label, field_label
from masivo.conditions.wording import listed
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.statistics import Rows, Statistics
from masivo.warehouse.store import Snapshot
from masivo.web.builder.draft import (
    AUDIENCE_PREFIX,
    EVENT_PREFIX,
    EVERYONE,
    FIELD_PREFIX,
    RANK,
    SAMPLE,
    SEQUENCE,
    EventsDraft,
    LineDraft,
)

PROPERTY_PREFIX = "property:"

_OF_PROPERTIES = (MeasureFn.COUNT_DISTINCT, MeasureFn.SUM, MeasureFn.AVG, MeasureFn.MIN, MeasureFn.MAX)

_TYPES = {
    FieldType.TEXT: "text",
    FieldType.NUMBER: "number",
    FieldType.BOOLEAN: "yes or no",
    FieldType.DATE: "date",
    FieldType.DATETIME: "date and time",
    FieldType.LIST: "list",
}
_SOUGHT_AS = {"dob": "date, for birthdays"}
"""What people type who look for a name that does not say it, before how many have it."""

_QUIET = timedelta(days=7)
_GAPS = 10
"""An event type stopped when none came for a week, and for ten times its usual gap, while others did."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A few words beside a name; `warns` where asking it will surprise."""

    text: str
    warns: bool = False


_KINDS = {
    SEQUENCE: Hint("such as a cart without a purchase"),
    RANK: Hint("the first by a measure"),
    SAMPLE: Hint("the same ones every time"),
    EVERYONE: Hint("all, said on purpose"),
}


def audience_hints(sizes: Mapping[int, tuple[int, datetime]], now: datetime) -> dict[str, Hint]:
    """By `audience:ID`, how many members an audience has, and as of when."""
    return {
        f"{AUDIENCE_PREFIX}{id_}": Hint(f"{size:,} {'member' if size == 1 else 'members'} · as of {_ago(now - as_of)}")
        for id_, (size, as_of) in sizes.items()
    }


def hints(snapshot: Snapshot, now: datetime) -> dict[str, Hint]:
    """By `field:NAME`, `property:NAME`, `event:TYPE` and kind, what is known of every name of this data version."""
    catalog, statistics = snapshot.catalog, snapshot.statistics
    found = _KINDS | {EVENT_PREFIX + type_: _of_event(type_, snapshot, now) for type_ in catalog.event_types}
    found |= {FIELD_PREFIX + name: _of_entry(entry, statistics) for name, entry in catalog.fields.items()}
    return found | {PROPERTY_PREFIX + name: _of_entry(entry, statistics) for name, entry in catalog.properties.items()}


def warnings(part: EventsDraft, snapshot: Snapshot, now: datetime) -> list[str]:
    """Why a line or a step may find nobody: its events stopped coming or never came, or nothing has what it asks."""
    events = [event for event in (part.event if isinstance(part, LineDraft) else None, *part.also) if event]
    known = [event for event in events if event in snapshot.catalog.event_types]
    said = [f"{event_label(event)}: {hint.text}." for event in known if (hint := _of_event(event, snapshot, now)).warns]
    entry = snapshot.catalog.fields.get(part.field or "") if isinstance(part, LineDraft) else None
    if entry is not None and not snapshot.statistics.filled(entry)[0]:
        said.append("No customer has a value here.")
    return said + _never_had(part, [event for event in known if event in snapshot.statistics.event_types], snapshot)


def _never_had(part: EventsDraft, events: Sequence[str], snapshot: Snapshot) -> list[str]:
    """Of the properties that are asked, those that no event of these types ever had."""
    asked = [entry for name in _properties(part) if (entry := snapshot.catalog.properties.get(name))] if events else []
    never = [entry.name for entry in asked if not snapshot.statistics.filled(entry, events)[0]]
    return [f"No {listed(list(map(event_label, events)), 'or')} has a value of {field_label(name)}." for name in never]


def _properties(part: EventsDraft) -> list[str]:
    """The properties that a line or a step asks, each once."""
    names = [clause.property for clause in part.clauses]
    if isinstance(part, LineDraft) and part.measures and part.measure in _OF_PROPERTIES:
        names.append(part.measured)
    return list(dict.fromkeys(names))


def _of_entry(entry: Entry, statistics: Statistics) -> Hint:
    """The type and how many have a value: of all customers, or of those event types that ever have this property."""
    types = None if entry.owner == Owner.CUSTOMER else statistics.types_with(entry)
    filled, rows = statistics.filled(entry, types)
    kind = _SOUGHT_AS.get(entry.name, _TYPES[entry.type]) if types is None else _TYPES[entry.type]
    if not filled:
        return Hint(f"{kind} · none has it", warns=True)
    share = "all" if filled == rows else f"{filled * 100 // rows} %" if filled * 100 >= rows else "under 1 %"
    if types is None:
        return Hint(f"{kind} · {share} have it")
    return Hint(f"{kind} · {share} of {_events(types)}")


def _events(types: Collection[str]) -> str:
    return event_label(next(iter(types))) if len(types) == 1 else f"{len(types)} event types"


def _of_event(type_: str, snapshot: Snapshot, now: datetime) -> Hint:
    types: Mapping[str, Rows] = snapshot.statistics.event_types
    seen = types.get(type_)
    if seen is None or seen.first_at is None or seen.last_at is None:
        return Hint("never seen", warns=True)
    newest = max(rows.last_at for rows in types.values() if rows.last_at is not None)
    usual = (seen.last_at - seen.first_at) / max(seen.number - 1, 1)
    stopped = newest - seen.last_at > max(_QUIET, _GAPS * usual)
    ago = _ago(now - seen.last_at)
    return Hint(f"stopped coming, last seen {ago}", warns=True) if stopped else Hint(f"last seen {ago}")


def _ago(passed: timedelta) -> str:
    return "today" if passed.days < 1 else "yesterday" if passed.days < 2 else f"{passed.days:,} days ago"
