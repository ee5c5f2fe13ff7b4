"""Writing a lake in a bucket: an import works on this machine's mirror, and one conditional PUT makes it the data."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from duckdb import DuckDBPyConnection

from masivo.warehouse.catalog import Owner
from masivo.warehouse.delta import publish, vacuum
from masivo.warehouse.manifest import MANIFEST, Manifest, manifest_text
from masivo.warehouse.s3.bucket import Bucket
from masivo.warehouse.s3.lease import Lease, hold_lease, lost
from masivo.warehouse.s3.mirror import Mirror
from masivo.warehouse.writer import LakeWriter, open_writer


@contextmanager
def open_bucket_writer(bucket: Bucket, mirror: Mirror, home: Path, scratch: Path) -> Iterator["BucketWriter"]:
    """The one writer of the bucket at a time, on any machine; waits for the one before it.

    One that was killed is waited for until its lease has lapsed.
    """
    with hold_lease(bucket) as lease:
        # The tag comes before the manifest is read: so it is never newer than what the import builds on.
        make = partial(BucketWriter, bucket, mirror, lease, mirror.catch_up())
        with open_writer(home, scratch, make) as writer:
            assert isinstance(writer, BucketWriter)
            yield writer


class BucketWriter(LakeWriter):
    """What an import does to the mirror, with the bucket in the place of the folder when it is shown to everybody."""

    def __init__(
        self,
        bucket: Bucket,
        mirror: Mirror,
        lease: Lease,
        tag: str,
        home: Path,
        scratch: Path,
        manifest: Manifest,
        connection: DuckDBPyConnection,
    ) -> None:
        super().__init__(home, scratch, manifest, connection)
        self._bucket = bucket
        self._mirror = mirror
        self._lease = lease
        self._tag = tag

    def show(self, manifest: Manifest) -> None:
        for owner in Owner:
            stored = {part.path for part in self.manifest.tables[owner].parts}
            for part in manifest.tables[owner].parts:
                if part.path not in stored:
                    self._bucket.upload(f"{owner}/{part.path}", self.home / owner / part.path)
        self._lease.confirm()
        tag = self._bucket.put(MANIFEST, manifest_text(manifest).encode(), self._tag)
        if tag is None:
            raise lost(self._bucket)
        self._tag = tag
        self._mirror.keep(manifest, tag)

    def publish(self) -> None:
        self._lease.confirm()
        publish(self._bucket.url, self.manifest, self._bucket.delta_options())

    def clean_up(self, hours: int) -> None:
        self._lease.confirm()
        vacuum(self._bucket.url, hours, self._bucket.delta_options())
        self._mirror.drop(hours)
