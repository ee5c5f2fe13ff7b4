"""Who the customers are underneath: how often they come, what they prefer, when they join and when they stay away."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from masivo.demo.brands import BRANDS, Shelves, stock_shelves
from masivo.demo.columns import Flags, Floats, Ints
from masivo.demo.seasons import MICROS_A_DAY, day_of, draw, make_calendar

EVENT_DAYS = 730
_JOINING_DAYS = 1095
_ANONYMOUS_SHARE = 0.08
_NEVER_BUYS_SHARE = 0.16
_NEVER_LEAVES_SHARE = 0.3
_STAYS_DAYS = 420.0
_LARGEST_APPETITE = 14.0
_FOREVER = np.iinfo(np.int64).max

_POPULATION_STREAM = 0
CUSTOMER_STREAM = 1
EVENT_STREAM = 2


@dataclass(frozen=True)
class Population:
    """The hidden traits, one array element a customer, in the order of joining; instants in microseconds UTC.

    appetite: how often they come, against each other. buys: the share of visits that end in a purchase. basket: how
    much more than others they put in. brand, department: the favourite ones (a department for each brand). haggles:
    the share of purchases with a coupon. app: whether they use the app, on `ios` or not.
    """

    seed: int
    until: datetime
    today: int
    shelves: Shelves
    joined: Ints
    left: Ints
    anonymous: Flags
    appetite: Floats
    buys: Floats
    basket: Floats
    haggles: Floats
    brand: Ints
    departments: Ints
    app: Flags
    ios: Flags

    @property
    def size(self) -> int:
        return len(self.joined)

    def generator(self, stream: int, number: int) -> np.random.Generator:
        """The random numbers of one batch, which depend on the seed and on nothing drawn elsewhere."""
        return np.random.default_rng([self.seed, stream, number])


def make_population(seed: int, customers: int, until: datetime) -> Population:
    """The customers of the seed as of the instant `until`, the end of the data.

    They depend on the day of `until`, not on its hour: everybody joined before that day began.
    """
    generator = np.random.default_rng([seed, _POPULATION_STREAM])
    today = day_of(until)
    shelves = stock_shelves(generator)
    joined = np.sort(make_calendar(today - _JOINING_DAYS, _JOINING_DAYS).draw_times(generator, customers))
    stays = generator.exponential(_STAYS_DAYS * MICROS_A_DAY, customers).astype(np.int64)
    loyal = generator.random(customers) < _NEVER_LEAVES_SHARE
    anonymous = generator.random(customers) < _ANONYMOUS_SHARE
    brand = draw(generator, np.array([entry.share for entry in BRANDS]), customers)
    departments = np.stack(
        [shelves.draw_departments(generator, np.full(customers, number)) for number in range(len(BRANDS))], axis=1
    )
    buys = generator.beta(3.0, 2.4, customers)
    buys[generator.random(customers) < _NEVER_BUYS_SHARE] = 0
    return Population(
        seed=seed,
        until=until,
        today=today,
        shelves=shelves,
        joined=joined,
        left=np.where(loyal, _FOREVER, joined + stays),
        anonymous=anonymous,
        appetite=np.minimum(generator.lognormal(0, 1.2, customers), _LARGEST_APPETITE) * np.where(anonymous, 0.35, 1.0),
        buys=buys,
        basket=generator.lognormal(0, 0.45, customers),
        haggles=generator.beta(0.5, 4.0, customers),
        brand=brand,
        departments=departments,
        app=(generator.random(customers) < 0.62) & ~anonymous,
        ios=generator.random(customers) < 0.34,
    )
