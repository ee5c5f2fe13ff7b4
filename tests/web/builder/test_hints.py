"""What stands beside a name: its type, how many have it, when its events were last seen, and when that is a warning."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from masivo.config import Settings
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.tables import load_tables
from masivo.warehouse.store import Snapshot
from masivo.web.builder.draft import ClauseDraft, LineDraft, StepDraft
from masivo.web.builder.hints import Hint, audience_hints, hints, warnings
from tests.web.shop import NOW


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two hundred customers; purchases every day until today, carts every day until a month ago, one old review."""
    home: Path = tmp_path_factory.mktemp("hints")
    warehouse = open_warehouse(Settings(home, "", None, None, "UTC"))
    many = range(200)
    customers = {
        "id": [str(number) for number in many],
        "country": ["CO"] * 200,
        "tier": ["gold" if number else None for number in many],
        "city": [None if number else "Lima" for number in many],
    }
    days = [
        (type_, day)
        for type_, last in (("PURCHASE", 0), ("ADD_TO_CART", 30), ("REVIEW", 299))
        for day in range(last, 300)
    ]
    events = {
        "customer_id": ["1"] * len(days),
        "brand_id": ["andes"] * len(days),
        "type": [type_ for type_, _ in days],
        "issued_at": pa.array([NOW - timedelta(days=day, hours=1) for _, day in days], pa.timestamp("us", "UTC")),
        "order.value": [5 if type_ == "PURCHASE" else None for type_, _ in days],
    }
    load_tables(warehouse, customers=pa.table(customers), events=pa.table(events))
    return warehouse.snapshot()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("field:country", Hint("text · all have it")),
        ("field:tier", Hint("text · 99 % have it")),
        ("field:city", Hint("text · under 1 % have it")),
        ("field:dob", Hint("date, for birthdays · none has it", warns=True)),
        ("property:order.value", Hint("number · all of Purchase")),
        ("event:PURCHASE", Hint("last seen today")),
        ("event:ADD_TO_CART", Hint("stopped coming, last seen 30 days ago", warns=True)),
        ("event:REVIEW", Hint("stopped coming, last seen 299 days ago", warns=True)),
        ("event:BIRTHDAY", Hint("never seen", warns=True)),
        ("rank", Hint("the first by a measure")),
    ],
)
def test_a_name_says_what_is_known_of_it(snapshot: Snapshot, name: str, hint: Hint) -> None:
    assert hints(snapshot, NOW)[name] == hint


def test_days_are_counted_from_now(snapshot: Snapshot) -> None:
    for days, words in ((1, "last seen yesterday"), (3, "last seen 3 days ago")):
        assert hints(snapshot, NOW + timedelta(days=days))["event:PURCHASE"] == Hint(words)


def test_an_audience_says_how_many_and_how_old_its_members_are() -> None:
    sizes = {3: (1204, NOW - timedelta(days=1, hours=1)), 7: (1, NOW)}
    assert audience_hints(sizes, NOW) == {
        "audience:3": Hint("1,204 members · as of yesterday"),
        "audience:7": Hint("1 member · as of today"),
    }


def test_a_line_warns_of_what_finds_nobody(snapshot: Snapshot) -> None:
    line = LineDraft(id="n2", subject="event:ADD_TO_CART", also=("PURCHASE", "", "GONE", "BIRTHDAY"))
    assert warnings(line, snapshot, NOW) == [
        "Add to cart: stopped coming, last seen 30 days ago.",
        "Birthday: never seen.",
    ]
    assert warnings(StepDraft(id="n3", also=("BIRTHDAY",)), snapshot, NOW) == ["Birthday: never seen."]
    assert warnings(LineDraft(id="n2", subject="field:dob"), snapshot, NOW) == ["No customer has a value here."]
    assert warnings(LineDraft(id="n2", subject="field:tier"), snapshot, NOW) == []


def test_a_line_warns_of_a_property_that_its_events_never_have(snapshot: Snapshot) -> None:
    line = LineDraft(id="n2", subject="event:PURCHASE", measure="sum", measured="order.value")
    assert warnings(line, snapshot, NOW) == []
    of_reviews = replace(line, subject="event:REVIEW")
    assert "No Review has a value of Order: value." in warnings(of_reviews, snapshot, NOW)
    assert "No Review" not in " ".join(warnings(replace(of_reviews, also=("PURCHASE",)), snapshot, NOW))
    assert "No Review" not in " ".join(warnings(replace(of_reviews, measure="count"), snapshot, NOW))
    where = (ClauseDraft(id="n4", property="order.value"), ClauseDraft(id="n5", property="platform"))
    step = StepDraft(id="n3", also=("PURCHASE", "REVIEW"), clauses=where)
    assert "No Purchase or Review has a value of Platform." in warnings(step, snapshot, NOW)
