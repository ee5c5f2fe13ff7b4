"""The yardstick: the same questions by hand in NumPy, on columns that lie sorted in memory."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from masivo.warehouse.bitmaps import bitmap_of
from masivo.warehouse.catalog import Owner
from masivo.warehouse.duck import parquet
from masivo.warehouse.manifest import read_manifest

Column = NDArray[np.int64]


@dataclass(frozen=True)
class Purchases:
    """The purchases that count, by time. `customer` holds keys, `at` microseconds since 1970 UTC, `cents` the value."""

    customers: int
    customer: NDArray[np.int32]
    at: Column
    cents: Column

    def spent_over(self, cents: int, since: datetime, until: datetime) -> BitMap:
        """Who spent more than so many cents in (since, until]."""
        window = slice(*np.searchsorted(self.at, [_micros(since), _micros(until)], side="right"))
        # Sums of cents stay far below 2^53, so that the float weights of bincount are exact.
        spent = np.bincount(self.customer[window], self.cents[window], self.customers)
        return self._set(spent > cents)

    def bought_at_least(self, times: int, since: datetime, until: datetime) -> BitMap:
        """Who bought so often in (since, until]."""
        window = slice(*np.searchsorted(self.at, [_micros(since), _micros(until)], side="right"))
        return self._set(np.bincount(self.customer[window], minlength=self.customers) >= times)

    def last_bought_by(self, instant: datetime, until: datetime) -> BitMap:
        """Whose last purchase up to `until` was at or before the instant."""
        split, end = np.searchsorted(self.at, [_micros(instant), _micros(until)], side="right")
        bought = np.zeros(self.customers, np.bool_)
        bought[self.customer[:split]] = True
        bought[self.customer[split:end]] = False
        return self._set(bought)

    def _set(self, mask: NDArray[np.bool_]) -> BitMap:
        return bitmap_of(np.flatnonzero(mask).astype(np.int32), self.customers)


@dataclass(frozen=True)
class LinesBySku:
    """The lines of purchases that count, sorted by product: `skus` in order, `starts` where each one begins."""

    customers: int
    customer: NDArray[np.int32]
    skus: NDArray[np.str_]
    starts: Column

    def bought(self, sku: str) -> BitMap:
        """Who ever bought the product."""
        number = int(np.searchsorted(self.skus, sku))
        return bitmap_of(self.customer[self.starts[number] : self.starts[number + 1]], self.customers)


def read_purchases(warehouse_home: Path) -> Purchases:
    """The columns out of the lake's own files."""
    columns = _ask(
        warehouse_home,
        Owner.EVENT,
        "SELECT customer_key, epoch_us(occurred_at) AS at, (order_value * 100)::BIGINT AS cents FROM {files}"
        " WHERE type = 'PURCHASE' AND counts ORDER BY occurred_at",
    )
    customers = read_manifest(warehouse_home).customer_count
    return Purchases(customers, columns["customer_key"], columns["at"], columns["cents"])


def read_lines(warehouse_home: Path) -> LinesBySku:
    """The lines' customers by product out of the lake's own files."""
    counting = "FROM {files} WHERE type = 'PURCHASE' AND counts"
    counted = _ask(warehouse_home, Owner.LINE, f"SELECT sku, count(*) AS lines {counting} GROUP BY sku ORDER BY sku")
    lines = _ask(warehouse_home, Owner.LINE, f"SELECT customer_key {counting} ORDER BY sku")
    starts = np.concatenate([[0], np.cumsum(counted["lines"])])
    customers = read_manifest(warehouse_home).customer_count
    return LinesBySku(customers, lines["customer_key"], counted["sku"].astype(np.str_), starts)


def _ask(warehouse_home: Path, owner: Owner, sql: str) -> dict[str, NDArray[np.generic]]:
    parts = read_manifest(warehouse_home).tables[owner].parts
    files = parquet(warehouse_home / owner / part.path for part in parts)
    return duckdb.connect().execute(sql.format(files=files)).fetchnumpy()


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)
