"""What the lake's files hold: the columns of the schema, and one that only imports read."""

from sqlalchemy import BigInteger

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.duck import duckdb_type
from masivo.warehouse.schema import build_tables

EVENT_HASH = "event_hash"
"""63 bits of the event id's MD5, NULL without an id: what an import reads to find deliveries that came before."""


def stored_types(catalog: Catalog, owner: Owner) -> dict[str, str]:
    """The columns of a table's files with their DuckDB types, in order."""
    tables = build_tables(catalog)
    table = {Owner.CUSTOMER: tables.customers, Owner.EVENT: tables.events, Owner.LINE: tables.lines}[owner]
    types = {column.name: duckdb_type(column.type) for column in table.columns}
    return types | {EVENT_HASH: duckdb_type(BigInteger())} if owner is Owner.EVENT else types


def hash_of(event_id: str) -> str:
    """The SQL of an event id's hash."""
    return f"(md5_number_lower({event_id}) >> 1)::BIGINT"
