"""One event condition each against the NumPy yardstick, and a tree of ten with and without the cache of sets."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from redis import Redis
from redis.exceptions import RedisError

from bench.generate import UNTIL, settings_of
from bench.kernels import LinesBySku, Purchases, read_lines, read_purchases
from bench.timing import Timing, measure
from masivo.conditions.parse import parse
from masivo.demo.rules import Json, all_of, any_of, did, document, field, last, span, where
from masivo.evaluation.cache import SetCache
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.evaluation.redis_cache import RedisSetCache
from masivo.services.connections import connect_redis
from masivo.services.redis_server import redis_on_demand
from masivo.warehouse import open_warehouse
from masivo.warehouse.store import Snapshot

ZONE = ZoneInfo("America/Bogota")
SKU = "MEA-001"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    """One line of the table; `answer` is how many customers, `kernel` None where NumPy has no counterpart."""

    what: str
    answer: int | None
    timing: Timing
    kernel: Timing | None = None


def ask(snapshot: Snapshot, rule: Json, brand: str | None = None, cache: SetCache | None = None) -> Evaluation:
    """The rule as of the end of the data."""
    parsed = parse(rule, snapshot.catalog)
    return evaluate(parsed, snapshot, brand=brand, as_of=UNTIL, zone=ZONE, cache=cache)


def condition_rows(home: Path, times: int) -> Iterator[Row]:
    """Single conditions, each answered by both, which must agree."""
    warehouse = settings_of(home).warehouse_home
    snapshot = open_warehouse(settings_of(home)).snapshot()
    purchases = read_purchases(warehouse)
    for what, rule, kernel in _purchase_questions(purchases):
        yield _compare(what, snapshot, rule, kernel, times)
    del purchases
    lines: LinesBySku = read_lines(warehouse)
    rule = document(did("PURCHASE", "count", "gte", 1, where=where(("order.products[].sku", "eq", SKU))))
    yield _compare("bought one product, ever (lines)", snapshot, rule, lambda: lines.bought(SKU), times)
    yield Row(
        "universe of one brand",
        ask(snapshot, _EVERYONE, "andes").universe,
        measure(lambda: ask(snapshot, _EVERYONE, "andes"), times),
    )


_EVERYONE = document({"kind": "everyone"})


def _purchase_questions(purchases: Purchases) -> Iterator[tuple[str, Json, Callable[[], object]]]:
    yield (
        "spent over 500 in 180 days (sum)",
        document(did("PURCHASE", "sum", "gt", 500, "order.value", window=last(180, "day"))),
        lambda: purchases.spent_over(50_000, UNTIL - 180 * _DAY, UNTIL),
    )
    yield (
        "spent over 500, ever (sum)",
        document(did("PURCHASE", "sum", "gt", 500, "order.value")),
        lambda: purchases.spent_over(50_000, UNTIL - 10_000 * _DAY, UNTIL),
    )
    yield (
        "bought 3 times or more in 30 days (count)",
        document(did("PURCHASE", "count", "gte", 3, window=last(30, "day"))),
        lambda: purchases.bought_at_least(3, UNTIL - 30 * _DAY, UNTIL),
    )
    yield (
        "last purchase more than 60 days ago (last)",
        document(did("PURCHASE", "last", "more_than_ago", span(60, "day"))),
        lambda: purchases.last_bought_by(UNTIL - 60 * _DAY, UNTIL),
    )


def _compare(what: str, snapshot: Snapshot, rule: Json, kernel: Callable[[], object], times: int) -> Row:
    answer = ask(snapshot, rule).members
    if answer != kernel():
        raise SystemExit(f"{what}: the product and the NumPy kernel give different customers")
    return Row(what, len(answer), measure(lambda: ask(snapshot, rule), times), measure(kernel, times))


def tree_rows(home: Path, times: int) -> Iterator[Row]:
    """Ten conditions on three levels: nothing known, all known but one edited line, and nothing edited."""
    settings = settings_of(home)
    snapshot = open_warehouse(settings).snapshot()
    with redis_on_demand(settings), connect_redis(settings, patience=None) as redis:
        _wait_for(redis)
        cache = RedisSetCache(redis)
        edits = count(1)

        def forget_and_ask() -> Evaluation:
            redis.flushdb()
            return ask(snapshot, _tree(500), cache=cache)

        def edit_and_ask() -> Evaluation:
            return ask(snapshot, _tree(500 + next(edits)), cache=cache)

        answer = forget_and_ask().count
        yield Row("ten conditions, three levels, nothing cached", answer, measure(forget_and_ask, times))
        yield Row("the same after one edited line", answer, measure(edit_and_ask, times))
        yield Row("the same unchanged", answer, measure(lambda: ask(snapshot, _tree(500), cache=cache), times))


def _wait_for(redis: Redis) -> None:
    """Until the server that was just started answers; a minute at most."""
    deadline = time.monotonic() + 60
    while True:
        try:
            redis.ping()
        except RedisError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _tree(spent: int) -> Json:
    return document(
        did("PURCHASE", "sum", "gt", spent, "order.value", window=last(180, "day")),
        field("status", "ne", "BLOCKED"),
        any_of(
            field("tier", "in", ["gold", "platinum"]),
            field("city", "in", ["Bogotá", "Medellín", "Lima"]),
            all_of(
                did("APP_OPEN", "count_days", "gte", 3, window=last(30, "day")),
                field("consent.purposes.push_notifications", "eq", True),
                field("platforms", "has_any", ["ios", "android"]),
            ),
        ),
        {
            **any_of(
                did("ADD_TO_CART", "count", "gte", 1, window=last(1, "day")),
                did("PURCHASE", "last", "more_than_ago", span(60, "day")),
                did(
                    "PURCHASE",
                    "sum",
                    "gt",
                    100,
                    "order.products[].value",
                    window=last(90, "day"),
                    where=where(("order.products[].tags.department", "eq", "MEAT")),
                ),
            ),
            "not": True,
        },
    )
