"""The three brands of the fictional retailer: what they sell, for how much, and where their stores stand."""

from dataclasses import dataclass

import numpy as np

from masivo.demo.columns import Floats, Ints


@dataclass(frozen=True)
class Brand:
    """`departments` maps a name to the usual price in cents; `share` is the part of the customers who prefer it.

    `basket` is the usual number of lines in an order, beyond the first.
    """

    id: str
    name: str
    share: float
    basket: float
    departments: dict[str, int]
    coupon: str
    store_cities: tuple[str, ...]


BRANDS = (
    Brand(
        "andes",
        "Andes",
        0.42,
        0.8,
        {"FASHION": 3200, "HOME": 4500, "ELECTRONICS": 14500, "TOYS": 2400, "SPORTS": 3900},
        "ANDES15",
        ("BOG", "MED", "CDMX", "LIM", "SCL"),
    ),
    Brand(
        "mercado-sol",
        "Mercado Sol",
        0.38,
        3.2,
        {"MEAT": 1150, "PRODUCE": 380, "DAIRY": 420, "BAKERY": 310, "DRINKS": 690, "CLEANING": 560},
        "SOL10",
        ("BOG", "CAL", "BAQ", "GDL", "QUI"),
    ),
    Brand(
        "luma",
        "Luma Belleza",
        0.20,
        1.1,
        {"SKINCARE": 2300, "MAKEUP": 1700, "FRAGRANCE": 5200, "HAIR": 1300},
        "LUMA20",
        ("MED", "CDMX", "BUE"),
    ),
)

DEPARTMENTS = tuple(name for brand in BRANDS for name in brand.departments)
STORES = tuple(f"{brand.id}-{city.lower()}-{n}" for brand in BRANDS for city in brand.store_cities for n in (1, 2))

PRODUCTS_A_DEPARTMENT = 60
_POPULARITY = 2.2
"""How steeply a department's best sellers outsell the rest."""


@dataclass(frozen=True)
class Shelves:
    """The brands as arrays: departments are numbered across brands, products across departments.

    first_department, departments and first_store, stores: by brand. prices: cents by product. skus: texts by product.
    """

    first_department: Ints
    departments: Ints
    first_store: Ints
    stores: Ints
    baskets: Floats
    prices: Ints
    skus: tuple[str, ...]

    def draw_departments(self, generator: np.random.Generator, brand: Ints) -> Ints:
        """A department of each brand; the first ones of a brand are the busier ones."""
        skewed = generator.random(len(brand)) ** 1.3
        return self.first_department[brand] + (skewed * self.departments[brand]).astype(np.int64)

    def draw_products(self, generator: np.random.Generator, department: Ints) -> Ints:
        """A product of each department; few of them sell most."""
        rank = PRODUCTS_A_DEPARTMENT * generator.random(len(department)) ** _POPULARITY
        return department * PRODUCTS_A_DEPARTMENT + rank.astype(np.int64)


def stock_shelves(generator: np.random.Generator) -> Shelves:
    """Sixty products a department with prices around the department's usual one, ending in 90 or 50 cents."""
    usual = np.array([price for brand in BRANDS for price in brand.departments.values()])
    prices = np.repeat(usual, PRODUCTS_A_DEPARTMENT) * generator.lognormal(0, 0.55, len(usual) * PRODUCTS_A_DEPARTMENT)
    endings = generator.choice([50, 90], len(prices))
    departments = np.array([len(brand.departments) for brand in BRANDS])
    stores = np.array([2 * len(brand.store_cities) for brand in BRANDS])
    return Shelves(
        first_department=np.cumsum(departments) - departments,
        departments=departments,
        first_store=np.cumsum(stores) - stores,
        stores=stores,
        baskets=np.array([brand.basket for brand in BRANDS]),
        prices=prices.astype(np.int64) // 100 * 100 + endings,
        skus=tuple(f"{name[:3]}-{n:03d}" for name in DEPARTMENTS for n in range(1, PRODUCTS_A_DEPARTMENT + 1)),
    )
