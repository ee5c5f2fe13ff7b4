"""The lake in a bucket as a warehouse: the embedded one over this machine's mirror, which follows the bucket."""

from contextlib import AbstractContextManager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from masivo.warehouse.lake import LakeSnapshot, LakeWarehouse
from masivo.warehouse.s3.bucket import Bucket
from masivo.warehouse.s3.mirror import Mirror

if TYPE_CHECKING:
    from masivo.warehouse.s3.writing import BucketWriter


class BucketWarehouse(LakeWarehouse):
    """The warehouse in `s3://bucket/folder`; its mirror is a folder of `home`, one for each address."""

    def __init__(self, url: str, home: Path) -> None:
        self._bucket = Bucket(url)
        super().__init__(home / f"mirror-{sha256(self._bucket.url.encode()).hexdigest()[:12]}")
        self._mirror = Mirror(self._bucket, self.home)

    @property
    def place(self) -> str:
        return self._bucket.url

    def snapshot(self) -> LakeSnapshot:
        """The bucket's newest data version; another machine's import is seen a second after its end at the latest."""
        self._mirror.follow()
        return super().snapshot()

    def writer(self, scratch: Path) -> "AbstractContextManager[BucketWriter]":
        from masivo.warehouse.s3.writing import open_bucket_writer  # noqa: PLC0415 - who only reads does not load it

        return open_bucket_writer(self._bucket, self._mirror, self.home, scratch)
