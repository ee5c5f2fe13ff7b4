"""Records as NDJSON with their numbers exact, which the standard library's writer of floats cannot do."""

import json
from decimal import Decimal
from random import Random
from typing import Any

from tests.reference.world import Record


def write_line(record: Record, random: Random) -> str:
    """One record as one line; whether signs outside ASCII are escaped is a matter of chance."""
    return _write(record, escape=random.random() < 0.5)


def _write(value: Any, *, escape: bool) -> str:
    if isinstance(value, dict):
        members = (
            f"{json.dumps(name, ensure_ascii=escape)}: {_write(one, escape=escape)}" for name, one in value.items()
        )
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_write(one, escape=escape) for one in value) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=escape)
