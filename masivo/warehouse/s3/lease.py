"""The right to write a lake in a bucket: an object that its holder renews, and that lapses when it no longer does."""

import json
import os
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.manifest import MANIFEST, Manifest, manifest_text
from masivo.warehouse.s3.bucket import Bucket

LEASE_SECONDS = 60.0
"""A lease that was not renewed for so long, by the clock of the one who waits for it, is another's to take."""

BEATS = 6
"""How often a lease is renewed in that time."""

LOOK_EVERY = 0.5
"""Seconds between two looks at a lease that another one holds."""

_LEASE = "writer.json"
_FREE = b"{}"


class Lease:
    """Held, until `confirm` says otherwise."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._name = uuid.uuid4().hex
        self._beats = 0
        self._tag: str | None = None
        self._lock = threading.Lock()

    def take(self) -> None:
        """Wait until nobody holds it, and hold it."""
        seen, since = "", time.monotonic()
        while True:
            held = self._bucket.get(_LEASE)
            if held.tag != seen:
                seen, since = held.tag, time.monotonic()
            lapsed = time.monotonic() - since > LEASE_SECONDS
            if not held.tag or held.data == _FREE or lapsed:
                self._tag = self._bucket.put(_LEASE, self._document(), held.tag)
                if self._tag:
                    if held.tag and held.data != _FREE:
                        self._fence()
                    return
            time.sleep(LOOK_EVERY)

    def confirm(self) -> None:
        """Renew it. Raises WarehouseUnavailable where it has lapsed and is another's."""
        with self._lock:
            if self._tag:
                self._tag = self._bucket.put(_LEASE, self._document(), self._tag)
            if not self._tag:
                raise lost(self._bucket)

    def give_back(self) -> None:
        """Let the next one have it at once; where that fails, it lapses."""
        with self._lock:
            if self._tag:
                self._bucket.put(_LEASE, _FREE, self._tag)

    def _document(self) -> bytes:
        self._beats += 1
        said = {"writer": self._name, "beat": self._beats, "machine": socket.gethostname(), "process": os.getpid()}
        return json.dumps(said).encode()

    def _fence(self) -> None:
        """Give the manifest another tag: one who held the lease, stood still and goes on can then not replace it."""
        tag = None
        while tag is None:
            found = self._bucket.get(MANIFEST)
            document = json.loads(found.data or manifest_text(Manifest()))
            tag = self._bucket.put(MANIFEST, json.dumps(document | {"fence": self._name}).encode(), found.tag)


@contextmanager
def hold_lease(bucket: Bucket) -> Iterator[Lease]:
    """The lease, renewed for as long as this process lives and is not done."""
    lease, done = Lease(bucket), threading.Event()
    lease.take()
    renewing = threading.Thread(target=_renew, args=(lease, done), name="lease", daemon=True)
    renewing.start()
    try:
        yield lease
    finally:
        done.set()
        renewing.join()
        _give_back(lease)


def lost(bucket: Bucket) -> WarehouseUnavailable:
    """What a writer is told whose lease another one took."""
    return WarehouseUnavailable(
        f"This import stood still for more than {LEASE_SECONDS:.0f} seconds, and another one took its turn to write"
        f" to {bucket.url}. Run it again: what is stored already is recognised."
    )


def _renew(lease: Lease, done: threading.Event) -> None:
    while not done.wait(LEASE_SECONDS / BEATS):
        try:
            lease.confirm()
        except WarehouseUnavailable:
            continue  # reached again in time it goes on; else the writer hears of it when it publishes


def _give_back(lease: Lease) -> None:
    try:
        lease.give_back()
    except WarehouseUnavailable:
        return
