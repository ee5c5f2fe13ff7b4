"""Files as people have them: formats, dialects, encodings, compression, and what makes no file at all."""

import gzip
import io
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from masivo.errors import ImportRefused
from masivo.warehouse.catalog import Owner
from masivo.warehouse.store import Line
from tests.warehouse.lake import Lake, event, numbers, rejects

NEW_YORK = ZoneInfo("America/New_York")


def test_csv_with_quotes_line_ends_and_a_byte_order_mark(lake: Lake):
    path = lake.folder / "customers.csv"
    path.write_bytes(
        b'\xef\xbb\xbfid,name,city\r\nana,"Ana ""la"" Paz\r\nSegunda",Cali\r\n\r\nluz,Luz,"Bogot\xc3\xa1, DC"\r\n'
    )
    assert numbers(lake.import_files("customers", str(path))) == (2, 2, 0, 0)
    assert lake.fields("ana") == {"name": 'Ana "la" Paz\r\nSegunda', "city": "Cali"}
    assert lake.fields("luz") == {"name": "Luz", "city": "Bogotá, DC"}


def test_numbers_of_csv_records_are_those_of_their_first_lines(lake: Lake, monkeypatch):
    monkeypatch.setattr("masivo.warehouse.ingest.sources.CHUNK_BYTES", 20)
    summary = lake.csv("customers", "id,dob", '"a\nb",1990-01-01', "x,oops", "", "y,1990-01-01", "z,oops")
    assert numbers(summary) == (4, 2, 0, 2)
    assert [number for number, _ in rejects(summary)] == [4, 7]


@pytest.mark.parametrize(("delimiter", "sign"), [(";", ";"), ("tab", "\t"), ("|", "|"), ("\\t", "\t")])
def test_other_delimiters(lake: Lake, delimiter, sign):
    path = lake.write("customers.txt", sign.join(("id", "city")), sign.join(("ana", "Cali, Valle")))
    lake.import_files("customers", path, delimiter=delimiter)
    assert lake.fields("ana") == {"city": "Cali, Valle"}


def test_runs_of_white_space_between_cells(lake: Lake):
    path = lake.folder / "purchases.txt"
    path.write_bytes(b"customer  date   value\r\n 00001 19970101    11.77\r\n 00002 19970112 \t 12.00\r\n\r\n")
    summary = lake.import_files(
        "events",
        str(path),
        delimiter="space",
        zone=NEW_YORK,
        renamed={"customer": "customer_id", "date": "issued_at", "value": "order.value"},
        constants={"type": "PURCHASE", "brand_id": "cdnow"},
    )
    assert numbers(summary) == (2, 2, 0, 0)
    [found] = lake.events_of("00001")
    assert found.occurred_at == datetime(1997, 1, 1, 5, tzinfo=UTC)
    assert found.properties == {"order.value": Decimal("11.77")}
    assert (found.type, found.brand_id) == ("PURCHASE", "cdnow")


def test_times_without_an_offset_go_by_the_zone_that_the_import_names(lake: Lake):
    lake.events(
        event(issued_at="2024-03-10T02:30:00"),
        event(issued_at="2024-11-03 01:30"),
        event(issued_at="2024-07-01"),
        zone=NEW_YORK,
    )
    assert [found.occurred_at for found in lake.events_of("ana")] == [
        datetime(2024, 11, 3, 5, 30, tzinfo=UTC),
        datetime(2024, 7, 1, 4, tzinfo=UTC),
        datetime(2024, 3, 10, 7, 30, tzinfo=UTC),
    ]


def test_dotted_columns_and_lines_in_csv(lake: Lake):
    lake.csv(
        "events",
        "customer_id,brand_id,type,issued_at,order.value,order.products,order.products[].sku",
        'ana,b,t,2024-05-01T10:00Z,10,"[{""sku"": ""A"", ""value"": 2.5}, {""sku"": ""B""}]",',
        "luz,b,t,2024-05-01T10:00Z,,,C",
        "eva,b,t,2024-05-01T10:00Z,,,",
    )
    assert lake.events_of("ana")[0].lines == (
        Line("order.products", {"sku": "A", "value": Decimal("2.5")}),
        Line("order.products", {"sku": "B"}),
    )
    assert lake.events_of("luz")[0].lines == (Line("order.products", {"sku": "C"}),)
    assert lake.events_of("eva")[0].lines == ()


def test_map_renames_a_name_and_all_beneath(lake: Lake):
    record = {"who": {"id": "ana"}, "brand_id": "b", "type": "t", "cart": {"items": [{"sku": "A"}], "total": 5}}
    renamed = {"who.id": "customer_id", "cart": "order", "cart.items": "order.products", "cart.total": "order.value"}
    renamed = {"who.id": "customer_id", "cart": "order", "order.items": "order.products", "order.total": "order.value"}
    lake.events(record, renamed=renamed)
    [found] = lake.events_of("ana")
    assert found.properties == {"order.value": 5}
    assert found.lines == (Line("order.products", {"sku": "A"}),)


def test_constants_fill_what_a_record_lacks(lake: Lake):
    lake.events(
        {"customer_id": "ana", "type": "t", "score": 1},
        {"customer_id": "ana", "type": "t", "brand_id": "own"},
        constants={"brand_id": "filled", "score": "7", "metadata.source": "007"},
    )
    assert sorted((found.brand_id, found.properties["score"]) for found in lake.events_of("ana")) == [
        ("filled", 1),
        ("own", 7),
    ]
    assert all(found.properties["metadata.source"] == "007" for found in lake.events_of("ana"))


def test_gzip_and_several_files_at_once(lake: Lake):
    packed = lake.folder / "one.ndjson.gz"
    packed.write_bytes(gzip.compress(b'{"id": "ana"}\n{"id": "luz"}'))
    cells = lake.folder / "two.csv.gz"
    cells.write_bytes(gzip.compress(b"id,city\neva,Cali\n"))
    plain = lake.write("three.jsonl", {"id": "ana", "city": "Lima"})
    assert numbers(lake.import_files("customers", str(packed), str(cells), plain)) == (4, 4, 0, 0)
    assert lake.fields("ana") == {"city": "Lima"}
    assert lake.fields("eva") == {"city": "Cali"}


def test_standard_input_is_ndjson(lake: Lake, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b'\xef\xbb\xbf{"id": "ana"}\r\n\r\n{"id": 1}')))
    assert numbers(lake.import_files("customers", "-")) == (2, 2, 0, 0)
    assert lake.snapshot.key_of("1") == 1


def test_parquet_nested_and_dotted(lake: Lake):
    path = lake.folder / "events.parquet"
    pq.write_table(
        pa.table(
            {
                "customer_id": [1, 2],
                "brand_id": ["b", "b"],
                "type": pa.array(["t", "t"]).dictionary_encode(),
                "issued_at": pa.array([datetime(2024, 5, 1, 10)] * 2, pa.timestamp("us", tz="America/Bogota")),
                "order": [{"value": 0.1, "products": [{"sku": "A", "amount": 1}]}, None],
                "metadata.day": [date(2024, 5, 1), None],
                "metadata.exact": pa.array([Decimal("1.23"), None], pa.decimal128(9, 2)),
                "metadata.flags": [["x"], []],
            }
        ),
        path,
    )
    assert numbers(lake.import_files("events", str(path))) == (2, 2, 0, 0)
    [found] = lake.events_of("1")
    assert found.occurred_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
    assert found.properties == {
        "order.value": Decimal("0.1"),
        "metadata.day": date(2024, 5, 1),
        "metadata.exact": Decimal("1.23"),
        "metadata.flags": ["x"],
    }
    assert found.lines == (Line("order.products", {"sku": "A", "amount": Decimal(1)}),)
    assert lake.events_of("2")[0].properties == {}


def test_a_parquet_time_without_a_zone_needs_the_imports_zone(lake: Lake):
    path = lake.folder / "events.parquet"
    columns = {name: ["x"] for name in ("customer_id", "brand_id", "type")}
    pq.write_table(pa.table({**columns, "issued_at": [datetime(2024, 7, 1, 10)]}), path)
    summary = lake.import_files("events", str(path))
    assert numbers(summary) == (1, 0, 0, 1)
    assert rejects(summary)[0][0] == 1
    assert numbers(lake.import_files("events", str(path), zone=NEW_YORK)) == (1, 1, 0, 0)


def test_parquet_has_maps_old_instants_and_what_is_no_number(lake: Lake):
    path = lake.folder / "customers.parquet"
    pq.write_table(
        pa.table(
            {
                "id": ["ana", "luz"],
                "tags": pa.array([[("colour", "red")], []], pa.map_(pa.string(), pa.string())),
                "since": pa.array([datetime(1850, 1, 1)] * 2, pa.timestamp("us", tz="America/Bogota")),
                "points": [1.5, float("nan")],
                "pause": pa.array([timedelta(seconds=5), None]),
            }
        ),
        path,
    )
    summary = lake.import_files("customers", str(path))
    assert rejects(summary) == [(2, "points is a number; NaN is none.")]
    assert lake.fields("ana") == {
        "tags.colour": "red",
        "since": datetime(1850, 1, 1, tzinfo=UTC),
        "points": Decimal("1.5"),
        "pause": "0:00:05",
    }


@pytest.mark.parametrize(
    ("name", "content", "options", "sentence"),
    [
        ("none.csv", None, {}, "There is no file"),
        ("customers.xlsx", b"x", {}, "unknown kind"),
        ("customers.parquet", b"id,name", {}, "is not a Parquet file"),
        ("customers.csv.gz", b"id,name", {}, "cannot be unpacked"),
        ("customers.csv", b"", {}, "is empty"),
        ("customers.csv", b"id,,name\n", {}, "has no name"),
        ("customers.csv", b"id,name,name\n", {}, "2 columns named name"),
        ("customers.csv", b"id,na\xffme\n", {}, "not in UTF-8"),
        ("customers.csv", b"\xff\xfei\0d\0", {}, "UTF-16"),
        ("customers.csv", b"id,a..b\n1,2\n", {}, "is empty"),
        ("customers.csv", b"id,a[].b\n1,2\n", {}, "no lists of objects"),
        ("customers.csv", b"id,name\n1,2\n", {"renamed": {"nome": "name"}}, "does not have"),
        ("customers.csv", b"id,name\n1,2\n", {"renamed": {"id": "name"}}, "two columns for name"),
        ("customers.csv", b"id,name\n1,2\n", {"renamed": {"id": "a[]b"}}, "no name can hold"),
        ("customers.csv", b"id,name\n1,2\n", {"constants": {"a..b": "1"}}, "is empty"),
        ("customers.csv", b"id,name\n1,2\n", {"delimiter": "::"}, "--delimiter is one character"),
    ],
)
def test_an_import_of_which_nothing_can_be_done_is_refused_in_words(lake: Lake, name, content, options, sentence):
    path = lake.folder / name
    if content is not None:
        path.write_bytes(content)
    good = lake.write("good.ndjson", {"id": "ana"})
    if "renamed" in options or "constants" in options:
        good = str(path)
    with pytest.raises(ImportRefused, match=sentence.replace("(", r"\(").replace("[", r"\[")):
        lake.import_files("customers", good, str(path), **options)
    assert lake.snapshot.customer_count == 0
    assert list((lake.warehouse.home / "scratch").glob("*")) == []


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [(b'x,"Ana\ny,Luz\n', "quote is opened here that is never closed"), (b"x,Ana\rPaz\n", "carriage return outside")],
)
def test_a_csv_record_without_a_clear_end_is_rejected_and_the_others_go_in(lake: Lake, wrong, reason):
    path = lake.folder / "customers.csv"
    path.write_bytes(b'id,name\nana,"Ana\rPaz"\n' + wrong)
    summary = lake.import_files("customers", str(path))
    assert numbers(summary) == (2, 1, 0, 1)
    [(number, told)] = rejects(summary)
    assert number == 3
    assert reason in told
    assert lake.fields("ana") == {"name": "Ana\rPaz"}


def test_a_cell_longer_than_any_can_be_is_refused(lake: Lake, monkeypatch):
    import csv

    before = csv.field_size_limit(1000)
    try:
        path = lake.write("customers.csv", "id,name", 'ana,"never closed', *("x" * 100 for _ in range(20)))
        with pytest.raises(ImportRefused, match="cannot be read as CSV from line"):
            lake.import_files("customers", path)
    finally:
        csv.field_size_limit(before)


def test_large_files_are_read_by_processes_of_their_own(lake: Lake, monkeypatch):
    monkeypatch.setattr("masivo.warehouse.ingest.imports.CHUNK_BYTES", 1000)
    monkeypatch.setattr("masivo.warehouse.ingest.sources.CHUNK_BYTES", 20_000)
    records = (event(id=str(number), n=number if number < 1900 else "x") for number in range(2000))
    assert numbers(lake.events(*records)) == (2000, 2000, 0, 0)
    assert lake.count(Owner.EVENT) == 2000
    assert {found.properties["n"] for found in lake.events_of("ana")} <= {"x", *map(str, range(2000))}
