"""What an import hands to the lake: rows whose values are already of their names' types, with outside ids."""

from collections.abc import Collection
from dataclasses import dataclass

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Entry

RARE = {type_: f"as_{type_}" for type_ in FieldType}
"""The columns of a relation of rare values, by the type of the values in them."""


@dataclass(frozen=True, slots=True)
class StagedCustomers:
    """`relation` (SQL) has `seq`, `id` and the columns of `entries`; a later `seq` came later.

    `cleared` (SQL), where given, has `seq`, `id` and the `column` of a field that the record empties. `rare` (SQL) are
    the values of names that have no column: `seq`, `id`, the `column` that the name would have and the columns of
    `RARE`, one of them filled, or none where the record empties the field.
    """

    relation: str
    entries: Collection[Entry]
    cleared: str | None = None
    rare: str | None = None


@dataclass(frozen=True, slots=True)
class StagedEvents:
    """`relation` (SQL) has `seq`, the event's own columns, and those of `entries`.

    `seq` is unique and not negative; a later one came later. The event's own: `customer_id`, `brand_id`, `type`,
    `event_id` (or NULL), `occurred_at`, `status` (or NULL).
    `lines` (SQL) has `seq` of its event, `list_name`, `line_number` and the columns of `line_entries`.
    `rare` and `rare_lines` (SQL), where given, are the values of names that have no column: the `seq`, of lines
    `list_name` and `line_number` too, the `column` that the name would have and those of `RARE`, one of them filled.
    """

    relation: str
    entries: Collection[Entry]
    lines: str
    line_entries: Collection[Entry]
    rare: str | None = None
    rare_lines: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records changed the data, and how many were there already."""

    accepted: int
    duplicates: int
