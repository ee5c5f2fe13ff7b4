"""The door for programs that have typed Arrow tables already, such as the demonstration data."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping

import numpy as np
import pyarrow as pa

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused
from masivo.warehouse.catalog import Entry, Owner, property_owner
from masivo.warehouse.duck import duckdb_type
from masivo.warehouse.merge import merge_customers, merge_events
from masivo.warehouse.schema import SQL_TYPES
from masivo.warehouse.staged import Outcome, StagedCustomers, StagedEvents
from masivo.warehouse.store import Warehouse, Writer

_EVENT_COLUMNS = {
    "customer_id": "customer_id",
    "brand_id": "brand_id",
    "type": "type",
    "issued_at": "occurred_at",
    "id": "event_id",
    "status": "status",
}
_LINE_COLUMNS = {"event_row": "event_row", "list_name": "list_name"}
_FIXED_TYPES = defaultdict(lambda: "VARCHAR", occurred_at="TIMESTAMP", event_row="BIGINT")
_FIELD_TYPES: dict[FieldType, tuple[Callable[[pa.DataType], bool], ...]] = {
    FieldType.TEXT: (pa.types.is_string, pa.types.is_large_string),
    FieldType.NUMBER: (pa.types.is_decimal, pa.types.is_integer),
    FieldType.BOOLEAN: (pa.types.is_boolean,),
    FieldType.DATE: (pa.types.is_date32,),
    FieldType.DATETIME: (pa.types.is_timestamp,),
    FieldType.LIST: (pa.types.is_list, pa.types.is_large_list),
}
_NO_LINES = pa.table({"event_row": pa.array([], pa.int64()), "list_name": pa.array([], pa.string())})


def load_tables(
    warehouse: Warehouse,
    *,
    customers: pa.Table | None = None,
    events: pa.Table | None = None,
    lines: pa.Table | None = None,
) -> Outcome:
    """Import tables whose columns have the names of the import formats (interfaces.md) and the types of their values.

    customers: `id`, and fields by dotted name. events: `customer_id`, `brand_id`, `type`, `issued_at`, optionally `id`
    and `status`, and properties by dotted name. lines: `event_row` (the row of `events` that the line belongs to),
    `list_name` (`order.products`), and properties by their whole name (`order.products[].sku`), in the order of their
    list. Arrow types: string (dictionaries too), decimal or integer, bool, date32, timestamp, list of string;
    timestamps without a zone are UTC. Texts must be trimmed, in NFC and not empty.

    Returns how many events were accepted and how many were known; customers are upserted. Each of the two is one
    commit. Raises ImportRefused where a column's type is not its name's.
    """
    outcome = Outcome(0, 0)
    with warehouse.scratch() as scratch, warehouse.writer(scratch) as writer:
        if customers is not None and customers.num_rows:
            _load_customers(writer, customers)
        if events is not None and events.num_rows:
            outcome = _load_events(writer, events, lines if lines is not None else _NO_LINES)
        writer.tidy()
    return outcome


def _load_customers(writer: Writer, table: pa.Table) -> None:
    types = _types(table, {"id"})
    catalog = writer.catalog.with_fields(types)
    entries = _checked(types, catalog.fields)
    relation = _register(writer, "loaded_customers", table, {"id": "id"}, entries)
    merge_customers(writer, StagedCustomers(relation, entries), catalog)


def _load_events(writer: Writer, events: pa.Table, lines: pa.Table) -> Outcome:
    types, line_types = _types(events, set(_EVENT_COLUMNS)), _types(lines, set(_LINE_COLUMNS))
    for name in types.keys() | line_types.keys():
        if (property_owner(name) is Owner.LINE) != (name in line_types):
            raise ImportRefused(f"{name} stands in the wrong table: names with [] belong to the lines.")
    catalog = writer.catalog.with_properties(types | line_types)
    entries, line_entries = _checked(types, catalog.properties), _checked(line_types, catalog.properties)
    lines_relation = _register(writer, "loaded_lines", lines, _LINE_COLUMNS, line_entries)
    numbered = (
        f"(SELECT * EXCLUDE (seq, event_row), event_row AS seq,"
        f" row_number() OVER (PARTITION BY event_row, list_name ORDER BY seq) - 1 AS line_number FROM {lines_relation})"
    )
    staged = StagedEvents(
        _register(writer, "loaded_events", events, _EVENT_COLUMNS, entries), entries, numbered, line_entries
    )
    return merge_events(writer, staged, catalog)


def _register(writer: Writer, name: str, table: pa.Table, fixed: Mapping[str, str], entries: Collection[Entry]) -> str:
    """A view with `seq` (the row), the fixed columns and the entries' own, in the types that are stored."""
    columns = {own: table[given] for given, own in fixed.items() if given in table.column_names}
    columns |= {entry.column: table[entry.name] for entry in entries}
    arrow = pa.table({"seq": pa.array(np.arange(table.num_rows)), **columns})
    writer.connection.register(f"{name}_arrow", arrow)
    select = ["seq"]
    select += [
        f"{own}::{_FIXED_TYPES[own]} AS {own}" if own in columns else f"NULL::VARCHAR AS {own}"
        for own in fixed.values()
    ]
    select += [f"{entry.column}::{duckdb_type(SQL_TYPES[entry.type])} AS {entry.column}" for entry in entries]
    writer.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {', '.join(select)} FROM {name}_arrow")
    return name


def _types(table: pa.Table, fixed: set[str]) -> dict[str, FieldType]:
    return {field.name: _field_type(field) for field in table.schema if field.name not in fixed}


def _field_type(field: pa.Field) -> FieldType:
    type_ = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    for found, matches in _FIELD_TYPES.items():
        if any(match(type_) for match in matches):
            return found
    raise ImportRefused(f"The column {field.name} is of type {field.type}, which no name can have.")


def _checked(types: Mapping[str, FieldType], names: Mapping[str, Entry]) -> list[Entry]:
    for name, type_ in types.items():
        if names[name].type is not type_:
            raise ImportRefused(f"The column {name} holds {type_} values, but {name} is a {names[name].type} name.")
    return [names[name] for name in types]
