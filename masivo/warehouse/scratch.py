"""A folder for one import's working files; apart from the writer, which loads DuckDB, SQLAlchemy and deltalake."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from masivo.errors import WarehouseUnavailable

_SCRATCH = "scratch"
_BEING_MADE = 60
"""Seconds in which a scratch folder that nobody has locked may be one whose maker is about to."""


@contextmanager
def open_scratch(home: Path) -> Iterator[Path]:
    """A folder for one import's working files, on the file system of the tables; gone afterwards.

    Folders that killed imports left are removed: each is locked for as long as its owner lives. Raises
    WarehouseUnavailable where nothing can be written.
    """
    scratch = home / _SCRATCH
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(scratch)
        folder = Path(tempfile.mkdtemp(dir=scratch))
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise WarehouseUnavailable(f"The warehouse in {home} cannot be written: {error}.") from error
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def _remove_abandoned(scratch: Path) -> None:
    """Remove the folders of imports that were killed: nobody holds their lock, and they are not just being made."""
    for folder in scratch.iterdir():
        try:
            if time.time() - folder.stat().st_mtime < _BEING_MADE:
                continue
            descriptor = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
        except BlockingIOError:
            continue
        finally:
            os.close(descriptor)
