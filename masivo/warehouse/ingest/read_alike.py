"""NDJSON events of a known shape, read by Arrow in one go; what differs in anything is left to the careful reader."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json as pj

from masivo.conditions.operators import FieldType
from masivo.warehouse.ingest.chunk_files import StagedLines
from masivo.warehouse.ingest.columns import convert, kept_texts
from masivo.warehouse.ingest.instants import instants_at_once
from masivo.warehouse.ingest.shape import Branch, Leaf
from masivo.warehouse.ingest.values import Reading

_LINE_FEED, _CARRIAGE_RETURN, _OPENING, _CLOSING = b"\n\r{}"
_ESCAPED_LETTER = re.compile(rb"\\u00(?:3[0-9]|[4-7])")


class Different(Exception):
    """Something in the chunk is not as its shape says, or wants a second look."""


@dataclass(slots=True)
class Alike:
    """The records as columns by name, none of them refused; `types` are those of the names that have a value."""

    rows: int
    columns: dict[str, pa.Array] = field(default_factory=dict)
    lines: list[StagedLines] = field(default_factory=list)
    types: dict[str, FieldType] = field(default_factory=dict)

    def number_of(self, name: str) -> int:
        """How many values stand under a name."""
        tables = (self.columns, *(lines.columns for lines in self.lines))
        return sum(len(table[name]) - table[name].null_count for table in tables if name in table)


def read_alike(records: bytes, shape: Branch, reading: Reading) -> Alike:
    """The records, each on a line of its own, as the careful reader would read them.

    Raises Different where they are not exactly of that shape or one could have to be refused.
    """
    body = records.strip(b" \t\r\n")
    rows = _count_lines(body)
    _check_numbers(body, shape)
    schema = pa.schema([(key, node.arrow) for key, node in shape.keys.items()])
    try:
        table = pj.read_json(
            pa.py_buffer(body),
            read_options=pj.ReadOptions(use_threads=False, block_size=len(body) + 1),
            parse_options=pj.ParseOptions(explicit_schema=schema, unexpected_field_behavior="error"),
        )
    except pa.ArrowInvalid as error:
        raise Different from error
    if table.num_rows != rows:
        raise Different
    alike = Alike(table.num_rows)
    arrays = [table[key].combine_chunks() for key in shape.keys]
    _take(shape, arrays, alike, alike.columns, reading)
    return alike


def _count_lines(body: bytes) -> int:
    """The number of lines, each of which is one object: Arrow takes objects wherever they begin and end."""
    text = np.frombuffer(body, np.uint8)
    ends = np.flatnonzero(text == _LINE_FEED)
    before = text[ends - 1]
    before = np.where(before == _CARRIAGE_RETURN, text[ends - 2], before)
    objects = np.all(before == _CLOSING) and np.all(text[ends + 1] == _OPENING)
    if not (objects and body.startswith(b"{") and body.endswith(b"}")):
        raise Different
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise Different from error
    return len(ends) + 1


def _check_numbers(body: bytes, shape: Branch) -> None:
    """No number is written as a text, which Arrow would take too; nor is a key hidden behind escapes."""
    if b"\\" in body and _ESCAPED_LETTER.search(body):
        raise Different
    keys = set(_number_keys(shape))
    for ending in keys - {key for key in keys for other in keys if key != other and key.endswith(other)}:
        if re.search(rb'%s"\s*:\s*"' % re.escape(ending.encode()), body):
            raise Different


def _number_keys(shape: Branch) -> Iterator[str]:
    for key, node in shape.keys.items():
        if isinstance(node, Branch):
            yield from _number_keys(node)
        elif node.type is FieldType.NUMBER:
            yield key


def _take(shape: Branch, arrays: list[pa.Array], alike: Alike, columns: dict[str, pa.Array], reading: Reading) -> None:
    for node, array in zip(shape.keys.values(), arrays, strict=True):
        if isinstance(node, Leaf):
            _take_values(node, array, alike, columns, reading)
        elif node.list_name is None:
            _take(node, array.flatten(), alike, columns, reading)
        else:
            alike.lines.append(_lines(node, node.list_name, array, alike, reading))


def _take_values(leaf: Leaf, array: pa.Array, alike: Alike, columns: dict[str, pa.Array], reading: Reading) -> None:
    if leaf.type is None or array.null_count == len(array):
        return
    if leaf.name in columns:
        raise Different
    typed = _typed(leaf.type, array, reading)
    if typed.null_count < len(typed):
        columns[leaf.name] = typed
        alike.types[leaf.name] = leaf.type


def _lines(shape: Branch, list_name: str, lists: pa.Array, alike: Alike, reading: Reading) -> StagedLines:
    objects = lists.flatten()
    if objects.null_count:
        raise Different
    rows = pc.list_parent_indices(lists).to_numpy().astype(np.int64)
    firsts = np.flatnonzero(np.diff(rows, prepend=-1))
    numbers = np.arange(len(rows)) - np.repeat(firsts, np.diff(firsts, append=len(rows)))
    columns: dict[str, pa.Array] = {}
    _take(shape, objects.flatten(), alike, columns, reading)
    names = pa.array(np.full(len(rows), list_name), pa.string())
    return StagedLines(rows, names, pa.array(numbers.astype(np.int32)), columns)


def _typed(type_: FieldType, array: pa.Array, reading: Reading) -> pa.Array:
    match type_:
        case FieldType.TEXT:
            found = kept_texts(array.cast(pa.string()))
        case FieldType.NUMBER:
            found = _fitting(array)
        case FieldType.BOOLEAN:
            found = array
        case FieldType.DATETIME:
            found = instants_at_once(array)
        case FieldType.DATE:
            plain = pc.all(pc.match_substring_regex(array, r"^\d{4}-\d{2}-\d{2}$"), min_count=0).as_py()
            found = _one_by_one(type_, array, reading) if plain else None
        case FieldType.LIST:
            found = _one_by_one(type_, array, reading)
    if found is None:
        raise Different
    return found


def _fitting(numbers: pa.Array) -> pa.Array | None:
    """Numbers of at most 18 digits before the point, which Arrow itself does not look at."""
    try:
        numbers.validate(full=True)
    except pa.ArrowInvalid:
        return None
    return numbers


def _one_by_one(type_: FieldType, array: pa.Array, reading: Reading) -> pa.Array | None:
    there = array.is_valid().to_numpy(zero_copy_only=False)
    converted = convert(array.drop_null().to_pylist(), type_, reading)
    places = pa.array(np.cumsum(there) - 1, mask=~there)
    return None if converted.refused else converted.array.take(places)
