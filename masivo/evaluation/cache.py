"""Sets that were found before: the same select of the same data version is asked once."""

import hashlib
from collections.abc import Iterable
from typing import Any, Protocol

from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

_DIALECT = postgresql.dialect()


class SetCache(Protocol):
    """Remembers bitmaps by a text key; forgetting is allowed at any time."""

    def get(self, key: str) -> BitMap | None:
        """The set kept under the key, if there still is one."""
        ...

    def put(self, key: str, found: BitMap) -> None:
        """Keep a set for a while."""
        ...


def cache_key(selects: Iterable[Select[Any]], data_version: int, settings: str = "") -> str:
    """The name of an answer: a digest of the selects' text and bound values, the data version and the settings."""
    asked = [str(data_version), settings]
    for select in selects:
        compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        asked += [str(compiled), repr(sorted(compiled.params.items()))]
    return f"masivo:set:{hashlib.sha256(repr(asked).encode()).hexdigest()}"
