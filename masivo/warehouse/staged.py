"""What an import hands to the lake: rows whose values are already of their names' types, with outside ids."""

from collections.abc import Collection
from dataclasses import dataclass

from masivo.warehouse.catalog import Entry


@dataclass(frozen=True, slots=True)
class StagedCustomers:
    """`relation` (SQL) has `seq`, `id` and the columns of `entries`; a later `seq` came later.

    `cleared` (SQL), where given, has `seq`, `id` and the `column` of a field that the record empties.
    """

    relation: str
    entries: Collection[Entry]
    cleared: str | None = None


@dataclass(frozen=True, slots=True)
class StagedEvents:
    """`relation` (SQL) has `seq`, the event's own columns, and those of `entries`.

    `seq` is unique and not negative; a later one came later. The event's own: `customer_id`, `brand_id`, `type`,
    `event_id` (or NULL), `occurred_at`, `status` (or NULL).
    `lines` (SQL) has `seq` of its event, `list_name`, `line_number` and the columns of `line_entries`.
    """

    relation: str
    entries: Collection[Entry]
    lines: str
    line_entries: Collection[Entry]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records changed the data, and how many were there already."""

    accepted: int
    duplicates: int
