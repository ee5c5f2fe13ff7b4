"""The demonstration data: the same from the same seed, and as skewed and seasonal as a retailer's."""

from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from masivo.demo.customers import customer_batches
from masivo.demo.events import event_batches
from masivo.demo.population import make_population

MORNING = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
CUSTOMERS, EVENTS = 3_000, 60_000


class Generated:
    """Everything of one seed, and SQL over it: customers, events, lines."""

    def __init__(self, seed: int = 1, until: datetime = MORNING, rows: int = 1_000_000) -> None:
        population = make_population(seed, CUSTOMERS, until)
        batches = list(event_batches(population, EVENTS, rows))
        self.batch_sizes = [batch.events.num_rows for batch in batches]
        self.customers = pa.concat_tables(customer_batches(population))
        self.events = pa.concat_tables([batch.events for batch in batches])
        starts = [sum(self.batch_sizes[:number]) for number in range(len(batches))]
        self.lines = pa.concat_tables(
            batch.lines.set_column(0, "event", pa.array(batch.lines.column("event").to_numpy() + start))
            for batch, start in zip(batches, starts, strict=True)
        )

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        connection = duckdb.connect()
        connection.register("customers", self.customers)
        numbered = self.events.append_column("event", pa.array(range(self.events.num_rows)))
        connection.register("events", numbered)
        connection.register("lines", self.lines)
        return connection.execute(sql).fetchall()

    def one(self, sql: str) -> Any:
        return self.ask(sql)[0][0]


@pytest.fixture(scope="module")
def generated() -> Generated:
    return Generated()


def plain(table: pa.Table) -> pa.Table:
    """The table with its dictionaries spelled out, so that equality is that of the values."""
    return table.cast(
        pa.schema(
            [(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in table.schema]
        )
    )


def same(one: Generated, other: Generated) -> list[bool]:
    pairs = ((one.customers, other.customers), (one.events, other.events), (one.lines, other.lines))
    return [plain(left).equals(plain(right)) for left, right in pairs]


def test_same_seed_gives_the_same_data(generated: Generated) -> None:
    assert same(generated, Generated()) == [True, True, True]


def test_another_seed_gives_other_data(generated: Generated) -> None:
    assert same(generated, Generated(seed=2)) == [False, False, False]


def test_batches_cut_the_same_data_differently(generated: Generated) -> None:
    in_pieces = Generated(rows=7_000)
    assert len(in_pieces.batch_sizes) > 5
    assert same(in_pieces, generated) == [True, True, True]


def test_sizes_are_exact(generated: Generated) -> None:
    assert generated.customers.num_rows == CUSTOMERS
    assert generated.events.num_rows == EVENTS


def test_a_later_hour_of_the_day_only_moves_the_edges(generated: Generated) -> None:
    later = Generated(until=MORNING + timedelta(hours=8))
    assert same(later, generated) == [True, False, False]
    before, after = (set(data.events.column("id").to_pylist()) for data in (generated, later))
    assert len(before) == len(after) == EVENTS
    assert 0 < len(after - before) < EVENTS / 100
    newest = later.one(f"SELECT min(occurred_at) FROM events WHERE id IN {tuple(after - before)}")
    assert newest > MORNING.replace(tzinfo=None)


def test_events_fill_two_years_up_to_the_end_and_not_beyond(generated: Generated) -> None:
    first, last = generated.ask("SELECT min(occurred_at), max(occurred_at) FROM events")[0]
    end = MORNING.replace(tzinfo=None)
    assert timedelta(days=725) < end - first < timedelta(days=732)
    assert timedelta(0) <= end - last < timedelta(hours=3)


def test_every_event_has_a_customer_who_has_joined(generated: Generated) -> None:
    assert generated.one("SELECT min(customer) >= 0 AND max(customer) < 3000 FROM events")
    early = """
        SELECT count(*) FROM events
        JOIN (SELECT row_number() OVER () - 1 AS customer, registration_date FROM customers) USING (customer)
        WHERE type = 'PURCHASE' AND occurred_at < registration_date"""
    assert generated.one(early) == 0


def test_ids_are_unique(generated: Generated) -> None:
    assert generated.one("SELECT count(DISTINCT id) FROM customers") == CUSTOMERS
    assert generated.one("SELECT count(DISTINCT id) FROM events") == EVENTS
    assert generated.one("SELECT count(DISTINCT email) = count(email) FROM customers")


def test_a_registration_stands_at_the_time_of_the_profile(generated: Generated) -> None:
    told = """
        SELECT count(*), count(*) FILTER (occurred_at = registration_date) FROM events
        JOIN (SELECT row_number() OVER () - 1 AS customer, registration_date FROM customers) USING (customer)
        WHERE type = 'REGISTRATION'"""
    registrations, exact = generated.ask(told)[0]
    assert registrations == exact > CUSTOMERS / 2


def test_statuses_are_those_of_purchases_and_some_were_refunded(generated: Generated) -> None:
    shares = dict(generated.ask("SELECT status, count(*) FROM events WHERE type = 'PURCHASE' GROUP BY status"))
    assert set(shares) <= {"RESOLVED", "REVERSED", "PENDING", "FAILED"}
    assert 0.02 < shares["REVERSED"] / sum(shares.values()) < 0.04
    assert generated.one("SELECT count(status) FROM events WHERE type <> 'PURCHASE'") == 0


def test_an_order_is_worth_its_lines(generated: Generated) -> None:
    differing = """
        SELECT count(*) FROM (SELECT event, sum("order.products[].value") AS value,
            sum("order.products[].discounted_value") AS discounted FROM lines GROUP BY event) AS summed
        FULL JOIN (SELECT * FROM events WHERE type = 'PURCHASE') AS bought USING (event)
        WHERE bought."order.value" IS DISTINCT FROM summed.value
           OR bought."order.discounted_value" IS DISTINCT FROM summed.discounted"""
    assert generated.one(differing) == 0
    assert generated.one('SELECT max("order.discounted_value" - "order.value") FROM events') == 0


def test_few_buy_much(generated: Generated) -> None:
    share = """
        WITH spent AS (SELECT customer, sum("order.value") AS value FROM events
                       WHERE type = 'PURCHASE' GROUP BY customer),
        ranked AS (SELECT value, percent_rank() OVER (ORDER BY value DESC) AS rank FROM spent)
        SELECT sum(value) FILTER (rank < 0.1) / sum(value) FROM ranked"""
    assert 0.4 < generated.one(share) < 0.7
    never = "SELECT count(DISTINCT customer) FROM events WHERE type = 'PURCHASE'"
    assert CUSTOMERS * 0.5 < generated.one(never) < CUSTOMERS * 0.8


def test_seasons_weekends_and_evenings_are_busy(generated: Generated) -> None:
    local = "SELECT count(*) FROM events WHERE {}"
    december = generated.one(local.format("occurred_at >= '2025-12-01' AND occurred_at < '2026-01-01'"))
    january = generated.one(local.format("occurred_at >= '2026-01-01' AND occurred_at < '2026-02-01'"))
    assert december > 1.7 * january
    saturdays, tuesdays = (
        generated.one(local.format(f"isodow(occurred_at - INTERVAL 5 HOUR) = {day}")) for day in (6, 2)
    )
    assert saturdays > 1.3 * tuesdays
    evening, night = (generated.one(local.format(f"hour(occurred_at - INTERVAL 5 HOUR) = {hour}")) for hour in (19, 4))
    assert evening > 10 * night


def test_profiles_have_gaps_accents_and_anonymous_people(generated: Generated) -> None:
    assert generated.one("SELECT count(*) FROM customers WHERE is_anonymous") > CUSTOMERS * 0.05
    assert generated.one("SELECT count(*) FROM customers WHERE is_anonymous AND coalesce(name, email) IS NOT NULL") == 0
    assert generated.one("SELECT count(*) FROM customers WHERE city IS NULL OR dob IS NULL OR tier IS NULL") > 0
    assert generated.one("SELECT count(*) FROM customers WHERE city = 'Bogotá' AND country = 'CO'") > 0
    domains = (
        "SELECT DISTINCT regexp_extract(email, '@(?:.*\\.)?(example(?:\\.\\w+)?)$', 1) FROM customers WHERE email > ''"
    )
    assert {domain for (domain,) in generated.ask(domains)} <= {"example", "example.com", "example.net", "example.org"}
    assert generated.one("SELECT bool_and(regexp_full_match(email, '[a-z.0-9]+@[a-z.]+')) FROM customers")


def test_too_few_customers_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 100 customers"):
        event_batches(make_population(1, 99, MORNING), 1_000)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        make_population(1, 100, datetime(2026, 11, 22))
