"""What a server warehouse knows of itself besides its rows: one small document that goes with each data version."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from masivo.warehouse.catalog import Catalog
from masivo.warehouse.deliveries import Extent
from masivo.warehouse.manifest import catalog_document, next_version, read_catalog


@dataclass(frozen=True, slots=True)
class State:
    """One data version. `first_event_at` and `last_event_at` are naive UTC."""

    data_version: int = 0
    catalog: Catalog = field(default_factory=Catalog)
    customer_count: int = 0
    next_event_key: int = 0
    first_event_at: datetime | None = None
    last_event_at: datetime | None = None

    def after(self, catalog: Catalog, newcomers: int = 0, extent: Extent | None = None) -> Self:
        """The next version, with these names, so many more customers, and what new events brought."""
        grown = replace(
            self,
            data_version=next_version(self.data_version),
            catalog=catalog,
            customer_count=self.customer_count + newcomers,
        )
        if extent is None:
            return grown
        return replace(
            grown,
            catalog=catalog.with_event_words(extent.types, extent.brands),
            next_event_key=self.next_event_key + extent.keys,
            first_event_at=min(filter(None, (self.first_event_at, extent.first_at)), default=None),
            last_event_at=max(filter(None, (self.last_event_at, extent.last_at)), default=None),
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
    )
