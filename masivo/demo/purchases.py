"""Purchases: the lines of an order, what it is worth, how it was paid, and what became of it."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from masivo.demo.brands import BRANDS, DEPARTMENTS, PRODUCTS_A_DEPARTMENT, STORES, Shelves
from masivo.demo.columns import Flags, Ints, choices, decimals, money, numbered
from masivo.demo.population import Population
from masivo.demo.seasons import MICROS_A_DAY, draw, micros_of
from masivo.demo.traces import ADD_TO_CART, PURCHASE, Traces, draw_products

STATUSES = ("RESOLVED", "REVERSED", "PENDING", "FAILED")
_RESOLVED, _REVERSED, _PENDING, _FAILED = range(len(STATUSES))
_REVERSED_SHARE = 0.028
_PENDING_SHARE = 0.04
_FAILED_SHARE = 0.006
_PAYMENTS = ("card", "cash", "transfer", "wallet", "instalments")
_CHANNELS = ("store", "app", "web")
_MILLION = 1_000_000


@dataclass(frozen=True)
class Lines:
    """One array element a line: `event` is the row of its purchase, money is in cents.

    `saved` says of each purchase whether a coupon was used.
    """

    event: Ints
    product: Ints
    amount: Ints
    value: Ints
    discounted: Ints
    coupon: Flags

    def table(self, shelves: Shelves) -> pa.Table:
        """The lines by dotted names."""
        return pa.table(
            {
                "event": pa.array(self.event),
                "order.products[].sku": choices(shelves.skus, self.product),
                "order.products[].amount": decimals(self.amount * _MILLION),
                "order.products[].value": money(self.value),
                "order.products[].discounted_value": money(self.discounted),
                "order.products[].tags.department": choices(DEPARTMENTS, self.product // PRODUCTS_A_DEPARTMENT),
            }
        )


def order_lines(population: Population, generator: np.random.Generator, traces: Traces) -> Lines:
    """The lines of every purchase, in the order of the events; the first is the product that led to it."""
    rows = np.flatnonzero(traces.type == PURCHASE)
    customer, brand = traces.customer[rows], traces.brand[rows]
    more = generator.poisson(population.shelves.baskets[brand] * population.basket[customer])
    of = np.repeat(np.arange(len(rows)), 1 + np.minimum(more, 30))
    first = np.diff(of, prepend=-1) != 0
    product = np.where(first, traces.product[rows][of], draw_products(population, generator, customer[of], brand[of]))
    amount = 1 + generator.poisson(0.25 * population.shelves.baskets[brand[of]])
    value = population.shelves.prices[product] * amount
    coupon = generator.random(len(rows)) < population.haggles[customer]
    on_sale = np.where(generator.random(len(of)) < 0.09, generator.choice([80, 70, 50], len(of)), 100)
    discounted = value * on_sale * np.where(coupon[of], 85, 100) // 10_000
    return Lines(rows[of], product, amount, value, discounted, coupon)


def product_columns(shelves: Shelves, traces: Traces) -> dict[str, pa.Array]:
    """What was put into a cart."""
    added = traces.type == ADD_TO_CART
    price = np.where(added, shelves.prices[traces.product], 0)
    return {
        "product.sku": choices(shelves.skus, np.where(added, traces.product, 0), added),
        "product.amount": decimals(np.full(len(traces), _MILLION), added),
        "product.value": money(price, added),
        "product.discounted_value": money(price, added),
    }


def order_columns(
    population: Population, generator: np.random.Generator, traces: Traces, lines: Lines, number: int
) -> dict[str, pa.Array]:
    """What an order is worth as a whole, its store, channel and payment, and the event's status."""
    size = len(traces)
    bought = traces.type == PURCHASE
    value = np.bincount(lines.event, lines.value, size).astype(np.int64)
    discounted = np.bincount(lines.event, lines.discounted, size).astype(np.int64)
    coupon = np.zeros(size, np.bool_)
    coupon[bought] = lines.coupon
    app = population.app[traces.customer]
    channel = np.where(traces.in_store, 0, np.where(app, 1, 2))
    shelves = population.shelves
    store = shelves.first_store[traces.brand] + (generator.random(size) ** 1.5 * shelves.stores[traces.brand]).astype(
        np.int64
    )
    return {
        "status": choices(STATUSES, _statuses(population, generator, traces), bought),
        "order.purchase_id": numbered(f"P{number:03d}-", np.arange(size), 7, bought),
        "order.payment_method": choices(_PAYMENTS, draw(generator, np.array([5, 2, 1.2, 1, 0.8]), size), bought),
        "order.channel_id": choices(_CHANNELS, channel, bought),
        "order.store_id": choices(STORES, store, bought & traces.in_store),
        "order.value": money(value, bought),
        "order.discounted_value": money(discounted, bought),
        "tags.coupon_code": choices([brand.coupon for brand in BRANDS], traces.brand, coupon),
    }


def _statuses(population: Population, generator: np.random.Generator, traces: Traces) -> Ints:
    """Most are resolved. Refunds take days, and payments are pending for hours only."""
    chance = generator.random(len(traces))
    age = micros_of(population.until) - traces.at
    status = np.full(len(traces), _RESOLVED)
    status[(chance < _REVERSED_SHARE) & (age > 2 * MICROS_A_DAY)] = _REVERSED
    status[(chance < _PENDING_SHARE) & (age <= MICROS_A_DAY // 4)] = _PENDING
    status[chance > 1 - _FAILED_SHARE] = _FAILED
    return status
