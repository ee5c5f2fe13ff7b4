"""What a server warehouse knows of itself besides its rows: one small document that goes with each data version."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.deliveries import Deliveries
from masivo.warehouse.manifest import catalog_document, next_version, read_catalog, read_rows, rows_document
from masivo.warehouse.statistics import ByType, Statistics, merged


@dataclass(frozen=True, slots=True)
class State:
    """One data version. `first_event_at` and `last_event_at` are naive UTC."""

    data_version: int = 0
    catalog: Catalog = field(default_factory=Catalog)
    customer_count: int = 0
    next_event_key: int = 0
    first_event_at: datetime | None = None
    last_event_at: datetime | None = None
    statistics: Statistics = field(default_factory=lambda: Statistics({}))

    def with_names(self, catalog: Catalog) -> Self:
        """The next version, where only names became known."""
        return replace(self, data_version=next_version(self.data_version), catalog=catalog)

    def with_customers(self, catalog: Catalog, newcomers: int, customers: ByType) -> Self:
        """The next version, with so many more customers; `customers` are all that there are by then."""
        return replace(
            self.with_names(catalog),
            customer_count=self.customer_count + newcomers,
            statistics=replace(self.statistics, tables={**self.statistics.tables, Owner.CUSTOMER: customers}),
        )

    def with_events(self, catalog: Catalog, deliveries: Deliveries) -> Self:
        """The next version, with the accepted events, their lines and the customers that they make."""
        extent, brought = deliveries.extent(), deliveries.measured()
        known = self.statistics.tables
        return replace(
            self.with_names(catalog.with_event_words(extent.types, extent.brands)),
            customer_count=self.customer_count + extent.newcomers,
            next_event_key=self.next_event_key + extent.keys,
            first_event_at=min(filter(None, (self.first_event_at, extent.first_at)), default=None),
            last_event_at=max(filter(None, (self.last_event_at, extent.last_at)), default=None),
            statistics=Statistics({owner: merged((known.get(owner, {}), brought[owner])) for owner in Owner}),
        )

    def document(self) -> dict[str, Any]:
        """All of it as JSON knows it."""
        return {
            "data_version": self.data_version,
            "catalog": catalog_document(self.catalog),
            "customer_count": self.customer_count,
            "next_event_key": self.next_event_key,
            "first_event_at": self.first_event_at and self.first_event_at.isoformat(),
            "last_event_at": self.last_event_at and self.last_event_at.isoformat(),
            "rows": {owner: rows_document(types) for owner, types in self.statistics.tables.items()},
        }


def read_state(document: dict[str, Any]) -> State:
    """The state of such a document."""
    first_at, last_at = (document[name] for name in ("first_event_at", "last_event_at"))
    return State(
        data_version=document["data_version"],
        catalog=read_catalog(document["catalog"]),
        customer_count=document["customer_count"],
        next_event_key=document["next_event_key"],
        first_event_at=first_at and datetime.fromisoformat(first_at),
        last_event_at=last_at and datetime.fromisoformat(last_at),
        statistics=Statistics({Owner(owner): read_rows(types) for owner, types in document["rows"].items()}),
    )
