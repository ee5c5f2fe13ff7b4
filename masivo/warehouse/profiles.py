"""Customers as people see them: profiles, searches, frequent values and a customer's events, by plain selects."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, case, func, literal, select

from masivo.conditions.fold import fold, normalise
from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.expressions import AsText, HasText, Lowered, Member, StartsWith, has_value
from masivo.warehouse.store import EventRecord, FieldValue, Line, Profile, Snapshot

_NAMES_AT_ONCE = 1_000
"""PostgreSQL gives at most 1,664 columns to a select."""


def key_of(snapshot: Snapshot, customer_id: str) -> int | None:
    """See `Snapshot.key_of`."""
    customers = snapshot.tables.customers
    rows = snapshot.rows(select(customers.c.customer_key).where(customers.c.id == normalise(customer_id)))
    return rows[0][0] if rows else None


def profiles(snapshot: Snapshot, keys: Sequence[int]) -> list[Profile]:
    """See `Snapshot.profiles`."""
    customers = snapshot.tables.customers
    rows = _rows(
        snapshot,
        (customers.c.customer_key, customers.c.id),
        list(snapshot.catalog.fields.values()),
        lambda asked: asked.where(customers.c.customer_key.in_(list(keys))).order_by(customers.c.customer_key),
    )
    found = {key: Profile(key, id_, values) for (key, id_), values in rows}
    return [found[key] for key in keys if key in found]


def find_customers(snapshot: Snapshot, text: str, limit: int) -> list[Profile]:
    """See `Snapshot.find_customers`."""
    id_, folded = normalise(text), fold(normalise(text))
    if not id_:
        return []
    customers, fields = snapshot.tables.customers, snapshot.catalog.fields
    email, name = (snapshot.tables.compared(fields[field]) for field in ("email", "name"))
    begins = StartsWith(name, literal(folded, Text()))
    rank = case((customers.c.id == id_, 0), (email == folded, 1), else_=2)
    rows = snapshot.rows(
        select(customers.c.customer_key)
        .where((customers.c.id == id_) | (email == folded) | begins)
        .order_by(rank, name, customers.c.id)
        .limit(limit)
    )
    return profiles(snapshot, [key for (key,) in rows])


def top_values(snapshot: Snapshot, name: str, owner: Owner, limit: int, containing: str = "") -> list[tuple[str, int]]:
    """See `Snapshot.top_values`."""
    names = snapshot.catalog.fields if owner == Owner.CUSTOMER else snapshot.catalog.properties
    entry = names.get(name)
    if entry is None or entry.type not in (FieldType.TEXT, FieldType.LIST, FieldType.BOOLEAN):
        return []
    column = snapshot.tables.given(entry)
    values = select((Member(column) if entry.type is FieldType.LIST else AsText(column)).label("value"))
    asked = values.where(has_value(column)).subquery()
    number = func.count().label("number")
    counted = select(asked.c.value, number).group_by(asked.c.value).order_by(number.desc(), asked.c.value).limit(limit)
    if containing:
        counted = counted.where(HasText(Lowered(asked.c.value), literal(containing.lower(), Text())))
    rows = snapshot.rows(counted)
    return [(value, count) for value, count in rows]


def events_of(snapshot: Snapshot, key: int, limit: int) -> list[EventRecord]:
    """See `Snapshot.events_of`."""
    events = snapshot.tables.events
    fixed = (
        events.c.event_key,
        events.c.event_id,
        events.c.type,
        events.c.brand_id,
        events.c.occurred_at,
        events.c.status,
        events.c.counts,
    )
    rows = _rows(
        snapshot,
        fixed,
        _entries(snapshot, Owner.EVENT),
        lambda asked: (
            asked.where(events.c.customer_key == key)
            .order_by(events.c.occurred_at.desc(), events.c.event_key.desc())
            .limit(limit)
        ),
    )
    lines = _lines(snapshot, key, [row[0] for row, _ in rows])
    return [
        EventRecord(id_, type_, brand, at.replace(tzinfo=UTC), status, counts, values, lines[event])
        for (event, id_, type_, brand, at, status, counts), values in rows
    ]


def _lines(snapshot: Snapshot, key: int, events: list[int]) -> dict[int, tuple[Line, ...]]:
    if not events:
        return {}
    lines = snapshot.tables.lines
    rows = _rows(
        snapshot,
        (lines.c.event_key, lines.c.list_name),
        _entries(snapshot, Owner.LINE),
        lambda asked: asked.where(lines.c.customer_key == key, lines.c.event_key.in_(events)).order_by(
            lines.c.event_key, lines.c.list_name, lines.c.line_number
        ),
    )
    found: dict[int, tuple[Line, ...]] = dict.fromkeys(events, ())
    for event, of_event in groupby(rows, key=lambda row: row[0][0]):
        found[event] = tuple(
            Line(list_name, {name.partition("[].")[2]: value for name, value in values.items()})
            for (_, list_name), values in of_event
        )
    return found


def _entries(snapshot: Snapshot, owner: Owner) -> list[Entry]:
    return [entry for entry in snapshot.catalog.properties.values() if entry.owner is owner]


def _rows(
    snapshot: Snapshot,
    fixed: Sequence[ColumnElement[Any]],
    entries: list[Entry],
    finish: Callable[[Select[Any]], Select[Any]],
) -> list[tuple[tuple[Any, ...], dict[str, FieldValue]]]:
    """The rows of a select that `finish` restricts and puts in a definite order: the fixed columns, and values by name.

    Many names are asked in parts; of the packed ones only those that some of the rows have.
    """
    entries = _held(snapshot, entries, finish)
    parts = [entries[start : start + _NAMES_AT_ONCE] for start in range(0, len(entries), _NAMES_AT_ONCE)] or [[]]
    found = [snapshot.rows(finish(select(*fixed, *map(snapshot.tables.given, part)))) for part in parts]
    return [
        (rows[0][: len(fixed)], _values(entries, (value for row in rows for value in row[len(fixed) :])))
        for rows in zip(*found, strict=True)
    ]


def _held(snapshot: Snapshot, entries: list[Entry], finish: Callable[[Select[Any]], Select[Any]]) -> list[Entry]:
    """The entries without the packed ones that none of the rows has: there may be thousands."""
    tables = snapshot.tables
    packed = {entry.column for entry in entries if entry.column not in tables.of(entry.owner).c}
    if not packed:
        return entries
    stored = (tables.of(entries[0].owner).c[name] for name in tables.layout.packed)
    for row in snapshot.rows(finish(select(*stored))):
        for values in filter(None, row):
            packed -= (json.loads(values) if isinstance(values, str) else values).keys()
    return [entry for entry in entries if entry.column not in packed]


def _values(entries: Iterable[Entry], values: Iterable[Any]) -> dict[str, FieldValue]:
    return {
        entry.name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
        for entry, value in zip(entries, values, strict=True)
        if value is not None
    }
