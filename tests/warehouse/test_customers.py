"""Importing customers: what updates, what is cleared, what stays."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pyroaring import BitMap

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Owner
from tests.stores import on_every_store
from tests.warehouse.lake import Lake, event, numbers

pytestmark = on_every_store


def test_every_builtin_field_comes_in_with_its_type(lake: Lake):
    summary = lake.customers(
        {
            "id": "ana",
            "name": "  Ana Ñandú ",
            "country": "CO",
            "dob": "1990-02-28",
            "registration_date": "2024-01-31T23:00:00-05:00",
            "is_anonymous": False,
            "platforms": ["IOS", "", None, " WEB "],
            "consent": {"purposes": {"email_marketing": True}},
        }
    )
    assert numbers(summary) == (1, 1, 0, 0)
    assert lake.fields("ana") == {
        "name": "Ana Ñandú",
        "country": "CO",
        "dob": date(1990, 2, 28),
        "registration_date": datetime(2024, 2, 1, 4, tzinfo=UTC),
        "is_anonymous": False,
        "platforms": ["IOS", "WEB"],
        "consent.purposes.email_marketing": True,
    }


def test_a_later_record_updates_the_names_it_carries(lake: Lake):
    lake.customers({"id": "ana", "city": "Cali", "tags": {"a": "1", "b": "2"}, "platforms": ["IOS", "WEB"]})
    lake.customers({"id": "ana", "tags": {"a": "9"}, "platforms": ["ANDROID"]})
    assert lake.fields("ana") == {"city": "Cali", "tags.a": "9", "tags.b": "2", "platforms": ["ANDROID"]}


def test_a_record_updates_also_where_later_imports_brought_other_names(lake: Lake):
    lake.customers({"id": "ana", "city": "Cali"})
    lake.customers({"id": "luz", "tags": {"a": "1"}})
    lake.customers({"id": "ana", "city": "Quito"})
    assert lake.fields("ana") == {"city": "Quito"}
    assert lake.fields("luz") == {"tags.a": "1"}


def test_records_of_one_customer_in_one_file_go_in_order(lake: Lake):
    summary = lake.customers(
        {"id": "ana", "city": "Cali", "tier": "gold", "country": "CO"},
        {"id": "luz", "city": "Lima"},
        {"id": "ana", "city": None},
        {"id": "ana", "city": "Quito", "tier": "", "country": None},
    )
    assert numbers(summary) == (4, 4, 0, 0)
    assert lake.fields("ana") == {"city": "Quito"}
    assert lake.fields("luz") == {"city": "Lima"}
    assert lake.snapshot.customer_count == 2


def test_null_and_blank_clear_a_field_and_null_all_beneath_it(lake: Lake):
    lake.customers(
        {"id": "ana", "city": "Cali", "tier": "gold", "platforms": ["IOS"], "tags": {"a": "1", "b": {"c": True}}},
        {"id": "luz", "city": "Lima", "tags": {"a": "2"}},
    )
    lake.customers({"id": "ana", "city": None, "tier": " ", "platforms": [], "tags": None})
    assert lake.fields("ana") == {}
    assert lake.fields("luz") == {"city": "Lima", "tags.a": "2"}


def test_an_empty_object_and_an_empty_cell_carry_nothing(lake: Lake):
    lake.customers({"id": "ana", "city": "Cali", "tags": {"a": "1"}})
    lake.customers({"id": "ana", "tags": {}})
    lake.csv("customers", "id,city,tags.a", "ana,,  ")
    assert lake.fields("ana") == {"city": "Cali", "tags.a": "1"}


def test_within_one_record_a_value_outdoes_the_null_above_it(lake: Lake):
    lake.customers({"id": "ana", "tags": {"a": "1", "b": "2"}})
    lake.customers('{"id": "ana", "tags": null, "tags.a": "3"}')
    assert lake.fields("ana") == {"tags.a": "3"}


def test_keys_stay_and_are_dense(lake: Lake):
    lake.customers(*({"id": f"c{number}"} for number in range(5)))
    first = {id_: lake.snapshot.key_of(id_) for id_ in ("c0", "c4")}
    lake.events(event(customer_id="new"))
    lake.customers({"id": "c4", "city": "Cali"}, {"id": "last"})
    assert {id_: lake.snapshot.key_of(id_) for id_ in ("c0", "c4")} == first
    assert lake.snapshot.customer_count == 7
    assert lake.snapshot.ids(BitMap(range(7))) == ["c0", "c1", "c2", "c3", "c4", "last", "new"]


def test_whole_numbers_are_taken_as_digits_under_ids_and_text_names(lake: Lake):
    lake.customers('{"id": 12345678901234567890, "document_number": 1032456789, "phone": 57e2, "platforms": [7, "x"]}')
    assert lake.fields("12345678901234567890") == {
        "document_number": "1032456789",
        "phone": "5700",
        "platforms": ["7", "x"],
    }


def test_names_that_differ_in_case_only_are_two(lake: Lake):
    lake.customers({"id": "ana", "tags": {"Vip": "yes", "vip": True}})
    assert lake.fields("ana") == {"tags.Vip": "yes", "tags.vip": True}


def test_texts_are_kept_in_nfc(lake: Lake):
    lake.customers({"id": "jose\u0301", "city": "\u3000Bogota\u0301\u2003"})
    assert lake.fields("jos\u00e9") == {"city": "Bogot\u00e1"}


def test_lists_of_other_things_and_objects_in_lists_are_kept_as_json(lake: Lake):
    lake.customers({"id": "ana", "sizes": [1, Decimal("2.50")], "pets": [{"name": "Rex"}]})
    assert lake.fields("ana") == {"sizes": "[1,2.50]", "pets": '[{"name":"Rex"}]'}
    assert numbers(lake.customers({"id": "luz", "sizes": [3], "pets": [{"name": "Tom"}]})) == (1, 1, 0, 0)
    assert lake.fields("luz") == {"sizes": "[3]", "pets": '[{"name":"Tom"}]'}


def test_the_order_of_customers_and_events_does_not_matter(home, lake: Lake):
    lake.customers({"id": "ana", "city": "Cali"})
    lake.events(event(), event(customer_id="luz"))
    (home / "other").mkdir()
    other = Lake(home / "other")
    other.events(event(), event(customer_id="luz"))
    other.customers({"id": "ana", "city": "Cali"})
    for one in (lake, other):
        assert one.fields("ana") == {"city": "Cali"}
        assert one.fields("luz") == {}
        assert one.count(Owner.CUSTOMER) == 2
        assert len(one.events_of("luz")) == 1


def test_an_import_of_nothing_makes_nothing(lake: Lake):
    assert numbers(lake.customers()) == (0, 0, 0, 0)
    assert lake.snapshot.data_version == 0


def test_new_names_are_known_afterwards(lake: Lake):
    lake.customers({"id": "ana", "score": 5, "tags": {"vip": True}})
    catalog = lake.snapshot.catalog
    assert catalog.field_type("score") is FieldType.NUMBER
    assert catalog.field_type("tags.vip") is FieldType.BOOLEAN
    assert catalog.field_type("tags") is None
