"""The types of new names, and what becomes of values that do not fit."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused
from masivo.warehouse.declare import declare
from masivo.warehouse.ingest.plan import Kind
from tests.warehouse.lake import Lake, event, numbers, rejects

INSTANT = "2024-05-01T10:00:00-05:00"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, Decimal("2.5")], FieldType.NUMBER),
        ([True, False], FieldType.BOOLEAN),
        ([["a"], ["b", None], []], FieldType.LIST),
        (["2024-05-01", "2024-06-01"], FieldType.DATE),
        ([INSTANT, "2024-05-01T10:00Z"], FieldType.DATETIME),
        (["2024-05-01", INSTANT], FieldType.DATETIME),
        (["2024-05-01", ""], FieldType.DATE),
        (["2024-05-01", "soon"], FieldType.TEXT),
        (["2024-02-30"], FieldType.TEXT),
        (["2024-05-01T10:00:00"], FieldType.TEXT),
        (["20240501"], FieldType.TEXT),
        ([1, "a"], FieldType.TEXT),
        ([1, True], FieldType.TEXT),
        ([["a"], "a"], FieldType.TEXT),
        ([["a", 1]], FieldType.TEXT),
        ([["a", {}]], FieldType.TEXT),
        (["", None, []], None),
    ],
)
def test_a_new_name_takes_its_type_from_all_values_of_the_import(lake: Lake, values, expected):
    summary = lake.customers(*({"id": f"c{number}", "new": value} for number, value in enumerate(values)))
    assert summary.rejected == 0
    assert lake.snapshot.catalog.field_type("new") is expected


def test_values_of_several_kinds_become_texts(lake: Lake):
    values = [1, Decimal("2.50"), True, "x", ["a", "b"], "2024-05-01"]
    lake.customers(*({"id": f"c{number}", "new": value} for number, value in enumerate(values)))
    assert [lake.fields(f"c{number}")["new"] for number in range(6)] == [
        "1",
        "2.50",
        "true",
        "x",
        '["a","b"]',
        "2024-05-01",
    ]


def test_the_type_of_a_name_is_settled_over_all_chunks_and_files(lake: Lake, monkeypatch):
    monkeypatch.setattr("masivo.warehouse.ingest.sources.CHUNK_BYTES", 200)
    numbers_ = lake.write("a.ndjson", *({"id": f"a{number}", "new": number} for number in range(40)))
    texts = lake.write("b.ndjson", {"id": "last", "new": "007"})
    cells = lake.write("c.csv", "id,new", "cell,1.50")
    summary = lake.import_files("customers", numbers_, texts, cells)
    assert numbers(summary) == (42, 42, 0, 0)
    assert lake.snapshot.catalog.field_type("new") is FieldType.TEXT
    assert [lake.fields(id_)["new"] for id_ in ("a0", "a39", "last", "cell")] == ["0", "39", "007", "1.50"]


def test_values_of_rejected_records_say_nothing(lake: Lake):
    lake.customers({"id": "ana", "new": 1}, {"new": "x"}, {"id": "luz", "dob": "never", "new": "y"})
    assert lake.snapshot.catalog.field_type("new") is FieldType.NUMBER


@pytest.mark.parametrize(
    ("first", "later"),
    [
        (1, "1"),
        (1, True),
        (1, [1]),
        (1, 10**18),
        (1, Decimal("999999999999999999.9999995")),
        (True, 1),
        (True, "true"),
        ("x", True),
        ("x", Decimal("1.5")),
        ("x", ["a"]),
        ("2024-05-01", "2024-02-30"),
        ("2024-05-01", INSTANT),
        (INSTANT, "2024-05-01T10:00:00"),
        (INSTANT, 5),
        (["a"], "a"),
        (["a"], [True]),
    ],
)
def test_a_later_value_that_does_not_fit_rejects_its_record(lake: Lake, first, later):
    lake.customers({"id": "ana", "new": first, "city": "Cali"})
    before = dict(lake.fields("ana"))
    summary = lake.customers({"id": "ana", "city": "Lima", "new": later}, {"id": "luz"})
    assert numbers(summary) == (2, 1, 0, 1)
    [(number, reason)] = rejects(summary)
    assert number == 1
    assert reason.startswith("new ")
    assert lake.fields("ana") == before


def test_a_bare_date_under_a_datetime_is_the_start_of_that_day(lake: Lake):
    lake.customers({"id": "ana", "registration_date": "2024-05-01"})
    assert lake.fields("ana")["registration_date"] == datetime(2024, 5, 1, 5, tzinfo=UTC)
    lake.customers({"id": "ana", "registration_date": "2024-05-01"}, zone=ZoneInfo("Europe/Madrid"))
    assert lake.fields("ana")["registration_date"] == datetime(2024, 4, 30, 22, tzinfo=UTC)


def test_a_declared_type_rules_from_the_first_value_on(lake: Lake):
    declare(lake.warehouse, "new", FieldType.TEXT, list(Kind))
    assert lake.snapshot.catalog.field_type("new") is FieldType.TEXT
    assert lake.snapshot.catalog.property_type("new") is FieldType.TEXT
    lake.customers({"id": "ana", "new": 7})
    assert lake.fields("ana") == {"new": "7"}
    with pytest.raises(ImportRefused, match="is a text name already"):
        declare(lake.warehouse, "new", FieldType.NUMBER, list(Kind))
    declare(lake.warehouse, "new", FieldType.TEXT, list(Kind))


def test_a_records_own_name_is_none_that_can_be_declared(lake: Lake):
    with pytest.raises(ImportRefused, match="a record's own"):
        declare(lake.warehouse, "id", FieldType.TEXT, list(Kind))
    declare(lake.warehouse, "status", FieldType.TEXT, list(Kind))
    assert lake.snapshot.catalog.property_type("status") is None


def test_a_name_of_lines_is_declared_for_events_only(lake: Lake):
    declare(lake.warehouse, "order.products[].weight", FieldType.NUMBER, list(Kind))
    assert lake.snapshot.catalog.property_type("order.products[].weight") is FieldType.NUMBER
    assert lake.snapshot.catalog.field_type("order.products[].weight") is None
    with pytest.raises(ImportRefused):
        declare(lake.warehouse, "a[].b", FieldType.NUMBER, [Kind.CUSTOMERS])


def test_another_import_that_makes_the_name_known_meanwhile_is_heard(lake: Lake, monkeypatch):
    """Its type stands when this import comes to write, so what was read by another type is read again."""
    from masivo.warehouse.ingest import imports

    stage_all = imports._Import._stage_all

    def staged_then_declared(self, *given):
        stage_all(self, *given)
        declare(lake.warehouse, "new", FieldType.TEXT, [Kind.CUSTOMERS])

    monkeypatch.setattr(imports._Import, "_stage_all", staged_then_declared)
    summary = lake.customers({"id": "ana", "new": 7}, {"id": "luz", "new": True})
    assert numbers(summary) == (2, 1, 0, 1)
    assert lake.fields("ana") == {"new": "7"}


def test_csv_cells_have_the_types_that_all_of_a_column_have(lake: Lake):
    lake.csv(
        "customers",
        "id,count,code,flag,some,list,day,moment,mixed,plus,e",
        f'a,1,007,TRUE,true,"[""x"",""y""]",2024-05-01,{INSTANT},1,+1,1e2',
        "b,-2.50,8,false,yes,[],2024-05-02,2024-05-02,x,2,-.5",
        "c,,,,,,,,,,",
    )
    catalog = lake.snapshot.catalog
    columns = "count code flag some list day moment mixed plus e"
    assert {name: catalog.field_type(name) for name in columns.split(" ")} == {
        "count": FieldType.NUMBER,
        "code": FieldType.TEXT,
        "flag": FieldType.BOOLEAN,
        "some": FieldType.TEXT,
        "list": FieldType.LIST,
        "day": FieldType.DATE,
        "moment": FieldType.DATETIME,
        "mixed": FieldType.TEXT,
        "plus": FieldType.TEXT,
        "e": FieldType.NUMBER,
    }
    fields = lake.fields("a")
    assert (fields["count"], fields["code"], fields["flag"], fields["list"]) == (1, "007", True, ["x", "y"])
    assert (fields["day"], fields["e"]) == (date(2024, 5, 1), 100)
    assert lake.fields("b")["count"] == Decimal("-2.5")
    assert lake.fields("b")["plus"] == "2"
    assert lake.fields("b")["moment"] == datetime(2024, 5, 2, 5, tzinfo=UTC)
    assert lake.fields("c") == {}


def test_csv_cells_under_known_names(lake: Lake):
    summary = lake.csv(
        "customers",
        "id,phone_verified,dob,document_number,platforms",
        '001,True,1990-02-28,0012,"[""IOS""]"',
        "002,yes,,,",
        "003,,,,IOS",
        "004,false,,7,[]",
    )
    assert numbers(summary) == (4, 2, 0, 2)
    assert [number for number, _ in rejects(summary)] == [3, 4]
    assert lake.fields("001") == {
        "phone_verified": True,
        "dob": date(1990, 2, 28),
        "document_number": "0012",
        "platforms": ["IOS"],
    }
    assert lake.fields("004") == {"phone_verified": False, "document_number": "7"}


def test_numbers_in_csv_that_are_too_large_for_numbers_stay_texts(lake: Lake):
    lake.csv("customers", "id,ean", "a,12345678901234567890", "b,1")
    assert lake.snapshot.catalog.field_type("ean") is FieldType.TEXT
    assert lake.fields("a") == {"ean": "12345678901234567890"}


def test_events_have_their_own_types(lake: Lake):
    lake.customers({"id": "ana", "score": "high"})
    assert numbers(lake.events(event(score=5))) == (1, 1, 0, 0)
    assert lake.snapshot.catalog.property_type("score") is FieldType.NUMBER
