"""Whether the three stores answer just now, each told in a sentence that says what does not work without it."""

import time
from dataclasses import dataclass

from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from masivo.errors import WarehouseEmptied, WarehouseUnavailable
from masivo.extensions import db
from masivo.services.connections import redis
from masivo.services.present_data import present_data


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """One store: the name that monitors know it by, what people call it, and how it is."""

    name: str
    title: str
    well: bool
    sentence: str


def store_health() -> tuple[StoreHealth, ...]:
    """The application database, Redis and the warehouse, asked one after the other."""
    return check_database(), check_redis(), check_warehouse()


def check_database() -> StoreHealth:
    """The application database, by a question that needs no table."""
    asked = time.perf_counter()
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        db.session.rollback()
        return _away("database", "Database", "It does not answer: no page can be shown, and workers try again.")
    product = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[db.engine.dialect.name]
    version = ".".join(map(str, db.engine.dialect.server_version_info or ()))
    return _well("database", "Database", f"{product} {version} answers in {_since(asked)}.")


def check_redis() -> StoreHealth:
    """Redis, and how much it holds."""
    asked = time.perf_counter()
    try:
        used = redis().info("memory")["used_memory"]
    except RedisError:
        sentence = "It does not answer: recalculations wait in the database, and counts are not remembered."
        return _away("redis", "Redis", sentence)
    return _well("redis", "Redis", f"It answers in {_since(asked)} and holds {used / 1_000_000:,.1f} MB.")


def check_warehouse() -> StoreHealth:
    """The warehouse, by what its newest data version says of itself."""
    asked = time.perf_counter()
    try:
        snapshot = present_data()
        customers, version = snapshot.customer_count, snapshot.data_version
    except WarehouseEmptied:
        sentence = "It is empty, although it held customers before: is its folder or disk there? The last members stay."
        return _away("warehouse", "Warehouse", sentence)
    except (WarehouseUnavailable, SQLAlchemyError):
        db.session.rollback()
        sentence = "It does not answer: nothing can be counted. The audiences' last members stay."
        return _away("warehouse", "Warehouse", sentence)
    return _well(
        "warehouse",
        "Warehouse",
        f"It answers in {_since(asked)} with {customers:,} customers, at data version {version:,}.",
    )


def _well(name: str, title: str, sentence: str) -> StoreHealth:
    return StoreHealth(name, title, True, sentence)


def _away(name: str, title: str, sentence: str) -> StoreHealth:
    return StoreHealth(name, title, False, sentence)


def _since(moment: float) -> str:
    milliseconds = (time.perf_counter() - moment) * 1000
    return f"{milliseconds:.1f} ms" if milliseconds < 10 else f"{milliseconds:,.0f} ms"
