"""Machines that share a lake in a bucket: their imports in processes of their own, and what others read there."""

import os
import subprocess
import sys

from deltalake import DeltaTable

from masivo.config import PROJECT
from masivo.warehouse.manifest import read_manifest
from masivo.warehouse.s3.bucket import Bucket
from tests.warehouse.lake import Lake


def start_import(lake: Lake, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.warehouse.importer", str(lake.folder), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, env={**os.environ, "MASIVO_WAREHOUSE_URL": str(lake.url)})


def assert_delta_agrees(lake: Lake) -> None:
    """What Spark or Trino would read in the bucket is what the manifest says."""
    lake.snapshot  # noqa: B018 - it brings the mirror up to date
    for owner, state in read_manifest(lake.warehouse.home).tables.items():
        table = DeltaTable(f"{lake.url}/{owner}", storage_options=Bucket(str(lake.url)).delta_options())
        assert {uri.rpartition("/")[2] for uri in table.file_uris()} == {part.path for part in state.parts}
