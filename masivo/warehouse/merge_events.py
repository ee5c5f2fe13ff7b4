"""New events into the lake, with lines and customers; files that hold an event whose status changes, rewritten."""

from dataclasses import replace

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.deliveries import NO_STATUS, Deliveries
from masivo.warehouse.manifest import TableState
from masivo.warehouse.storage import stored_columns
from masivo.warehouse.writer import ROWS_PER_FILE, LakeWriter, Written


def put_events(writer: LakeWriter, deliveries: Deliveries, catalog: Catalog) -> None:
    """Write the files of all three tables and show them."""
    manifest, extent = writer.manifest, deliveries.extent()
    newcomers = writer.write(Owner.CUSTOMER, {"customer_key": "customer_key::INTEGER", "id": "id"}, "newcomers")
    batches = deliveries.batches(ROWS_PER_FILE)
    event_columns = stored_columns(catalog, Owner.EVENT, deliveries.event_columns)
    line_columns = stored_columns(catalog, Owner.LINE, deliveries.line_columns)
    event_folds, line_folds = deliveries.event_folds, deliveries.line_folds
    events = [writer.write(Owner.EVENT, event_columns, deliveries.events_among(seqs), event_folds) for seqs in batches]
    lines = [writer.write(Owner.LINE, line_columns, deliveries.lines_among(seqs), line_folds) for seqs in batches]
    writer.commit(
        replace(
            manifest,
            catalog=catalog.with_event_words(extent.types, extent.brands),
            tables={
                Owner.CUSTOMER: writer.state(Owner.CUSTOMER, (), newcomers),
                Owner.EVENT: _with_changes(writer, Owner.EVENT, *events),
                Owner.LINE: _with_changes(writer, Owner.LINE, *lines),
            },
            next_event_key=manifest.next_event_key + extent.keys,
            first_event_at=min(filter(None, (manifest.first_event_at, extent.first_at)), default=None),
            last_event_at=max(filter(None, (manifest.last_event_at, extent.last_at)), default=None),
        )
    )


def _with_changes(writer: LakeWriter, owner: Owner, *new: Written) -> TableState:
    """The table with the new files, and with those rewritten that hold an event whose status changes."""
    gone = writer.parts_holding(owner, "event_key", "changes")
    if not gone:
        return writer.state(owner, (), *new)
    columns = {name: f"stored.{name}" for name in writer.stored_columns(owner)}
    columns["counts"] = f"coalesce(changes.status = '{NO_STATUS}', stored.counts)"
    if owner is Owner.EVENT:
        columns["status"] = "coalesce(changes.status, stored.status)"
    source = f"{writer.stored(owner, gone)} AS stored LEFT JOIN changes USING (event_key)"
    return writer.state(owner, gone, writer.write(owner, columns, source), *new)
