"""Which tables are the data: the newest manifest names them, and renaming a table to its number is the commit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Owner
from masivo.warehouse.clickhouse.database import Database
from masivo.warehouse.clickhouse.tables import creation
from masivo.warehouse.state import State, read_state

_MANIFEST = "manifest"

KEPT_SECONDS = 3_600
"""How long tables stay that a newer generation replaced: longer than any question about an older one lives."""

ABANDONED_SECONDS = 86_400
"""How long tables stay that no manifest names: longer than an import that another machine is busy with."""


@dataclass(frozen=True)
class Generation:
    """One data version. `number` counts the manifests; 0 is that of a database without any."""

    number: int = 0
    state: State = field(default_factory=State)
    tables: Mapping[Owner, str] = field(default_factory=dict)


def newest_number(database: Database) -> int:
    """The number of the newest manifest; 0 where there is none."""
    [(number,)] = database.ask(
        f"SELECT max(toInt64(substring(name, {len(_MANIFEST) + 2}))) FROM system.tables"
        f" WHERE database = currentDatabase() AND match(name, '^{_MANIFEST}_[0-9]+$')"
    )
    return int(number)


def read_generation(database: Database, number: int) -> Generation:
    """The generation of a manifest."""
    [(text,)] = database.ask(f"SELECT document FROM {_MANIFEST}_{number}")
    document = json.loads(text)
    tables = {Owner(owner): name for owner, name in document["tables"].items()}
    return Generation(number, read_state(document["state"]), tables)


def first_generation(database: Database) -> bool:
    """Make empty tables and the first manifest; False where one stands already."""
    if newest_number(database):
        return False
    tables = {owner: f"{owner}_0" for owner in Owner}
    for owner, name in tables.items():
        database.command(creation(name, owner).replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    commit(database, Generation(1, State(), tables))
    return True


def commit(database: Database, generation: Generation) -> None:
    """Make it the newest in one step, which fails where another one has its number.

    Raises WarehouseUnavailable; then it is not.
    """
    name, prepared = f"{_MANIFEST}_{generation.number}", f"{_MANIFEST}_of_{generation.state.data_version}"
    document = json.dumps({"state": generation.state.document(), "tables": generation.tables}, ensure_ascii=False)
    database.command(f"CREATE OR REPLACE TABLE {prepared} (document String) ENGINE = MergeTree ORDER BY tuple()")
    database.command(f"INSERT INTO {prepared} VALUES ({{document:String}})", document=document)
    try:
        database.command(f"RENAME TABLE {prepared} TO {name}")
    except WarehouseUnavailable as error:
        if newest_number(database) < generation.number:
            raise
        message = "Another import has changed the warehouse meanwhile. Nothing of this one is in; run it again."
        raise WarehouseUnavailable(message) from error


def drop_old(database: Database) -> int:
    """Drop what no reader can need any more and what killed imports left; returns how many tables."""
    ages = dict(_tables_with_age(database))
    numbers = sorted(int(name.rpartition("_")[2]) for name in ages if _is_manifest(name))
    kept: set[str] = set()
    replaced: set[str] = set()
    for number, newer in zip(numbers, [*numbers[1:], None], strict=True):
        is_kept = newer is None or ages[f"{_MANIFEST}_{newer}"] <= KEPT_SECONDS
        names = {f"{_MANIFEST}_{number}", *read_generation(database, number).tables.values()}
        (kept if is_kept else replaced).update(names)
    abandoned = {name for name, age in ages.items() if age > ABANDONED_SECONDS}
    gone = sorted((replaced | abandoned) - kept)
    for name in gone:
        database.command(f"DROP TABLE IF EXISTS {name}")
    return len(gone)


def _is_manifest(name: str) -> bool:
    return name.removeprefix(f"{_MANIFEST}_").isdigit()


def _tables_with_age(database: Database) -> list[tuple[Any, ...]]:
    """The tables that this program makes, with the seconds since they were last made or renamed."""
    return database.ask(
        "SELECT name, toFloat64(now() - metadata_modification_time) FROM system.tables"
        " WHERE database = currentDatabase()"
        f" AND match(name, '^({_MANIFEST}|{_MANIFEST}_of|customers|events|lines|wanted|updates|changes)_[0-9]+$')"
    )
