"""Data sets taken into embedded warehouses through the imports that people use, as NDJSON files."""

from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from masivo.config import Settings
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.imports import ImportOptions, import_customers, import_events
from masivo.warehouse.lake import LakeWarehouse
from masivo.warehouse.store import Snapshot
from tests.evaluation.ndjson import write_line
from tests.evaluation.scenes import Delivery, Scene
from tests.reference.world import CUSTOMER

_ACCOUNT_ZONE = ZoneInfo("Pacific/Marquesas")


class Lakes:
    """A warehouse for each data set, filled when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._warehouses: dict[int, LakeWarehouse] = {}

    def snapshot(self, scene: Scene) -> Snapshot:
        """What the product made of a data set."""
        if scene.seed not in self._warehouses:
            self._warehouses[scene.seed] = self._fill(scene)
        return self._warehouses[scene.seed].snapshot()

    def _fill(self, scene: Scene) -> LakeWarehouse:
        home = self._folder / str(scene.seed)
        home.mkdir()
        warehouse = open_warehouse(Settings(home, "sqlite://", None, None, "UTC"))
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
