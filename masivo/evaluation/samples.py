"""A sample condition: the share of the customers whose salted ids hash low (conditions.md, section 6)."""

from decimal import Decimal
from hashlib import sha256

import numpy as np
from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.tree import SampleCondition
from masivo.evaluation.scope import Reckoning, Scope, TakeMeasures
from masivo.warehouse.bitmaps import bitmap_of
from masivo.warehouse.store import Snapshot

_HASHED_BYTES = 8
_HASHES = 1 << 8 * _HASHED_BYTES


def sample_reckoning(condition: SampleCondition, scope: Scope) -> Reckoning:
    """The customers whose hash is below the percent of all hashes."""
    customers = scope.snapshot.tables.customers
    asked = select(customers.c.customer_key, customers.c.id)
    salt = condition.salt.encode() + b"\0"
    highest = np.uint64(_highest(condition.percent))

    def find(snapshot: Snapshot, _measures: TakeMeasures) -> BitMap:
        keys, ids = snapshot.columns(asked)
        hashes = b"".join([sha256(salt + id_.encode()).digest()[:_HASHED_BYTES] for id_ in ids])
        return bitmap_of(keys[np.frombuffer(hashes, dtype=">u8") <= highest], snapshot.customer_count)

    return Reckoning((asked,), repr((condition.percent, condition.salt)), find)


def share_of(salt: str, customer_id: str) -> Decimal:
    """Where the customer's hash lies among all hashes, in percent, cut after three decimals: 37.215."""
    digest = sha256(salt.encode() + b"\0" + customer_id.encode()).digest()[:_HASHED_BYTES]
    return Decimal(int.from_bytes(digest) * 100_000 // _HASHES) / 1000


def _highest(percent: Decimal) -> int:
    """The highest number below percent/100 of all hashes."""
    numerator, denominator = percent.as_integer_ratio()
    return (numerator * _HASHES - 1) // (denominator * 100)
