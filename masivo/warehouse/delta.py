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

Options = dict[str, str] | None


def publish(place: str, manifest: Manifest, options: Options = None) -> None:
    """Bring every table's log to the manifest's files and columns, whatever a killed writer left; idempotent.

    `place` is a folder, or the address of one in an object store that `options` tell how to reach. Raises
    WarehouseUnavailable when a log cannot be read or written.
    """
    try:
        for owner, state in manifest.tables.items():
            wanted = {part.path: part for part in state.parts}
            _publish_table(f"{place}/{owner}", _fields(manifest.catalog, owner), wanted, options)
    except (DeltaError, OSError) as error:
        raise WarehouseUnavailable(f"The Delta Lake log in {place} cannot be written: {error}.") from error


def vacuum(place: str, hours: int, options: Options = None) -> list[str]:
    """Delete files that left every table more than `hours` ago, and those that a killed writer never published.

    A reader of an older version may still need what left just now. Returns the paths that were deleted.
    """
    deleted: list[str] = []
    for owner in Owner:
        table = DeltaTable(f"{place}/{owner}", storage_options=options)
        deleted += table.vacuum(retention_hours=hours, dry_run=False, enforce_retention_duration=False, full=True)
    return deleted


def _publish_table(folder: str, fields: list[Field], wanted: dict[str, Part], options: Options) -> None:
    schema = Schema(fields)
    if not DeltaTable.is_deltatable(folder, options):
        DeltaTable.create(folder, schema, mode="ignore", storage_options=options)
    table = DeltaTable(folder, storage_options=options)
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
