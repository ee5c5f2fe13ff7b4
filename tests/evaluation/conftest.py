"""The data sets of the proof."""

import pytest

from tests.clickhouse import ClickHouse
from tests.evaluation.lakes import Lakes
from tests.postgres import PostgresServer
from tests.stores import KINDS


@pytest.fixture(scope="session")
def lakes(tmp_path_factory: pytest.TempPathFactory) -> Lakes:
    """Data sets in warehouses of their own, imported when a document first asks for them."""
    return Lakes(tmp_path_factory.mktemp("lakes"))


@pytest.fixture(scope="session", params=KINDS)
def every_store(request: pytest.FixtureRequest, lakes: Lakes, servers: dict[str, Lakes]) -> Lakes:
    """The data sets in each kind of warehouse in turn."""
    return {"lake": lakes, **servers}[request.param]


@pytest.fixture(scope="session")
def servers(
    tmp_path_factory: pytest.TempPathFactory, postgres: PostgresServer, clickhouse: ClickHouse
) -> dict[str, Lakes]:
    """The same data sets in the other kinds of warehouses."""
    return {
        "postgresql": Lakes(tmp_path_factory.mktemp("postgresql"), postgres.make_database),
        "clickhouse": Lakes(tmp_path_factory.mktemp("clickhouse"), clickhouse.make_database),
    }
