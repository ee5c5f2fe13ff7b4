"""What a reader makes of a chunk: columns by name, and the records that could not be read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from masivo.warehouse.ingest.plan import Kind, Plan
from masivo.warehouse.ingest.records import Column, Lines, Place, RecordReader

SINGLE = {
    Kind.CUSTOMERS: frozenset({"id"}),
    Kind.EVENTS: frozenset({"id", "customer_id", "brand_id", "type", "issued_at", "status"}),
}
"""The names that are a record's own: one value each, never an object."""


@dataclass(slots=True)
class Batch:
    """The records of a chunk, row by row: the number of each in its source, and those refused so far with the reason.

    `raw` gives a record as it stood in the source. `root` is where the records' keys were seen, if they are JSON.
    """

    numbers: list[int]
    raw: Callable[[int], str]
    columns: dict[str, Column]
    lines: Lines
    refused: dict[int, str] = field(default_factory=dict)
    root: Place | None = None


def new_reader(plan: Plan) -> RecordReader:
    """A reader for the records of this import."""
    return RecordReader(
        plan.renamed, SINGLE[plan.kind], with_lines=plan.kind is Kind.EVENTS, line_lists=plan.line_lists
    )
