"""Data sets taken into warehouses of any kind through the imports that people use, as NDJSON files."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from unittest.mock import patch
from zoneinfo import ZoneInfo

from masivo.config import Settings
from masivo.warehouse import catalog, open_warehouse
from masivo.warehouse.ingest.imports import ImportOptions, import_customers, import_events
from masivo.warehouse.store import Snapshot, Warehouse
from tests.evaluation.ndjson import write_line
from tests.evaluation.scenes import Delivery, Scene
from tests.reference.world import CUSTOMER

FEW_COLUMNS = 4

_ACCOUNT_ZONE = ZoneInfo("Pacific/Marquesas")


class Lakes:
    """A warehouse for each data set, filled when it is first asked for; every other one has columns for few names only.

    `make_url` gives a new warehouse's MASIVO_WAREHOUSE_URL; None stands for the embedded one.
    """

    def __init__(self, folder: Path, make_url: Callable[[], str | None] = lambda: None) -> None:
        self._folder = folder
        self._make_url = make_url
        self._warehouses: dict[int, Warehouse] = {}

    def snapshot(self, scene: Scene) -> Snapshot:
        """What the product made of a data set."""
        if scene.seed not in self._warehouses:
            columns = FEW_COLUMNS if scene.seed % 2 else catalog.OWN_COLUMNS
            with patch.object(catalog, "OWN_COLUMNS", columns):
                self._warehouses[scene.seed] = self._fill(scene)
        return self._warehouses[scene.seed].snapshot()

    def _fill(self, scene: Scene) -> Warehouse:
        home = self._folder / str(scene.seed)
        home.mkdir()
        warehouse = open_warehouse(Settings(home, "sqlite://", None, self._make_url(), "UTC"))
        random = Random(scene.seed)
        for number, delivery in enumerate(scene.deliveries):
            path = home / f"{number}.ndjson"
            path.write_text("".join(f"{line}\n" for line in _lines(delivery, random)), encoding="utf-8")
            take = import_customers if delivery.batch.of == CUSTOMER else import_events
            options = ImportOptions(account_zone=_ACCOUNT_ZONE, zone=delivery.batch.zone)
            summary = take(warehouse, [str(path)], options, home)
            assert summary.rejected == len(delivery.broken), summary
            assert summary.read == len(delivery.broken) + len(delivery.batch.records), summary
        return warehouse


def _lines(delivery: Delivery, random: Random) -> list[str]:
    """The records in their order, with the broken lines somewhere between them."""
    lines = [write_line(record, random) for record in delivery.batch.records]
    for broken in delivery.broken:
        lines.insert(random.randrange(1, len(lines)), broken)
    return lines
