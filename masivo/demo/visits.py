"""Visits: who comes when to which brand, and whether they look, fill a cart or buy."""

from dataclasses import dataclass, fields, replace

import numpy as np

from masivo.demo.brands import BRANDS
from masivo.demo.columns import Flags, Ints
from masivo.demo.population import Population
from masivo.demo.seasons import MICROS_A_SECOND, Calendar, draw

_AT_FAVOURITE = 0.78
_IN_STORE = 0.42
_CART_WITHOUT_PURCHASE = 0.34
_BUYS_ON_JOINING = 0.3
_JOINING_MINUTES = 90


@dataclass(frozen=True)
class Visits:
    """One array element a visit. `ends` is its last moment, when a purchase happens.

    `opens` says that it starts with the app, `carts` how often something is put into a cart (0 to 3), `buys` that it
    ends in a purchase, `in_store` that the purchase is made at a till.
    """

    customer: Ints
    brand: Ints
    ends: Ints
    opens: Flags
    carts: Ints
    buys: Flags
    in_store: Flags

    @property
    def events(self) -> Ints:
        """How many events each visit leaves: at least one."""
        return self.opens.astype(np.int64) + self.carts + self.buys

    def cut(self, events: int) -> "Visits":
        """The first visits that leave exactly so many events together; the last of them may be broken off early.

        There must be at least `events` visits.
        """
        after = np.cumsum(self.events)
        stop = int(np.searchsorted(after, events)) + 1 if events else 0
        kept = Visits(**{entry.name: getattr(self, entry.name)[:stop] for entry in fields(self)})
        if not events:
            return kept
        room = events - int(after[stop - 1] - self.events[stop - 1])
        opens, carts, buys = kept.opens.copy(), kept.carts.copy(), kept.buys.copy()
        opens[-1] = opens[-1] and room > 0
        carts[-1] = min(int(carts[-1]), room - int(opens[-1]))
        buys[-1] = buys[-1] and room > int(opens[-1]) + int(carts[-1])
        return replace(kept, opens=opens, carts=carts, buys=buys)


def draw_visits(
    population: Population, generator: np.random.Generator, calendar: Calendar, start: int, end: int, size: int
) -> Visits:
    """`size` visits that end in [start, end): first those of the people who join then, then the others'.

    Only those who joined before `start` and have not left come again.
    """
    known, joined = (int(np.searchsorted(population.joined, instant)) for instant in (start, end))
    newcomers, at = _newcomers(population, generator, known, joined, end)
    newcomers, at = newcomers[:size], at[:size]
    again = size - len(newcomers)
    weights = population.appetite[:known] * (population.left[:known] > start)
    if not weights.any():
        again = 0
    regulars = draw(generator, weights, again) if again else np.empty(0, np.int64)
    customer = np.concatenate([newcomers, regulars])
    ends = np.concatenate([at, calendar.draw_times(generator, again)])
    return _decide(population, generator, customer, ends, len(newcomers))


def _newcomers(
    population: Population, generator: np.random.Generator, first: int, stop: int, end: int
) -> tuple[Ints, Ints]:
    """The people who join in the slice and buy at once, and when: up to an hour and a half later, before `end`."""
    customer = np.arange(first, stop)
    buys = (generator.random(len(customer)) < _BUYS_ON_JOINING) & (population.buys[customer] > 0)
    delay = generator.integers(60, _JOINING_MINUTES * 60, len(customer)) * MICROS_A_SECOND
    at = population.joined[customer] + delay
    chosen = buys & (at < end)
    return customer[chosen], at[chosen]


def _decide(
    population: Population, generator: np.random.Generator, customer: Ints, ends: Ints, newcomers: int
) -> Visits:
    size = len(customer)
    elsewhere = generator.integers(0, len(BRANDS), size)
    at_favourite = generator.random(size) < _AT_FAVOURITE
    brand = np.where(at_favourite, population.brand[customer], elsewhere)
    buys = generator.random(size) < population.buys[customer]
    buys[:newcomers] = True
    in_store = buys & (generator.random(size) < _IN_STORE)
    app = population.app[customer] & ~in_store
    # Whoever neither buys nor opens the app leaves a trace only by filling a cart.
    fills = ~in_store & (buys | ~app | (generator.random(size) < _CART_WITHOUT_PURCHASE))
    more = np.searchsorted([0.78, 0.95], generator.random(size))
    return Visits(
        customer=customer,
        brand=brand,
        ends=ends,
        opens=app,
        carts=np.where(fills, 1 + more, 0),
        buys=buys,
        in_store=in_store,
    )
