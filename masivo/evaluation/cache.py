"""Sets that were found before: the same select of the same data version is asked once."""

from typing import Protocol

from pyroaring import BitMap


class SetCache(Protocol):
    """Remembers bitmaps by a text key; forgetting is allowed at any time."""

    def get(self, key: str) -> BitMap | None:
        """The set kept under the key, if there still is one."""
        ...

    def put(self, key: str, found: BitMap) -> None:
        """Keep a set for a while."""
        ...
