"""ClickHouse within the tests' own process (chdb): one folder a process, as many databases in it as tests want."""

import itertools
from pathlib import Path

import clickhouse_connect


class ClickHouse:
    """ClickHouse over files in `folder`, which no other process may open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count(1)

    def make_database(self) -> str:
        """The address of a new and empty database."""
        name = f"new_{next(self._numbers)}"
        client = clickhouse_connect.get_client(interface="chdb", path=str(self._folder))
        client.command(f"CREATE DATABASE {name}")
        client.close()
        return f"clickhousedb:///{name}?interface=chdb&path={self._folder}"
