"""A sheet as text and back, whatever its nodes hold: what the history of an editing session compares and keeps."""

import json
from collections.abc import Hashable
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from masivo.web.builder.sheet import Sheet


@lru_cache(maxsize=8)
def write_sheet(sheet: Sheet) -> str:
    """The sheet as compact JSON without what has its default; equal ones give equal texts.

    The last few are kept, since a request writes the same one again and again.
    """
    return json.dumps(_plain(sheet), ensure_ascii=False, separators=(",", ":"))


def read_sheet(text: str) -> Sheet:
    """The sheet of a text that `write_sheet` made.

    Raises ValueError, TypeError or KeyError for a text of another version of this program.
    """
    found = _typed(Sheet, json.loads(text))
    assert isinstance(found, Sheet)
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        kept = ((each, getattr(value, each.name)) for each in fields(value))
        # A group always names its children, by which it is told from a line.
        return {each.name: _plain(held) for each, held in kept if each.name == "children" or held != each.default}
    return list(map(_plain, value)) if isinstance(value, tuple) else value


def _typed(kind: Any, plain: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        return _typed(_one_of(kind, plain), plain)
    if get_origin(kind) is tuple:
        return tuple(_typed(get_args(kind)[0], each) for each in plain)
    if is_dataclass(kind):
        hints = _hints(cast(Hashable, kind))
        return cast(Any, kind)(**{name: _typed(hints[name], value) for name, value in plain.items()})
    if issubclass(kind, StrEnum):
        return kind(plain)
    if not isinstance(plain, kind):
        raise TypeError(f"{plain!r} is no {kind.__name__}")
    return plain


def _one_of(kind: Any, plain: Any) -> Any:
    """The member of a union that a value is of: an optional one's only one, or the node that has these names."""
    if plain is None:
        return type(None)
    members = [member for member in get_args(kind) if member is not type(None)]
    return next(member for member in members if len(members) == 1 or ("children" in plain) == _has_children(member))


def _has_children(kind: Any) -> bool:
    return any(each.name == "children" and each.default is not MISSING for each in fields(kind))


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    return get_type_hints(kind)
