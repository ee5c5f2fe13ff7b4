-- Customers who made at least 1 purchase in the last 36 hours (since 20 Nov 2026, 22:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 36, "unit": "hour"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-21 03:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1795232551000006
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase in the last 3,650 years (all time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase 30 days ago or longer (23 Oct 2026, 10:42 or before).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "before_last", "amount": 30, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-10-23 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1792770151000006

-- Customers who made at least 1 purchase 3,650 years ago or longer (there was no such time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "before_last", "amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '1970-01-01 00:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 0

-- Customers who made at least 1 purchase from 1 May 2026 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "between", "from": "2026-05-01", "to": "2026-05-31"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1777611600000000
  AND `events`.`occurred_at` < 1780290000000000

-- Customers who made at least 1 purchase from 1 May 2026, 10:00 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "between", "from": "2026-05-01T10:00:00-05:00", "to": "2026-05-31"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-01 15:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1777647600000000
  AND `events`.`occurred_at` < 1780290000000000

-- Customers who made at least 1 purchase since 1 Jan 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "since", "from": "2026-01-01"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-01-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1767243600000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase today (22 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "today"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-22 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1795323600000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase yesterday (21 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "yesterday"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-21 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1795237200000000
  AND `events`.`occurred_at` < 1795323600000000

-- Customers who made at least 1 purchase this week (since 16 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "this_week"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-16 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794805200000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase last week (9 Nov 2026 to 15 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "last_week"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-09 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-16 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794200400000000
  AND `events`.`occurred_at` < 1794805200000000

-- Customers who made at least 1 purchase this month (since 1 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "this_month"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1793509200000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase last month (1 Oct 2026 to 31 Oct 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "last_month"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1790830800000000
  AND `events`.`occurred_at` < 1793509200000000

-- Customers who made at least 1 purchase this quarter (since 1 Oct 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "this_quarter"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1790830800000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase last quarter (1 Jul 2026 to 30 Sep 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "last_quarter"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-07-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1782882000000000
  AND `events`.`occurred_at` < 1790830800000000

-- Customers who made at least 1 purchase this year (since 1 Jan 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "this_year"}}]}
-- Customers who made at least 1 purchase last year (1 Jan 2025 to 31 Dec 2025).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "period", "name": "last_year"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2025-01-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-01-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1735707600000000
  AND `events`.`occurred_at` < 1767243600000000

-- Customers who made at least 1 purchase in the last 2 weeks (since 8 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 2, "unit": "week"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-08 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794152551000006
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who made at least 1 purchase in the last 1 quarter (since 22 Aug 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 1, "unit": "quarter"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-08-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1787413351000006
  AND `events`.`occurred_at` < 1795362151000006

