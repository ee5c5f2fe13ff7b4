"""A few customers in the warehouse of a test, by id and country, and the one brand that some of them bought of."""

from datetime import UTC, datetime

import pyarrow as pa

from masivo.services.connections import current_settings
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.tables import load_tables

BRAND = "andes"
BOUGHT_AT = datetime(2026, 11, 1, tzinfo=UTC)


def load_customers(**countries: str) -> None:
    """Customers by id, with the country of each; one who is there already is changed."""
    customers = pa.table({"id": list(countries), "country": list(countries.values())})
    load_tables(open_warehouse(current_settings()), customers=customers)


def load_purchases(*customer_ids: str) -> None:
    """One purchase of the brand for each."""
    many = len(customer_ids)
    columns = {
        "customer_id": pa.array(customer_ids),
        "brand_id": [BRAND] * many,
        "type": ["PURCHASE"] * many,
        "issued_at": pa.array([BOUGHT_AT] * many, pa.timestamp("us", "UTC")),
    }
    load_tables(open_warehouse(current_settings()), events=pa.table(columns))
