"""Documents as JSON text: numbers exact in both directions, and nothing in the text overlooked."""

import json
from collections import Counter
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from masivo.conditions.refusals import item_path, key_path, quote, refuse
from masivo.conditions.tree import ROOT_PATH

_LONGEST_INT = 40
"""Digits up to which a whole number becomes an int: Python refuses to read very long ones, and no value is as long."""


def read_json(text: str | bytes) -> object:
    """The JSON value of a text, whole numbers as int and the others as Decimal; bytes are UTF-8, UTF-16 or UTF-32.

    Raises DocumentRefused for what is not JSON (NaN and the infinities too) and for a key that an object has twice.
    """
    if not text.strip():
        refuse(ROOT_PATH, "There is no document: nothing stands here.")
    repeated: list[_Repeated] = []

    def members(pairs: list[tuple[str, object]]) -> object:
        found = dict(pairs)
        if len(found) == len(pairs):
            return found
        repeated.append(_Repeated(Counter(key for key, _ in pairs).most_common(1)[0][0]))
        return repeated[-1]

    try:
        value: object = json.loads(
            text.lstrip("\ufeff") if isinstance(text, str) else text,
            object_pairs_hook=members,
            parse_int=_whole,
            parse_float=_decimal,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        refuse(ROOT_PATH, f"The document is not JSON: {error.msg} at {where}.")
    except UnicodeDecodeError:
        refuse(ROOT_PATH, "The document is not JSON: its bytes are no text in UTF-8.")
    except RecursionError:
        refuse(ROOT_PATH, "The document is nested far too deeply to be read.")
    if repeated:
        _refuse_repeated(value)
    return value


def write_json(value: object) -> str:
    """Compact JSON of dicts, lists and plain values; a Decimal is written as the number it is, digit by digit."""
    match value:
        case dict():
            return "{" + ",".join(f"{write_json(key)}:{write_json(member)}" for key, member in value.items()) + "}"
        case list():
            return "[" + ",".join(map(write_json, value)) + "]"
        case Decimal():
            return f"{value:f}"
    return json.dumps(value, ensure_ascii=False)


def write_json_lines(value: object, margin: str = "") -> str:
    """The same value as `write_json` writes, for people: what is nested stands on lines of its own, indented."""
    inner = f"{margin}  "
    match value:
        case dict() if any(isinstance(member, list | dict) for member in value.values()):
            members = [f"{write_json(key)}: {write_json_lines(member, inner)}" for key, member in value.items()]
            return "{\n" + ",\n".join(inner + member for member in members) + f"\n{margin}}}"
        case list() if any(isinstance(member, dict) for member in value):
            members = [write_json_lines(member, inner) for member in value]
            return "[\n" + ",\n".join(inner + member for member in members) + f"\n{margin}]"
    return write_json(value)


class _Repeated:
    """Stands for an object that names one key twice."""

    def __init__(self, key: str) -> None:
        self.key = key


def _whole(digits: str) -> int | Decimal:
    return int(digits) if len(digits) <= _LONGEST_INT else Decimal(digits)


def _decimal(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        # An exponent of twenty digits: nothing, or more than any number that is let in.
        return Decimal(0) if "e-" in digits.lower() else Decimal("Infinity")


def _constant(name: str) -> NoReturn:
    refuse(ROOT_PATH, f"The document is not JSON: {name} is no number.")


def _refuse_repeated(document: object) -> None:
    """Refuse the first object that names a key twice, with that key's path."""
    unread: list[tuple[str, object]] = [(ROOT_PATH, document)]
    while unread:
        path, value = unread.pop()
        if isinstance(value, _Repeated):
            refuse(key_path(path, value.key), f"{quote(value.key)} is named twice here; keep one of the two.")
        if isinstance(value, dict):
            unread += [(key_path(path, key), member) for key, member in reversed(value.items())]
        elif isinstance(value, list):
            unread += [(item_path(path, index), member) for index, member in reversed(list(enumerate(value)))]
