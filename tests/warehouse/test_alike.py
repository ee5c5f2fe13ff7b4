"""Chunks read at once are staged exactly as the careful reader stages them, whatever stands in them."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.ingest import stager
from masivo.warehouse.ingest.chunk_files import ChunkReport
from masivo.warehouse.ingest.evidence import Evidence
from masivo.warehouse.ingest.plan import Chunk, Format, Kind, Plan
from masivo.warehouse.ingest.read_alike import Different, read_alike
from masivo.warehouse.ingest.stager import ChunkStager
from tests.effort import effort

USUAL = {
    "id": "e1",
    "customer_id": "c1",
    "brand_id": "andes",
    "type": "PURCHASE",
    "issued_at": "2026-05-11T17:00:00Z",
    "status": "RESOLVED",
    "order": {
        "value": 47.22,
        "products": [
            {"sku": "A", "amount": 1, "value": 10.5, "tags": {"department": "MEAT"}},
            {"sku": "B", "amount": 2, "value": 1e1},
        ],
    },
    "tags": {"points": 5, "vip": True, "labels": ["a", "b"], "day": "2026-05-11", "at": "2026-05-11T17:00:00.5+02:00"},
}
LESSON = [USUAL, {**USUAL, "id": "e2", "order": {"products": []}}, {**USUAL, "id": "e3", "order": None}]

Staged = tuple[list[Any], list[Any], bytes, ChunkReport]


def lines_of(records: list[Any]) -> bytes:
    return b"".join(each if isinstance(each, bytes) else json.dumps(each).encode() + b"\n" for each in records)


def stage(folder: Path, first: bytes, second: bytes, *, types: dict[str, FieldType]) -> list[Staged]:
    """Two chunks of one file, one after the other."""
    folder.mkdir(exist_ok=True)
    path = folder / "events.ndjson"
    path.write_bytes(first + second)
    zone = ZoneInfo("America/Bogota")
    plan = Plan(Kind.EVENTS, types, frozenset(), {}, {}, zone, None, datetime(2026, 11, 22), folder)
    stages = ChunkStager(plan)
    staged, assumed = [], dict[str, FieldType]()
    for number, (offset, chunk) in enumerate(((0, first), (len(first), second))):
        report = stages.stage(
            Chunk(number, path.name, Format.NDJSON, path, offset, len(chunk), 1 + number * first.count(b"\n")),
            dict(assumed),
        )
        assumed |= report.used
        stem = folder / f"{number:08}"
        records, lines = (_values(pq.read_table(stem.with_suffix(suffix))) for suffix in (".records", ".lines"))
        staged.append((records, lines, stem.with_suffix(".rejects").read_bytes(), report))
    return staged


def _values(table: pa.Table) -> list[Any]:
    """The rows in one order; a column without a value is as good as none."""
    columns = sorted(name for name in table.column_names if table[name].null_count < len(table))
    return sorted(
        table.select(columns).to_pylist(), key=lambda row: (row["seq"], row.get("list_name"), row.get("line_number"))
    )


def _types(staged: list[Staged]) -> dict[str, FieldType | None]:
    """What all chunks together say of new names, which is what an import goes by."""
    evidence: dict[str, Evidence] = {}
    for *_, report in staged:
        for name, found in report.evidence.items():
            evidence[name] = evidence.get(name, Evidence()) | found
    return {name: found.type() for name, found in evidence.items() if found.type() is not None}


def both_ways(folder: Path, records: list[Any], monkeypatch: pytest.MonkeyPatch, *, known: bool = True) -> bool:
    """Compare both ways of reading; whether the second chunk was really read at once."""
    types = {name: entry.type for name, entry in Catalog().properties.items()} if known else {}
    first, second = lines_of(LESSON), lines_of(records)
    at_once: list[bool] = []

    def watched(*asked: Any) -> Any:
        try:
            alike = read_alike(*asked)
        except Different:
            at_once.append(False)
            raise
        at_once.append(True)
        return alike

    monkeypatch.setattr(stager, "read_alike", watched)
    monkeypatch.setattr(stager, "AT_ONCE_BYTES", 0)
    quick = stage(folder / "quick", first, second, types=types)
    monkeypatch.setattr(stager, "AT_ONCE_BYTES", 1 << 40)
    careful = stage(folder / "careful", first, second, types=types)
    for (records_, lines, rejects, report), (*tables, their_rejects, their_report) in zip(quick, careful, strict=True):
        assert [records_, lines] == tables
        assert rejects == their_rejects
        assert (report.read, report.rejected, report.used) == (
            their_report.read,
            their_report.rejected,
            their_report.used,
        )
    assert _types(quick) == _types(careful)
    return at_once[-1]


@pytest.mark.parametrize("known", [True, False], ids=["known names", "new names"])
def test_what_looks_the_same_is_read_at_once(tmp_path, monkeypatch, known):
    others = [
        {**USUAL, "id": "  spaces\t", "customer_id": "José", "order": {"value": -0.000001, "products": [{}]}},
        {**USUAL, "id": "", "status": None, "tags": {"labels": [" x ", "", None], "points": None}},
        {"customer_id": "c", "brand_id": "b", "type": "T"},
        {**USUAL, "order": {"value": 123456789012345678.5}},
    ]
    assert both_ways(
        tmp_path, [*others, b'{"customer_id":"c","brand_id":"b","type":"T"}\r\n', USUAL], monkeypatch, known=known
    )


STRANGE = {
    "a number as text": {**USUAL, "order": {"value": "12.5"}},
    "a text as number": {**USUAL, "type": 5},
    "a number of seven decimals": {**USUAL, "order": {"value": 0.1234567}},
    "a number too large": b'{"customer_id":"c","brand_id":"b","type":"T","order":{"value":1234567890123456789.1}}\n',
    "NaN": b'{"customer_id":"c","brand_id":"b","type":"T","order":{"value":NaN}}\n',
    "a new name": {**USUAL, "color": "red"},
    "a new name in a line": {**USUAL, "order": {"products": [{"size": 5}]}},
    "a name twice": b'{"customer_id":"c","brand_id":"b","type":"T","type":"U"}\n',
    "two records on a line": b'{"customer_id":"c","brand_id":"b","type":"T"}{"customer_id":"d"}\n',
    "a record on two lines": b'{"customer_id":"c","brand_id":"b",\n"type":"T"}\n',
    "a record on two lines that end well": b'{"customer_id":"c","brand_id":"b","type":"T","order":{}\n,"tags":{}}\n',
    "not JSON": b"{customer_id: c}\n",
    "a list": b"[1]\n",
    "a blank line": b"   \n",
    "no line at all": b"\n\n",
    "a broken text": b'{"customer_id":"\xff","brand_id":"b","type":"T"}\n',
    "half a sign": b'{"customer_id":"\\ud800","brand_id":"b","type":"T"}\n',
    "U+0000": b'{"customer_id":"a\\u0000b","brand_id":"b","type":"T"}\n',
    "an escaped key": b'{"customer_id":"c","brand_id":"b","type":"T","order":{"\\u0076alue":"5"}}\n',
    "no customer": {**USUAL, "customer_id": None},
    "a blank customer": {**USUAL, "customer_id": "  "},
    "no offset": {**USUAL, "issued_at": "2026-05-11T17:00:00"},
    "a day for an instant": {**USUAL, "tags": {"at": "2026-05-11"}},
    "no day": {**USUAL, "tags": {"day": "2026-02-30"}},
    "a day without lines": {**USUAL, "tags": {"day": "20260230"}},
    "an instant in words": {**USUAL, "issued_at": "yesterday"},
    "another list": {**USUAL, "tags": {"labels": ["a", 1]}},
    "a text for a list": {**USUAL, "tags": {"labels": "a"}},
    "a text for a truth": {**USUAL, "tags": {"vip": "true"}},
    "lines that are no objects": {**USUAL, "order": {"products": ["A"]}},
    "lines with nothing": {**USUAL, "order": {"products": [None, {"sku": "A"}]}},
    "an object for a value": {**USUAL, "tags": {"points": {"a": 1}}},
    "a value for an object": {**USUAL, "tags": 5},
    "deep": {**USUAL, "tags": {"a": {"b": {"c": {"d": 1}}}}},
    "a mark at the start": b'\xef\xbb\xbf{"customer_id":"c","brand_id":"b","type":"T"}\n',
    "no end of line": b'{"customer_id":"c","brand_id":"b","type":"T"}',
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize("known", [True, False], ids=["known names", "new names"])
def test_what_is_strange_is_read_with_care(tmp_path, monkeypatch, strange, known):
    both_ways(tmp_path, [USUAL, strange], monkeypatch, known=known)
    both_ways(tmp_path, [strange, USUAL], monkeypatch, known=known)


_TEXTS = st.sampled_from(["", " ", "a", "É", "12", "2026-01-01", "2026-01-01T00:00:00Z", "null", "\u200b", "ﬁ", "}\n{"])
_SCALARS = (
    _TEXTS
    | st.none()
    | st.booleans()
    | st.integers(-(10**19), 10**19)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3).map(float)
)
_VALUES = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(_TEXTS, inner, max_size=2), max_leaves=4
)
_RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "customer_id": _SCALARS,
        "issued_at": _SCALARS,
        "order": st.fixed_dictionaries(
            {},
            optional={
                "value": _SCALARS,
                "products": st.lists(
                    st.fixed_dictionaries({}, optional={"sku": _SCALARS, "amount": _SCALARS}), max_size=2
                ),
            },
        )
        | _VALUES,
        "tags": st.dictionaries(st.sampled_from(["points", "vip", "labels", "day", "at"]), _VALUES, max_size=3)
        | _VALUES,
    },
)


@effort(60)
@example(changes=[{"order": {"products": [{"sku": "2026-01-01"}]}}], known=False)
@example(changes=[{"order": {"products": [{"sku": ""}]}}], known=False)
@given(changes=st.lists(_RECORDS, min_size=1, max_size=3), known=st.booleans())
def test_any_record_is_staged_alike_both_ways(tmp_path_factory, changes, known):
    with pytest.MonkeyPatch.context() as monkeypatch:
        both_ways(
            tmp_path_factory.mktemp("alike"), [{**USUAL, **change} for change in changes], monkeypatch, known=known
        )
