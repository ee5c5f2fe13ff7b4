"""Chunks of an import staged one after the other: what every worker process does."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pyarrow as pa

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import OWN_COLUMNS
from masivo.warehouse.ingest.batch import SINGLE
from masivo.warehouse.ingest.chunk_files import ChunkFiles, ChunkReport, StagedLines
from masivo.warehouse.ingest.evidence import Evidence
from masivo.warehouse.ingest.plan import Chunk, Format, Kind, Plan
from masivo.warehouse.ingest.read_alike import Alike, Different, read_alike
from masivo.warehouse.ingest.read_json_lines import bytes_of
from masivo.warehouse.ingest.shape import Branch, Mixed, shape_of
from masivo.warehouse.ingest.staging import OWN_TYPES, REQUIRED, CarefulStaging
from masivo.warehouse.ingest.values import Reading

AT_ONCE_BYTES = 1024 * 1024
"""Chunks smaller than this are read with care at once: to learn their shape first would not pay."""

LESSONS = 8
LESSON_BYTES = 32 * 1024
"""So many stretches of so many bytes are read with care to learn a chunk's shape: some names come at times only."""


MOST_LEAVES = OWN_COLUMNS
"""Records of more names than that are read with care: not every name can have a column."""


class ChunkStager:
    """Reads chunks with care, but events that look like the ones before at once, which costs a tenth."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._shape: Branch | None = None

    def stage(self, chunk: Chunk, assumed: Mapping[str, FieldType]) -> ChunkReport:
        """Read, type and write a chunk; `assumed` are the types so far of names that the plan does not know."""
        if self._worth_a_try(chunk):
            if self._shape is None:
                for lesson in _lessons(chunk):
                    self._learn(CarefulStaging(lesson, self._plan, assumed))
            try:
                return self._at_once(chunk, {**assumed, **self._plan.types})
            except Different:
                pass
        staging = CarefulStaging(chunk, self._plan, assumed)
        self._learn(staging)
        return staging.write()

    def _worth_a_try(self, chunk: Chunk) -> bool:
        plan = self._plan
        as_they_are = plan.kind is Kind.EVENTS and not plan.renamed and not plan.constants
        return as_they_are and chunk.format is Format.NDJSON and chunk.length >= AT_ONCE_BYTES

    def _learn(self, staging: CarefulStaging) -> None:
        place = staging.batch.root
        if place is None:
            return
        types = {**dict.fromkeys(SINGLE[self._plan.kind], FieldType.TEXT), **OWN_TYPES, **staging.used}
        try:
            shape = shape_of(place, types)
            self._shape = shape if self._shape is None else self._shape | shape
        except Mixed:
            self._shape = None
            return
        if len(self._shape.leaves()) > MOST_LEAVES:
            self._shape = None

    def _at_once(self, chunk: Chunk, types: Mapping[str, FieldType]) -> ChunkReport:
        """Raises Different for a chunk that is not of exactly the shape that was learnt, by these types."""
        shape = self._shape
        if shape is None or any(
            leaf.type is not types.get(leaf.name, leaf.type) or leaf.name in self._plan.packed
            for leaf in shape.leaves()
        ):
            raise Different
        alike = read_alike(bytes_of(chunk), shape, Reading(self._plan.zone, self._plan.named_zone))
        own = _own_columns(alike, self._plan)
        columns = {name: column for name, column in alike.columns.items() if name not in own}
        everything = np.ones(alike.rows, np.bool_)
        files = ChunkFiles(chunk, self._plan)
        files.write_records({**own, **columns}, everything)
        files.write_lines([_no_lines(), *alike.lines], everything)
        files.write_rejects(())
        used = {name: type_ for name, type_ in alike.types.items() if name not in own}
        new = {
            name: Evidence(frozenset({type_}), number=alike.number_of(name))
            for name, type_ in used.items()
            if name not in self._plan.types
        }
        return ChunkReport(chunk, alike.rows, 0, used, new)


def _own_columns(alike: Alike, plan: Plan) -> dict[str, pa.Array]:
    """The columns that make a record one. Raises Different where a required one lacks a value: a record to refuse."""
    own = {name: alike.columns.get(name, pa.nulls(alike.rows, pa.string())) for name in SINGLE[plan.kind]}
    if any(own[name].null_count for name in REQUIRED[plan.kind]):
        raise Different
    own["issued_at"] = own["issued_at"].cast(pa.timestamp("us")).fill_null(plan.now)
    return own


def _no_lines() -> StagedLines:
    return StagedLines(np.array([], np.int64), pa.array([], pa.string()), pa.array([], pa.int32()), {})


def _lessons(chunk: Chunk) -> Iterator[Chunk]:
    """Whole records from places all over a chunk of lines."""
    for place in range(0, chunk.length, chunk.length // LESSONS):
        offset = chunk.offset + place
        around = bytes_of(replace(chunk, offset=offset, length=min(LESSON_BYTES, chunk.length - place)))
        start = around.find(b"\n") + 1 if place else 0
        if stop := around.rfind(b"\n") + 1:
            yield replace(chunk, offset=offset + start, length=stop - start)
