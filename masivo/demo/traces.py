"""What visits leave behind: app opens, things put into carts, purchases, and the registrations of new customers."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from masivo.demo.brands import BRANDS
from masivo.demo.campaigns import CAMPAIGNS, campaigns_at
from masivo.demo.columns import Flags, Ints, choices, instants, numbered
from masivo.demo.population import Population
from masivo.demo.seasons import MICROS_A_SECOND
from masivo.demo.visits import Visits

EVENT_TYPES = ("REGISTRATION", "APP_OPEN", "ADD_TO_CART", "PURCHASE")
REGISTRATION, APP_OPEN, ADD_TO_CART, PURCHASE = range(len(EVENT_TYPES))
_PLATFORMS = ("ios", "android", "web", "pos")
_APP_VERSIONS = ("6.2.1", "6.3.0", "6.4.2", "7.0.0", "7.0.3", "7.1.0", "7.2.4", "7.3.0")
_TAGGED = 0.3
_MICROS_A_MINUTE = 60 * MICROS_A_SECOND


@dataclass(frozen=True)
class Traces:
    """Events in the order of time, one array element each; `product` is −1 where there is none.

    A purchase's product is the first thing that was put into the cart, and the first line of the order.
    """

    customer: Ints
    brand: Ints
    type: Ints
    at: Ints
    in_store: Flags
    product: Ints

    def __len__(self) -> int:
        return len(self.at)


def leave_traces(population: Population, generator: np.random.Generator, visits: Visits, registered: Ints) -> Traces:
    """The events of the visits and the registrations of the customers whose numbers are in `registered`."""
    visit = np.arange(len(visits.ends))
    opens, buys = visit[visits.opens], visit[visits.buys]
    carts = np.repeat(visit, visits.carts)
    lead = draw_products(population, generator, visits.customer, visits.brand)
    added = np.where(
        _is_first(carts), lead[carts], draw_products(population, generator, visits.customer[carts], visits.brand[carts])
    )
    of = np.concatenate([opens, carts, buys])
    minutes = [generator.integers(40, 75, len(opens)), generator.integers(3, 40, len(carts)), np.zeros_like(buys)]
    earlier = np.concatenate(minutes) * _MICROS_A_MINUTE
    at = np.concatenate([population.joined[registered], visits.ends[of] - earlier])
    order = np.argsort(at, kind="stable")
    return Traces(
        customer=np.concatenate([registered, visits.customer[of]])[order],
        brand=np.concatenate([population.brand[registered], visits.brand[of]])[order],
        type=np.repeat(np.arange(4), [len(registered), len(opens), len(carts), len(buys)])[order],
        at=at[order],
        in_store=np.concatenate([np.full(len(registered), False), visits.in_store[of]])[order],
        product=np.concatenate([np.full(len(registered) + len(opens), -1), added, lead[buys]])[order],
    )


def draw_products(population: Population, generator: np.random.Generator, customer: Ints, brand: Ints) -> Ints:
    """A product for each customer at a brand, nearly every other one from the favourite department."""
    favourite = generator.random(len(customer)) < 0.45
    anything = population.shelves.draw_departments(generator, brand)
    department = np.where(favourite, population.departments[customer, brand], anything)
    return population.shelves.draw_products(generator, department)


def event_columns(
    population: Population, generator: np.random.Generator, traces: Traces, number: int
) -> dict[str, pa.Array]:
    """The columns that every event has, and the tags that any may have. `number` is the slice's, for the ids."""
    size = len(traces)
    ios = population.ios[traces.customer]
    app = population.app[traces.customer]
    platform = np.where(traces.in_store, 3, np.where(app, np.where(ios, 0, 1), 2))
    campaign = campaigns_at(traces.at)
    tagged = (campaign >= 0) & (generator.random(size) < _TAGGED)
    version = np.minimum(number // 13 + generator.integers(0, 2, size), len(_APP_VERSIONS) - 1)
    return {
        "id": numbered(f"e{number:03d}-", np.arange(size), 7),
        "customer": pa.array(traces.customer.astype(np.int32)),
        "brand_id": choices([brand.id for brand in BRANDS], traces.brand),
        "type": choices(EVENT_TYPES, traces.type),
        "occurred_at": instants(traces.at),
        "platform": choices(_PLATFORMS, platform),
        "tags.campaign": choices(CAMPAIGNS, campaign, tagged),
        "metadata.app_version": choices(_APP_VERSIONS, version, traces.type == APP_OPEN),
    }


def _is_first(carts: Ints) -> Flags:
    """Which elements of a sorted array differ from the one before."""
    first: Flags = np.diff(carts, prepend=-1) != 0
    return first
