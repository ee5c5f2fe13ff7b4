"""Staged records into a warehouse: what they mean is worked out here, each store puts it away in its own way."""

from masivo.warehouse.catalog import Catalog
from masivo.warehouse.deliveries import Deliveries
from masivo.warehouse.gathering import Gathering
from masivo.warehouse.staged import Outcome, StagedCustomers, StagedEvents
from masivo.warehouse.store import Writer


def merge_customers(writer: Writer, staged: StagedCustomers, catalog: Catalog) -> Outcome:
    """New ones get the next keys, known ones the fields that records carry; `catalog` must know the staged names."""
    gathering = Gathering(writer, staged)
    accepted = gathering.gather()
    if accepted:
        writer.put_customers(gathering, catalog)
    return Outcome(accepted, 0)


def merge_events(writer: Writer, staged: StagedEvents, catalog: Catalog) -> Outcome:
    """Each delivery once, later statuses taken over, unknown customers made; `catalog` must know the staged names."""
    deliveries = Deliveries(writer, staged)
    outcome = deliveries.find()
    if outcome.accepted:
        deliveries.accept()
        writer.put_events(deliveries, catalog)
    return outcome
