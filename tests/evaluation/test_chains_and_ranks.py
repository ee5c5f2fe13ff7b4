"""Sequences and ranks by hand, at the microsecond and the clock change that decide, for the lake and the reference."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from masivo.conditions.parse import parse
from masivo.config import Settings
from masivo.evaluation.cache import AnswerCache, AnswerMemory
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.imports import ImportOptions, import_events
from masivo.warehouse.store import Snapshot
from tests.reference import evaluator
from tests.reference.world import EVENT, Import, World

NEW_YORK = ZoneInfo("America/New_York")
AS_OF = datetime(2024, 3, 11, 14, tzinfo=UTC)
"""Ten in the morning, a day after the clocks went forward."""

CART, BOUGHT, SIGNED_UP, BIRTHDAY = "ADD_TO_CART", "PURCHASE", "REGISTRATION", "BIRTHDAY"
HAPPENED: list[tuple[Any, ...]] = [
    ("both", CART, "2024-03-01T10:00:00Z"),
    ("both", BOUGHT, "2024-03-01T12:00:00Z"),
    ("both", CART, "2024-03-05T10:00:00Z"),
    ("in time", CART, "2024-03-01T10:00:00Z"),
    ("in time", BOUGHT, "2024-03-02T10:00:00Z"),
    ("too late", CART, "2024-03-01T10:00:00Z"),
    ("too late", BOUGHT, "2024-03-02T10:00:00.000001Z"),
    ("at once", CART, "2024-03-01T10:00:00Z"),
    ("at once", BOUGHT, "2024-03-01T10:00:00Z"),
    ("just over", CART, "2024-03-10T14:00:00Z"),
    ("not yet", CART, "2024-03-10T14:00:00.000001Z"),
    ("spring", CART, "2024-03-09T15:00:00Z"),
    ("spring", BOUGHT, "2024-03-10T14:30:00Z"),
    ("Zed", SIGNED_UP, "2024-03-01T10:00:00Z", {"value": 1}),
    ("Zed", SIGNED_UP, "2024-03-02T10:00:00Z", {"value": 0}),
    ("Zed", SIGNED_UP, "2024-03-03T10:00:00Z", {"value": 0}),
    ("Zed", SIGNED_UP, "2024-03-04T10:00:00Z", {"purchase_id": "no value"}),
    ("abe", SIGNED_UP, "2024-03-01T10:00:00Z", {"value": 0.333333}),
    ("top", SIGNED_UP, "2024-03-01T10:00:00Z", {"value": 0.333334}),
    ("none", SIGNED_UP, "2024-03-01T10:00:00Z"),
    ("lines", BIRTHDAY, "2024-03-01T10:00:00Z", {"products": [{"sku": "a", "value": 5}, {"sku": "b", "value": -9}]}),
    ("bare", BIRTHDAY, "2024-03-01T10:00:00Z", {"products": []}),
]
RECORDS = [
    {"customer_id": who, "brand_id": "andes", "type": what, "issued_at": at, **({"order": order[0]} if order else {})}
    for who, what, at, *order in HAPPENED
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    home = tmp_path_factory.mktemp("chains")
    path: Path = home / "events.ndjson"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS))
    warehouse = open_warehouse(Settings(home, "sqlite://", None, None, "UTC"))
    assert import_events(warehouse, [str(path)], ImportOptions(NEW_YORK), home).rejected == 0
    return warehouse.snapshot()


@pytest.fixture(scope="module")
def world() -> World:
    world = World()
    world.take(Import(EVENT, RECORDS, NEW_YORK))
    return world


@pytest.fixture(scope="module")
def cache() -> AnswerCache:
    """One for all the questions, so that an answer to another question would be seen."""
    return AnswerMemory()


def left(amount: int, unit: str) -> dict[str, Any]:
    """A cart that was left for so long."""
    return _sequence({"event": BOUGHT, "within": {"amount": amount, "unit": unit}, "not": True})


def bought(*within: Any, **window: Any) -> dict[str, Any]:
    """A cart and then a purchase."""
    amounts = {"within": {"amount": within[0], "unit": within[1]}} if within else {}
    return {**_sequence({"event": BOUGHT, **amounts}), **window}


def _sequence(*later: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "sequence", "steps": [{"event": CART}, *later]}


def ranked(
    event: str, order: str, top: dict[str, Any], fn: str, name: str | None = None, **more: Any
) -> dict[str, Any]:
    measure = {"fn": fn} if name is None else {"fn": fn, "property": name}
    return {"kind": "rank", "event": event, "measure": measure, "order": order, "top": top, **more}


AVERAGE = "avg", "order.value"
OF_LINES = "sum", "order.products[].value"


@pytest.mark.parametrize(
    ("condition", "members"),
    [
        (left(24, "hour"), {"both", "too late", "at once", "just over"}),
        (left(1, "day"), {"both", "too late", "at once", "just over", "spring"}),
        (left(3650, "year"), set()),
        (_sequence({"event": BOUGHT, "not": True}), {"both", "at once", "just over", "not yet"}),
        (bought(), {"both", "in time", "too late", "spring"}),
        (bought(24, "hour"), {"both", "in time", "spring"}),
        (bought(1, "day"), {"both", "in time"}),
        (bought(3650, "year"), {"both", "in time", "too late", "spring"}),
        (bought(window={"kind": "since", "from": "2024-03-02"}), {"spring"}),
        (_sequence({"event": BOUGHT}, {"event": CART}), {"both"}),
        (_sequence({"event": CART}), {"both"}),
        (ranked(SIGNED_UP, "desc", {"count": 1}, *AVERAGE), {"top"}),
        (ranked(SIGNED_UP, "desc", {"count": 2}, *AVERAGE), {"top", "Zed"}),
        (ranked(SIGNED_UP, "asc", {"count": 1}, *AVERAGE), {"Zed"}),
        (ranked(SIGNED_UP, "asc", {"count": 9}, *AVERAGE), {"top", "Zed", "abe"}),
        (ranked(SIGNED_UP, "desc", {"percent": 33}, *AVERAGE), {"top"}),
        (ranked(SIGNED_UP, "desc", {"percent": 34}, *AVERAGE), {"top", "Zed"}),
        (ranked(SIGNED_UP, "desc", {"count": 1}, "max", "order.value"), {"Zed"}),
        (ranked(SIGNED_UP, "desc", {"count": 2}, "min", "order.value"), {"top", "abe"}),
        (ranked(SIGNED_UP, "asc", {"count": 1}, "sum", "order.value"), {"none"}),
        (ranked(SIGNED_UP, "desc", {"count": 1}, "count"), {"Zed"}),
        (ranked(BIRTHDAY, "asc", {"count": 1}, *OF_LINES), {"lines"}),
        (ranked(BIRTHDAY, "desc", {"count": 1}, *OF_LINES), {"bare"}),
        (ranked(BIRTHDAY, "desc", {"count": 2}, "max", "order.products[].value"), {"lines"}),
        (ranked(BOUGHT, "desc", {"percent": 100}, "count", where={"op": "all", "children": [
            {"property": "order.value", "operator": "is_set"}]}), set()),
    ],
)  # fmt: skip
def test_who_is_in(
    snapshot: Snapshot, world: World, cache: AnswerCache, condition: dict[str, Any], members: set[str]
) -> None:
    assert _members(condition, snapshot, None) == members
    assert _members(condition, snapshot, cache) == members
    told = evaluator.evaluate(_document(condition), world, brand=None, as_of=AS_OF, zone=NEW_YORK)
    assert set(told.ids) == members


def test_time_goes_by_without_events(snapshot: Snapshot, cache: AnswerCache) -> None:
    condition = left(24, "hour")
    later = _members(condition, snapshot, cache, AS_OF + timedelta(microseconds=1))
    assert later - _members(condition, snapshot, cache) == {"not yet"}


def _document(condition: dict[str, Any]) -> dict[str, Any]:
    return {"version": 1, "op": "all", "children": [condition]}


def _members(
    condition: dict[str, Any], snapshot: Snapshot, cache: AnswerCache | None, as_of: datetime = AS_OF
) -> set[str]:
    rule = parse(_document(condition), snapshot.catalog)
    return set(snapshot.ids(evaluate(rule, snapshot, brand=None, as_of=as_of, zone=NEW_YORK, cache=cache).members))
