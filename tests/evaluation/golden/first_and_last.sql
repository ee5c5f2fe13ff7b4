-- Customers whose first purchase was on 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "on", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778389200000000
  AND `events`.`occurred_at` < 1778475600000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1778389200000000

-- Customers whose first purchase was before 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "before", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1778389200000000

-- Customers whose first purchase was after 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "after", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778475600000000
  AND `events`.`occurred_at` < 1795362151000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1778475600000000

-- Customers whose first purchase was from 1 May 2026 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "between", "value": ["2026-05-01", "2026-05-31"]}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1777611600000000
  AND `events`.`occurred_at` < 1780290000000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1777611600000000

-- Customers whose first purchase was in the last 7 days (since 15 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "in_last", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794757351000006
  AND `events`.`occurred_at` < 1795362151000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1794757351000006

-- Customers whose first purchase was in the last 1 day (since 21 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "in_last", "value": {"amount": 1, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-21 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-21 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1795275751000006
  AND `events`.`occurred_at` < 1795362151000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795275751000006

-- Customers whose first purchase was not in the last 1 month (since 22 Oct 2026, 10:42) (or there is none).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "not_in_last", "value": {"amount": 1, "unit": "month"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-10-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1792683751000006
  AND `events`.`occurred_at` < 1795362151000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1792683751000006
-- and of these the complement

-- Customers whose first purchase was 18 years ago or longer (22 Nov 2008, 10:42 or before).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "more_than_ago", "value": {"amount": 18, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2008-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1227368551000006

-- Customers whose first purchase was in the next 1 quarter (until 22 Feb 2027, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "in_next", "value": {"amount": 1, "unit": "quarter"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE false
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE false

-- Customers whose first purchase has its anniversary today (22 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "anniversary_in_next", "value": {"amount": 0, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122]

-- Customers whose first purchase has its anniversary today or in the next 7 days (22 Nov to 29 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "anniversary_in_next", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER, 1123::INTEGER, 1124::INTEGER, 1125::INTEGER, 1126::INTEGER, 1127::INTEGER, 1128::INTEGER, 1129::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122, 1123, 1124, 1125, 1126, 1127, 1128, 1129]

-- Customers whose first purchase falls in February of any year.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "anniversary_in_month", "value": 2}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(min(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (201::INTEGER, 202::INTEGER, 203::INTEGER, 204::INTEGER, 205::INTEGER, 206::INTEGER, 207::INTEGER, 208::INTEGER, 209::INTEGER, 210::INTEGER, 211::INTEGER, 212::INTEGER, 213::INTEGER, 214::INTEGER, 215::INTEGER, 216::INTEGER, 217::INTEGER, 218::INTEGER, 219::INTEGER, 220::INTEGER, 221::INTEGER, 222::INTEGER, 223::INTEGER, 224::INTEGER, 225::INTEGER, 226::INTEGER, 227::INTEGER, 228::INTEGER, 229::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((min(`events`.`occurred_at`) + -18000000000) - positiveModulo((min(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229]

-- Customers who made at least 1 purchase at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "is_set"}]}
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

-- Customers who made no purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
-- and of these the complement

-- Customers whose first purchase was in the last 3,650 years (all time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "in_last", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
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

-- Customers whose first purchase was 3,650 years ago or longer (there was no such time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "first"}, "operator": "more_than_ago", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- first of each customer, compared here
-- PostgreSQL
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

-- Customers whose last purchase was on 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "on", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778389200000000
  AND `events`.`occurred_at` < 1778475600000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778475600000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was before 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "before", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1778389200000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778389200000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was after 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "after", "value": "2026-05-10"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1778475600000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was from 1 May 2026 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "between", "value": ["2026-05-01", "2026-05-31"]}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1777611600000000
  AND `events`.`occurred_at` < 1780290000000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1780290000000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was in the last 7 days (since 15 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "in_last", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794757351000006
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was in the last 1 day (since 21 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "in_last", "value": {"amount": 1, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-21 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1795275751000006
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was not in the last 1 month (since 22 Oct 2026, 10:42) (or there is none).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "not_in_last", "value": {"amount": 1, "unit": "month"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1792683751000006
  AND `events`.`occurred_at` < 1795362151000006
-- and of these the complement

-- Customers whose last purchase was 18 years ago or longer (22 Nov 2008, 10:42 or before).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "more_than_ago", "value": {"amount": 18, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2008-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
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
  AND `events`.`occurred_at` < 1227368551000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last purchase was in the next 1 quarter (until 22 Feb 2027, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "in_next", "value": {"amount": 1, "unit": "quarter"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE false
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE false

-- Customers whose last purchase has its anniversary today (22 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "anniversary_in_next", "value": {"amount": 0, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122]

-- Customers whose last purchase has its anniversary today or in the next 7 days (22 Nov to 29 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "anniversary_in_next", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER, 1123::INTEGER, 1124::INTEGER, 1125::INTEGER, 1126::INTEGER, 1127::INTEGER, 1128::INTEGER, 1129::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122, 1123, 1124, 1125, 1126, 1127, 1128, 1129]

-- Customers whose last purchase falls in February of any year.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "anniversary_in_month", "value": 2}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING extract(month FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(max(events.occurred_at) + -1 day, 19:00:00 AS DATE)) IN (201::INTEGER, 202::INTEGER, 203::INTEGER, 204::INTEGER, 205::INTEGER, 206::INTEGER, 207::INTEGER, 208::INTEGER, 209::INTEGER, 210::INTEGER, 211::INTEGER, 212::INTEGER, 213::INTEGER, 214::INTEGER, 215::INTEGER, 216::INTEGER, 217::INTEGER, 218::INTEGER, 219::INTEGER, 220::INTEGER, 221::INTEGER, 222::INTEGER, 223::INTEGER, 224::INTEGER, 225::INTEGER, 226::INTEGER, 227::INTEGER, 228::INTEGER, 229::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING toMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((max(`events`.`occurred_at`) + -18000000000) - positiveModulo((max(`events`.`occurred_at`) + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229]

-- Customers who made at least 1 purchase at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "is_set"}]}
-- Customers who made no purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "is_not_set"}]}
-- Customers whose last purchase was in the last 3,650 years (all time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "in_last", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
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

-- Customers whose last purchase was 3,650 years ago or longer (there was no such time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "more_than_ago", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
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

-- Customers whose last purchase in the last 1 year (since 22 Nov 2025, 10:42) was not in the last 90 days (since 24 Aug 2026, 10:42) (but there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "last"}, "operator": "not_in_last", "value": {"amount": 90, "unit": "day"}, "missing": "exclude", "window": {"kind": "last", "amount": 1, "unit": "year"}}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2025-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2025-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-08-24 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-08-24 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1763826151000006
  AND `events`.`occurred_at` < 1787586151000006
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1787586151000006
  AND `events`.`occurred_at` < 1795362151000006

