"""The mark that runs a test on every kind of warehouse, and addresses of new and empty ones."""

import pytest

from tests.clickhouse import ClickHouse
from tests.postgres import PostgresServer

SERVERS = ("postgresql", "clickhouse")
KINDS = ("lake", *SERVERS)

on_every_store = pytest.mark.parametrize("lake", KINDS, indirect=True)
"""For tests that ask for the fixture `lake` of tests/warehouse."""


def new_address(request: pytest.FixtureRequest, kind: str) -> str | None:
    """MASIVO_WAREHOUSE_URL for a new and empty warehouse of the kind; the fixture of its server's name makes it."""
    if kind == "lake":
        return None
    server: PostgresServer | ClickHouse = request.getfixturevalue({"postgresql": "postgres"}.get(kind, kind))
    return server.make_database()
