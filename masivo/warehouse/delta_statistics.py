"""What DuckDB says of a file it wrote, as Delta Lake's statistics, by which other engines skip files."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

_NUMBERS = ("customer_key", "event_key")
_TEXTS = ("type", "brand_id")
_INSTANTS = ("occurred_at",)


def delta_statistics(rows: int, columns: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """The statistics of the columns that queries narrow by.

    `columns` is what `COPY … (RETURN_STATS)` gives, by quoted column name. The format is the Delta protocol's "Per-file
    Statistics": instants to the millisecond, rounded outwards. Of a column in which one lies in the calendar's last
    millisecond nothing is said.
    """
    least: dict[str, int | str] = {}
    greatest: dict[str, int | str] = {}
    nulls: dict[str, int] = {}
    for name in (*_NUMBERS, *_TEXTS, *_INSTANTS):
        found = columns.get(f'"{name}"', {})
        if found.get("min_is_exact") == found.get("max_is_exact") == "true":
            with suppress(OverflowError):
                greatest[name] = _value(name, found["max"], outwards=timedelta(microseconds=999))
                least[name] = _value(name, found["min"], outwards=timedelta(0))
                nulls[name] = int(found["null_count"])
    return {"numRecords": rows, "minValues": least, "maxValues": greatest, "nullCount": nulls}


def _value(name: str, text: str, outwards: timedelta) -> int | str:
    if name in _NUMBERS:
        return int(text)
    if name in _INSTANTS:
        return (datetime.fromisoformat(text) + outwards).isoformat(timespec="milliseconds")
    return text
