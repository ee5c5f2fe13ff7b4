"""How a document is refused: the JSON path of the offending key, and a sentence that quotes what was found there."""

import json
import re
from collections.abc import Collection
from decimal import Decimal
from difflib import get_close_matches
from typing import NoReturn

from masivo.errors import DocumentRefused

_PLAIN_KEY = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_LONGEST_QUOTE = 60


def refuse(path: str, sentence: str) -> NoReturn:
    """Raise DocumentRefused; a sentence may end in a suggestion that turned out empty."""
    raise DocumentRefused(path, sentence.rstrip())


def key_path(path: str, key: object) -> str:
    """The JSON path of an object's key; a key of other signs than letters stands in brackets and quotes."""
    key = str(key)
    return f"{path}.{key}" if _PLAIN_KEY.fullmatch(key) else f"{path}[{json.dumps(key)}]"


def item_path(path: str, index: int) -> str:
    """The JSON path of a list's member."""
    return f"{path}[{index}]"


def quote(found: object) -> str:
    """What was found, short enough for a sentence and safe to print whatever it holds."""
    match found:
        case None:
            return "null"
        case bool():
            return "true" if found else "false"
        case str():
            shown = "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in found[:_LONGEST_QUOTE])
            return f"“{shown}…”" if len(found) > _LONGEST_QUOTE else f"“{shown}”"
        case int() | Decimal() | float():
            return _number(found)
        case list() | tuple():
            return "a list"
        case dict():
            return "an object"
    return "something else"


def suggest(wrong: object, known: Collection[str]) -> str:
    """The known word that is close to the wrong one, as a question; else the known words, if they are few."""
    close = get_close_matches(wrong, known, n=1) if isinstance(wrong, str) and len(wrong) <= _LONGEST_QUOTE else []
    if close:
        return f"Did you mean {quote(close[0])}?"
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 30 else ""


def _number(found: int | float | Decimal) -> str:
    if isinstance(found, int):
        return str(found) if abs(found) < 10**24 else "a number of more than 24 digits"
    shown = str(found)
    return shown if len(shown) <= _LONGEST_QUOTE else f"{shown[:_LONGEST_QUOTE]}…"
