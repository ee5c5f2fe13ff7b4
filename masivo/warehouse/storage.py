"""The columns of the lake's files, as DuckDB names their types."""

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.duck import duckdb_type
from masivo.warehouse.schema import build_tables


def stored_types(catalog: Catalog, owner: Owner) -> dict[str, str]:
    """The columns that a table's files may have, with their types, in order."""
    tables = build_tables(catalog)
    table = {Owner.CUSTOMER: tables.customers, Owner.EVENT: tables.events, Owner.LINE: tables.lines}[owner]
    return {column.name: duckdb_type(column.type) for column in table.columns}
