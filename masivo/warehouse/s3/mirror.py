"""This machine's copy of a lake in a bucket: whole versions of it, fetched when a newer one is found there."""

import fcntl
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Owner
from masivo.warehouse.manifest import KEPT_HOURS, MANIFEST, Manifest, Part, read_manifest, understood, write_manifest
from masivo.warehouse.s3.bucket import Bucket

LOOK_EVERY = 1.0
"""Seconds in which a process looks at the bucket once at most: so long it may not know of a newer version."""

FETCHED_AT_ONCE = 8

_TAG = "snapshot.tag"
_LOCK = "mirror.lock"


class Mirror:
    """A folder that a `LakeWarehouse` opens. Its manifest is one that the bucket had, its files are here before it."""

    def __init__(self, bucket: Bucket, home: Path) -> None:
        self._bucket = bucket
        self._home = home
        self._looked = -LOOK_EVERY
        self._fault = ""

    def follow(self) -> None:
        """Come up to the bucket's version, or be as of a second ago.

        While somebody else on this machine looks or fetches, the version that is here is good enough; where there is
        none yet, it is waited for. Raises WarehouseUnavailable when the bucket cannot be read, and for a second after
        that without asking it again.
        """
        lately, here = time.monotonic() - self._looked < LOOK_EVERY, (self._home / MANIFEST).exists()
        if lately and self._fault:
            raise WarehouseUnavailable(self._fault)
        if lately and here:
            return
        try:
            self.catch_up(wait=not here)
        except BlockingIOError:
            return
        except WarehouseUnavailable as error:
            self._looked, self._fault = time.monotonic(), str(error)
            raise
        self._looked, self._fault = time.monotonic(), ""

    def catch_up(self, *, wait: bool = True) -> str:
        """Come up to the bucket's version; returns its tag. Raises BlockingIOError where another one is at it."""
        with self._alone(wait):
            here = self._tag()
            found = self._bucket.get(MANIFEST, here)
            if found.tag != here:
                self._take(understood(found.data, self._bucket.url) if found.tag else Manifest(), found.tag)
            return found.tag

    def keep(self, manifest: Manifest, tag: str) -> None:
        """Be at this version, which the bucket has, and whose files are here."""
        with self._alone(wait=True):
            self._take(manifest, tag)

    def drop(self, hours: int) -> None:
        """Delete files that left more than `hours` ago: since then they were not touched."""
        named = _names(read_manifest(self._home))
        long_ago = time.time() - hours * 3600
        for owner in Owner:
            for path in (self._home / owner).iterdir():
                if f"{owner}/{path.name}" not in named and path.stat().st_mtime <= long_ago:
                    path.unlink(missing_ok=True)

    def _take(self, manifest: Manifest, tag: str) -> None:
        before = _names(read_manifest(self._home))
        self._fetch(manifest)
        for name in before.keys() - _names(manifest).keys():
            (self._home / name).touch()
        if tag:
            write_manifest(self._home, manifest)
        else:
            (self._home / MANIFEST).unlink(missing_ok=True)
        (self._home / _TAG).write_text(tag)
        self.drop(KEPT_HOURS)

    def _fetch(self, manifest: Manifest) -> None:
        missing = [(name, part) for name, part in _names(manifest).items() if not self._has(name, part)]
        with ThreadPoolExecutor(FETCHED_AT_ONCE) as threads:
            for _ in threads.map(
                lambda each: self._bucket.download(each[0], self._home / each[0], each[1].size), missing
            ):
                pass

    def _has(self, name: str, part: Part) -> bool:
        path = self._home / name
        return path.exists() and path.stat().st_size == part.size

    def _tag(self) -> str:
        path = self._home / _TAG
        return path.read_text() if path.exists() and (self._home / MANIFEST).exists() else ""

    @contextmanager
    def _alone(self, wait: bool) -> Iterator[None]:
        """Among all processes and threads of this machine."""
        try:
            for owner in Owner:
                (self._home / owner).mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._home / _LOCK, os.O_RDWR | os.O_CREAT)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
                yield
            finally:
                os.close(descriptor)
        except BlockingIOError:
            raise
        except OSError as error:
            raise WarehouseUnavailable(
                f"The copy of {self._bucket.url} in {self._home} cannot be kept: {error}."
            ) from error


def _names(manifest: Manifest) -> dict[str, Part]:
    return {f"{owner}/{part.path}": part for owner, state in manifest.tables.items() for part in state.parts}
