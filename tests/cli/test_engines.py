"""Every kind of warehouse gives programs the same answers, byte for byte: imports and questions at the command line."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice
from pathlib import Path
from random import Random
from typing import Any

from masivo.config import PROJECT
from tests.conditions.cases import CASES
from tests.evaluation.ndjson import write_line
from tests.evaluation.scenes import Scene, draw_scene
from tests.postgres import PostgresServer
from tests.program import masivo
from tests.reference.world import CUSTOMER, EVENT
from tests.stores import KINDS

CDNOW = PROJECT.parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
CDNOW_LINES = 20_000
"""So many lines of the file are imported: the purchases of almost seven thousand customers."""

CDNOW_IMPORT = (
    *("import", "events", "--delimiter", "space", "--zone", "America/New_York"),
    *("--map", "issued_at=date", "--map", "order.value=dollar_value", "--map", "metadata.cds=number_of_cds"),
    *("--constant", "type=PURCHASE", "--constant", "brand_id=cdnow"),
)
CDNOW_AS_OF = "1998-07-01T00:00:00-04:00"
EVERY = 6
"""So many golden documents are asked one of."""


def _document(*children: dict[str, Any], op: str = "all") -> dict[str, Any]:
    return {"version": 1, "op": op, "children": list(children)}


def _bought(fn: str, operator: str, value: Any, property_: str | None = None, **more: Any) -> dict[str, Any]:
    measure = {"fn": fn, **({"property": property_} if property_ else {})}
    return {"kind": "event", "event": "PURCHASE", "measure": measure, "operator": operator, "value": value, **more}


LAST = {"kind": "last", "amount": 90, "unit": "day"}
MANY_CDS = {"op": "all", "children": [{"property": "metadata.cds", "operator": "gte", "value": 5}]}
ABOUT_CDNOW = [
    _document({"kind": "everyone"}),
    _document(_bought("sum", "gt", 1000, "order.value")),
    _document(_bought("sum", "between", [99.99, 100.01], "order.value", window=LAST)),
    _document(_bought("avg", "eq", 14.96, "order.value"), _bought("count", "gte", 4)),
    _document(_bought("max", "gte", 500, "order.value", where=MANY_CDS)),
    _document(_bought("min", "lt", 6, "order.value"), _bought("count_days", "gt", 20)),
    _document(_bought("count_distinct", "gte", 12, "metadata.cds")),
    _document(_bought("first", "on", "1997-01-01"), _bought("last", "more_than_ago", {"amount": 1, "unit": "year"})),
    _document(_bought("count", "gte", 1, window={"kind": "period", "name": "last_month"}), op="any"),
    _document(
        {
            "kind": "sequence",
            "steps": [
                {"event": "PURCHASE", "where": MANY_CDS},
                {"event": "PURCHASE", "within": {"amount": 1, "unit": "week"}},
                {"event": "PURCHASE", "within": {"amount": 6, "unit": "month"}, "not": True},
            ],
        }
    ),
    _document(
        {
            "kind": "rank",
            "event": "PURCHASE",
            "measure": {"fn": "sum", "property": "order.value"},
            "order": "desc",
            "top": {"percent": 0.5},
        }
    ),
    _document({"kind": "sample", "percent": 1, "salt": "spring"}, _bought("count", "eq", 1)),
]


def _requests(scene: Scene) -> Iterator[dict[str, Any]]:
    """What is known of a few documents of every kind, for different brands, moments and zones."""
    if CDNOW.exists():
        for document in ABOUT_CDNOW:
            yield {"doc": document, "brand": "cdnow", "as_of": CDNOW_AS_OF, "zone": "America/New_York"}
            yield {"doc": document, "brand": "cdnow", "as_of": CDNOW_AS_OF, "ids": document["op"] == "all"}
    brands = sorted({event.brand for event in scene.world.events})
    for number, case in enumerate([*chain.from_iterable(CASES.values())][::EVERY]):
        moment = scene.moments[number % len(scene.moments)]
        brand = brands[number % len(brands)]
        asked = {"doc": case["document"], "as_of": moment.as_of.isoformat(), "zone": moment.zone.key, "brand": brand}
        yield {**asked, "ids": True}


def _import(home: Path, scene: Scene, **environment: str) -> None:
    """All customers of the scene in one import, all its events, with what is refused of them, in another."""
    for kind, of in (("customers", CUSTOMER), ("events", EVENT)):
        deliveries = [delivery for delivery in scene.deliveries if delivery.batch.of == of]
        random = Random(scene.seed)
        lines = [write_line(record, random) for delivery in deliveries for record in delivery.batch.records]
        broken = [line for delivery in deliveries for line in delivery.broken]
        records = "".join(f"{line}\n" for line in [*lines, *broken])
        done = masivo(home, "import", kind, "-", "--zone", "Europe/Berlin", stdin=records, **environment)
        assert done.returncode == (3 if broken else 0), done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["rejected"] == len(broken)
    if CDNOW.exists():
        path = home / "cdnow.csv"
        with CDNOW.open() as whole:
            path.write_text("".join(islice(whole, CDNOW_LINES)))
        done = masivo(home, *CDNOW_IMPORT, str(path), **environment)
        assert done.returncode == 0, done.stderr


def test_every_kind_of_warehouse_gives_the_same_answers(home: Path, postgres: PostgresServer) -> None:
    scene = draw_scene(1)
    requests = "".join(f"{json.dumps(request)}\n" for request in _requests(scene))
    addresses = {
        "lake": {},
        "postgresql": {"MASIVO_WAREHOUSE_URL": postgres.make_database()},
        "clickhouse": {"MASIVO_WAREHOUSE_URL": f"clickhousedb:///default?interface=chdb&path={home / 'chdb'}"},
    }
    assert tuple(addresses) == KINDS

    def answers(kind: str) -> tuple[str, str]:
        _import(home / kind, scene, **addresses[kind])
        many = masivo(home / kind, "evaluate-many", "-", stdin=requests, **addresses[kind])
        asked = ("evaluate", "-", "--as-of", CDNOW_AS_OF, "--ids")
        one = masivo(home / kind, *asked, stdin=_document(_bought("count", "gte", 1)), **addresses[kind])
        assert (many.returncode, one.returncode) == (0, 0), many.stderr + one.stderr
        return many.stdout, one.stdout

    with ThreadPoolExecutor() as threads:
        (lake, lake_one), *servers = threads.map(answers, KINDS)
    given = [json.loads(line) for line in lake.splitlines()]
    assert len(given) == len(requests.splitlines())
    found = [answer for answer in given if 0 < answer.get("count", 0) < answer["universe"]]
    assert len(found) > len(given) / 4
    for kind, (many, one) in zip(KINDS[1:], servers, strict=True):
        assert (kind, many.splitlines()) == (kind, lake.splitlines())
        assert (kind, one) == (kind, lake_one)
