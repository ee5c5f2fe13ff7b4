"""Sets that were found before: the same select of the same data version is asked once."""

import hashlib
from typing import Protocol

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


def cache_key(select: Select[tuple[int]], data_version: int) -> str:
    """The name of a select's answer: a digest of its text, its bound values and the data version it is asked of."""
    compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    asked = f"{data_version}\n{compiled}\n{sorted(compiled.params.items())!r}"
    return f"masivo:set:{hashlib.sha256(asked.encode()).hexdigest()}"
