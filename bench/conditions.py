"""One event condition each against the NumPy yardstick, and a tree of ten with and without the cache of answers."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from redis import Redis
from redis.exceptions import RedisError

from bench.generate import UNTIL, settings_of
from bench.kernels import LinesBySku, Purchases, read_lines, read_purchases
from bench.peers import Peers, bought, bought_at_least, last_bought_by, open_peers, spent_over
from bench.timing import Timing, measure
from masivo.conditions.parse import parse
from masivo.demo.rules import Json, all_of, any_of, did, document, field, last, span, where
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.evaluation.redis_cache import RedisAnswerCache
from masivo.services.connections import connect_redis
from masivo.services.redis_server import redis_on_demand
from masivo.warehouse import open_warehouse
from masivo.warehouse.store import Snapshot

ZONE = ZoneInfo("America/Bogota")
SKU = "MEA-001"
_DAY = timedelta(days=1)
_LONG_AGO = UNTIL - 10_000 * _DAY


@dataclass(frozen=True)
class Row:
    """One line of the table: what the product took, and what others took for the same.

    `answer` is how many customers; a peer is None where it has no counterpart.
    """

    what: str
    answer: int | None
    timing: Timing
    kernel: Timing | None = None
    postgres: Timing | None = None
    sqlite: Timing | None = None
    sqlite_prepared: Timing | None = None


@dataclass(frozen=True)
class Asked:
    """One condition as the product, as NumPy and as SQL are asked it."""

    what: str
    rule: Json
    kernel: Callable[[], BitMap]
    sql: str


def ask(snapshot: Snapshot, rule: Json, brand: str | None = None, cache: AnswerCache | None = None) -> Evaluation:
    """The rule as of the end of the data."""
    parsed = parse(rule, snapshot.catalog)
    return evaluate(parsed, snapshot, brand=brand, as_of=UNTIL, zone=ZONE, cache=cache)


def condition_rows(home: Path, times: int) -> Iterator[Row]:
    """Single conditions, each answered by all, which must agree."""
    warehouse = settings_of(home).warehouse_home
    snapshot = open_warehouse(settings_of(home)).snapshot()
    purchases, lines = read_purchases(warehouse), read_lines(warehouse)
    with open_peers(warehouse) as peers:
        for asked in conditions(purchases, lines):
            yield _compare(asked, snapshot, peers, times)
    yield Row(
        "universe of one brand",
        ask(snapshot, _EVERYONE, "andes").universe,
        measure(lambda: ask(snapshot, _EVERYONE, "andes"), times),
    )


_EVERYONE = document({"kind": "everyone"})


def conditions(purchases: Purchases, lines: LinesBySku) -> list[Asked]:
    """The single conditions that are measured."""
    return [
        Asked(
            "spent over 500 in 180 days (sum)",
            document(did("PURCHASE", "sum", "gt", 500, "order.value", window=last(180, "day"))),
            lambda: purchases.spent_over(50_000, UNTIL - 180 * _DAY, UNTIL),
            spent_over(50_000, UNTIL - 180 * _DAY),
        ),
        Asked(
            "spent over 500, ever (sum)",
            document(did("PURCHASE", "sum", "gt", 500, "order.value")),
            lambda: purchases.spent_over(50_000, _LONG_AGO, UNTIL),
            spent_over(50_000, _LONG_AGO),
        ),
        Asked(
            "bought 3 times or more in 30 days (count)",
            document(did("PURCHASE", "count", "gte", 3, window=last(30, "day"))),
            lambda: purchases.bought_at_least(3, UNTIL - 30 * _DAY, UNTIL),
            bought_at_least(3, UNTIL - 30 * _DAY),
        ),
        Asked(
            "last purchase more than 60 days ago (last)",
            document(did("PURCHASE", "last", "more_than_ago", span(60, "day"))),
            lambda: purchases.last_bought_by(UNTIL - 60 * _DAY, UNTIL),
            last_bought_by(UNTIL - 60 * _DAY),
        ),
        Asked(
            "bought one product, ever (lines)",
            document(did("PURCHASE", "count", "gte", 1, where=where(("order.products[].sku", "eq", SKU)))),
            lambda: lines.bought(SKU),
            bought(SKU),
        ),
    ]


def _compare(asked: Asked, snapshot: Snapshot, peers: Peers, times: int) -> Row:
    members = ask(snapshot, asked.rule).members
    if members != asked.kernel():
        raise SystemExit(f"{asked.what}: the product and the NumPy kernel give different customers")
    ways = (peers.ask_postgres, peers.ask_sqlite, peers.ask_sqlite_prepared)
    if any(ask_peer(asked.sql) != len(members) for ask_peer in ways):
        raise SystemExit(f"{asked.what}: the product and its peers give different numbers of customers")
    return Row(
        asked.what,
        len(members),
        measure(lambda: ask(snapshot, asked.rule), times),
        measure(asked.kernel, times),
        *(measure(partial(ask_peer, asked.sql), 3, warm=0) for ask_peer in ways),
    )


def tree_rows(home: Path, times: int) -> Iterator[Row]:
    """Ten conditions on three levels: nothing known, all known but one edited line, and nothing edited."""
    settings = settings_of(home)
    snapshot = open_warehouse(settings).snapshot()
    with redis_on_demand(settings), connect_redis(settings, patience=None) as redis:
        _wait_for(redis)
        cache = RedisAnswerCache(redis)
        edits = count(1)

        def forget_and_ask() -> Evaluation:
            redis.flushdb()
            return ask(snapshot, _tree(500), cache=cache)

        def edit_and_ask() -> Evaluation:
            return ask(snapshot, _tree(500 + next(edits)), cache=cache)

        def ask_each() -> None:
            for condition in _conditions_of(_tree(500)):
                ask(snapshot, document(condition))

        answer = forget_and_ask().count
        yield Row("the ten conditions one after the other, each a document of its own", None, measure(ask_each, times))
        yield Row("ten conditions, three levels, nothing cached", answer, measure(forget_and_ask, times))
        yield Row("the edited line alone", None, measure(lambda: ask(snapshot, document(_spent(500))), times))
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


def _conditions_of(node: Json) -> Iterator[Json]:
    if "children" not in node:
        yield node
    for child in node.get("children", ()):
        yield from _conditions_of(child)


def _spent(more_than: int) -> Json:
    return did("PURCHASE", "sum", "gt", more_than, "order.value", window=last(180, "day"))


def _tree(spent: int) -> Json:
    return document(
        _spent(spent),
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
