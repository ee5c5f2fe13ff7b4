"""The Delta Lake log of each table, kept equal to the manifest, so that Spark, Trino and others read the same data."""

import json
import time
from pathlib import Path

from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import DeltaError
from deltalake.schema import ArrayType, PrimitiveType
from deltalake.transaction import AddAction, RemoveAction

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.manifest import Manifest, Part
from masivo.warehouse.storage import stored_types

_DELTA_TYPES: dict[str, PrimitiveType | ArrayType] = {
    "INTEGER": PrimitiveType("integer"),
    "BIGINT": PrimitiveType("long"),
    "TEXT": PrimitiveType("string"),
    "BOOLEAN": PrimitiveType("boolean"),
    "DATE": PrimitiveType("date"),
    "TIMESTAMP WITHOUT TIME ZONE": PrimitiveType("timestamp_ntz"),
    "NUMERIC(24, 6)": PrimitiveType("decimal(24,6)"),
    "TEXT[]": ArrayType(PrimitiveType("string"), contains_null=True),
}


def publish(home: Path, manifest: Manifest) -> None:
    """Bring every table's log to the manifest's files and columns, whatever a killed writer left; idempotent.

    Raises WarehouseUnavailable when a log cannot be read or written.
    """
    try:
        for owner, state in manifest.tables.items():
            _publish_table(home / owner, _fields(manifest.catalog, owner), {part.path: part for part in state.parts})
    except (DeltaError, OSError) as error:
        raise WarehouseUnavailable(f"The Delta Lake log in {home} cannot be written: {error}.") from error


def vacuum(home: Path, hours: int) -> list[str]:
    """Delete files that left every table more than `hours` ago, and those that a killed writer never published.

    A reader of an older version may still need what left just now. Returns the paths that were deleted.
    """
    deleted: list[str] = []
    for owner in Owner:
        table = DeltaTable(home / owner)
        deleted += table.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True)
    return deleted


def _publish_table(folder: Path, fields: list[Field], wanted: dict[str, Part]) -> None:
    schema = Schema(fields)
    if not DeltaTable.is_deltatable(str(folder)):
        folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(folder, schema, mode="ignore")
    table = DeltaTable(folder)
    known = {field.name for field in table.schema().fields}
    if missing := [field for field in fields if field.name not in known]:
        table.alter.add_columns(missing)
    published = {Path(uri).name for uri in table.file_uris()}
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        AddAction(path, part.size, {}, now, True, json.dumps(part.stats))
        for path, part in wanted.items()
        if path not in published
    ]
    actions += [RemoveAction(path, True, now, None, {}) for path in sorted(published - wanted.keys())]
    if actions:
        table.create_write_transaction(actions, mode="append", schema=schema)


def _fields(catalog: Catalog, owner: Owner) -> list[Field]:
    return [Field(name, _DELTA_TYPES[type_], nullable=True) for name, type_ in stored_types(catalog, owner).items()]
