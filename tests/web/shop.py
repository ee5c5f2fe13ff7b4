"""A small shop for tests of the pages: its customers and purchases as plain Python, and the same in a warehouse."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa

from masivo.config import Settings
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.tables import load_tables

NOW = datetime.now(UTC).replace(second=0, microsecond=0)
BRANDS = ("andes", "pacifico")


@dataclass(frozen=True)
class Line:
    sku: str
    department: str
    value: int


@dataclass(frozen=True)
class Purchase:
    customer: str
    brand: str
    at: datetime
    value: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    country: str | None
    tier: str | None
    platforms: tuple[str, ...]
    born: date | None


CUSTOMERS = tuple(
    Customer(
        id=f"c{number:03}",
        name=f"Customer {number}",
        country=("CO", "MX", "PE", None)[number % 4],
        tier=("gold", "vip", "silver", None, "basic")[number % 5],
        platforms=(("ios",), ("android", "web"), ())[number % 3],
        born=date(1970 + number % 40, 1 + number % 12, 1 + number % 28) if number % 7 else None,
    )
    for number in range(120)
)

PURCHASES = tuple(
    Purchase(
        customer=CUSTOMERS[(number * 7) % 90].id,
        brand=BRANDS[number % 2],
        at=NOW - timedelta(days=(number * 13) % 400, hours=number % 24),
        value=20 + (number * 37) % 400,
        lines=(
            Line(f"sku-{number % 9}", ("MEAT", "DAIRY", "WINE")[number % 3], 10 + number % 90),
            Line(f"sku-{number % 5}", ("WINE", "BREAD")[number % 2], 5 + number % 40),
        ),
    )
    for number in range(400)
)


def fill(settings: Settings) -> None:
    """The shop, in the warehouse that the settings name."""
    load_tables(open_warehouse(settings), customers=_customers(), events=_events(), lines=_lines())


def matching(holds: Callable[[Customer], bool]) -> set[str]:
    """The ids of the customers for whom something holds."""
    return {customer.id for customer in CUSTOMERS if holds(customer)}


def spent(purchases: Iterable[Purchase] = PURCHASES) -> dict[str, int]:
    """What each customer spent in these purchases."""
    totals = dict.fromkeys((customer.id for customer in CUSTOMERS), 0)
    for purchase in purchases:
        totals[purchase.customer] += purchase.value
    return totals


def _customers() -> pa.Table:
    return pa.table(
        {
            "id": [customer.id for customer in CUSTOMERS],
            "name": [customer.name for customer in CUSTOMERS],
            "country": [customer.country for customer in CUSTOMERS],
            "tier": [customer.tier for customer in CUSTOMERS],
            "platforms": pa.array([list(customer.platforms) or None for customer in CUSTOMERS], pa.list_(pa.string())),
            "dob": pa.array([customer.born for customer in CUSTOMERS], pa.date32()),
        }
    )


def _events() -> pa.Table:
    return pa.table(
        {
            "customer_id": [purchase.customer for purchase in PURCHASES],
            "brand_id": [purchase.brand for purchase in PURCHASES],
            "type": ["PURCHASE"] * len(PURCHASES),
            "issued_at": pa.array([purchase.at for purchase in PURCHASES], pa.timestamp("us", "UTC")),
            "order.value": [purchase.value for purchase in PURCHASES],
        }
    )


def _lines() -> pa.Table:
    lines = [(row, line) for row, purchase in enumerate(PURCHASES) for line in purchase.lines]
    return pa.table(
        {
            "event_row": [row for row, _ in lines],
            "list_name": ["order.products"] * len(lines),
            "order.products[].sku": [line.sku for _, line in lines],
            "order.products[].tags.department": [line.department for _, line in lines],
            "order.products[].value": [line.value for _, line in lines],
        }
    )
