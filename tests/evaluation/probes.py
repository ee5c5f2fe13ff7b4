"""Data sets made to show a single slip: a customer for each edge of each moment, and numbers whose means are halves."""

from decimal import Decimal
from functools import lru_cache
from random import Random

from tests.evaluation.edges import Times, edges_of
from tests.evaluation.nasty import MOMENTS, NUMBERS, SPANS
from tests.evaluation.scenes import Delivery, Scene
from tests.reference.clock import day_of
from tests.reference.world import CUSTOMER, EVENT, Import, Record

EDGES, MEASURES = -1, -2
"""The numbers that stand in for the seeds of drawn data sets."""
LONG_AGO = "1800-01-01T00:00:00Z"


@lru_cache
def edge_scene() -> Scene:
    """For each moment a brand of its number, whose customers each have one purchase, on one edge of the moment.

    Their profiles have the same instant and day, and there was a cart on the edge before, often a microsecond earlier.
    A registration long ago puts them into the brand's universe.
    """
    customers, events, times = list[Record](), list[Record](), []
    for number, moment in enumerate(MOMENTS):
        edges = [edge for edge in edges_of(moment) if edge.year > 1800]
        times += edges
        for before, edge in zip([edges[0], *edges], edges, strict=False):
            identity = f"{number}-{len(customers)}"
            instant, day = edge.isoformat(), day_of(edge, moment.zone).isoformat()
            customers.append({"id": identity, "registration_date": instant, "dob": day})
            event = {"customer_id": identity, "brand_id": str(number)}
            events.append({**event, "type": "PURCHASE", "issued_at": instant})
            events.append({**event, "type": "ADD_TO_CART", "issued_at": before.isoformat()})
            events.append({**event, "type": "REGISTRATION", "issued_at": LONG_AGO})
    return Scene(EDGES, _deliveries(customers, events), MOMENTS, Times(times, SPANS))


@lru_cache
def measure_scene() -> Scene:
    """Eighty customers with up to five purchases and up to three lines in each, of values with all their decimals."""
    random, moment = Random(MEASURES), MOMENTS[0]

    def value() -> Decimal:
        if random.random() < 0.2:
            return random.choice(NUMBERS)
        return Decimal(random.choice([random.randrange(-5, 9), random.randrange(-(10**9), 10**9)])).scaleb(-6)

    events: list[Record] = []
    for customer in range(80):
        for _ in range(random.randrange(6)):
            lines = [{"value": value()} for _ in range(random.randrange(4))]
            order = {"products": lines, **({"value": value()} if random.random() < 0.9 else {})}
            head = {"customer_id": f"c{customer}", "brand_id": "andes", "type": "PURCHASE"}
            events.append({**head, "issued_at": moment.as_of.isoformat(), "order": order})
    customers = [{"id": f"c{customer}"} for customer in range(80)]
    return Scene(MEASURES, _deliveries(customers, events), (moment,), Times([moment.as_of], SPANS))


def _deliveries(customers: list[Record], events: list[Record]) -> tuple[Delivery, ...]:
    zone = MOMENTS[0].zone
    return Delivery(Import(CUSTOMER, customers, zone), ()), Delivery(Import(EVENT, events, zone), ())
