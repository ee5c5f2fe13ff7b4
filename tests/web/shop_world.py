"""The shop as the reference evaluator sees it, and what that answers to a document."""

from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.evaluator import Answer, Node, evaluate
from tests.reference.world import CUSTOMER, EVENT, Import, Record, World
from tests.web.shop import CUSTOMERS, NOW, PURCHASES, Customer, Purchase

ZONE = ZoneInfo("America/Bogota")


def answer(*children: Node, brand: str | None = None) -> Answer:
    """What a document of these conditions gives, all of which must hold, when the shop was filled."""
    document = {"version": 1, "op": "all", "children": list(children)}
    return evaluate(document, shop_world(), brand=brand, as_of=NOW, zone=ZONE)


@cache
def shop_world() -> World:
    """The customers and purchases, taken in as an import would."""
    world = World()
    world.take(Import(CUSTOMER, list(map(_customer, CUSTOMERS)), ZONE))
    world.take(Import(EVENT, list(map(_purchase, PURCHASES)), ZONE))
    return world


def _customer(customer: Customer) -> Record:
    born = customer.born and customer.born.isoformat()
    fields = {"name": customer.name, "country": customer.country, "tier": customer.tier, "dob": born}
    return {"id": customer.id, **fields, "platforms": list(customer.platforms)}


def _purchase(purchase: Purchase) -> Record:
    lines: list[dict[str, Any]] = [
        {"sku": line.sku, "value": line.value, "tags": {"department": line.department}} for line in purchase.lines
    ]
    return {
        "customer_id": purchase.customer,
        "brand_id": purchase.brand,
        "type": "PURCHASE",
        "issued_at": purchase.at.isoformat(),
        "order": {"value": purchase.value, "products": lines},
    }
