-- Customers whose registration date is on 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "on", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1778389200000000
  AND `customers`.`registration_date` < 1778475600000000

-- Customers whose registration date is before 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "before", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date < '2026-05-10 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` < 1778389200000000

-- Customers whose registration date is after 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "after", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-05-11 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1778475600000000

-- Customers whose registration date is from 1 May 2026 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "between", "value": ["2026-05-01", "2026-05-31"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-06-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1777611600000000
  AND `customers`.`registration_date` < 1780290000000000

-- Customers whose registration date is in the last 7 days (since 15 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_last", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1794757351000006
  AND `customers`.`registration_date` < 1795362151000006

-- Customers whose registration date is in the last 1 day (since 21 Nov 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_last", "value": {"amount": 1, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-11-21 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1795275751000006
  AND `customers`.`registration_date` < 1795362151000006

-- Customers whose registration date is not in the last 1 month (since 22 Oct 2026, 10:42) (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "not_in_last", "value": {"amount": 1, "unit": "month"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-10-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1792683751000006
  AND `customers`.`registration_date` < 1795362151000006
-- and of these the complement

-- Customers whose registration date is 18 years ago or longer (22 Nov 2008, 10:42 or before).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "more_than_ago", "value": {"amount": 18, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date < '2008-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` < 1227368551000006

-- Customers whose registration date is in the next 1 quarter (until 22 Feb 2027, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_next", "value": {"amount": 1, "unit": "quarter"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2027-02-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1795362151000006
  AND `customers`.`registration_date` < 1803310951000006

-- Customers whose registration date has its anniversary today (22 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "anniversary_in_next", "value": {"amount": 0, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122]

-- Customers whose registration date has its anniversary today or in the next 7 days (22 Nov to 29 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "anniversary_in_next", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) IN (1122::INTEGER, 1123::INTEGER, 1124::INTEGER, 1125::INTEGER, 1126::INTEGER, 1127::INTEGER, 1128::INTEGER, 1129::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [1122, 1123, 1124, 1125, 1126, 1127, 1128, 1129]

-- Customers whose registration date falls in February of any year.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "anniversary_in_month", "value": 2}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) * 100 + extract(day FROM CAST(customers.registration_date + -1 day, 19:00:00 AS DATE)) IN (201::INTEGER, 202::INTEGER, 203::INTEGER, 204::INTEGER, 205::INTEGER, 206::INTEGER, 207::INTEGER, 208::INTEGER, 209::INTEGER, 210::INTEGER, 211::INTEGER, 212::INTEGER, 213::INTEGER, 214::INTEGER, 215::INTEGER, 216::INTEGER, 217::INTEGER, 218::INTEGER, 219::INTEGER, 220::INTEGER, 221::INTEGER, 222::INTEGER, 223::INTEGER, 224::INTEGER, 225::INTEGER, 226::INTEGER, 227::INTEGER, 228::INTEGER, 229::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(intDiv((`customers`.`registration_date` + -18000000000) - positiveModulo((`customers`.`registration_date` + -18000000000), 86400000000), 86400000000) + 25567, 146097) - 25567)) IN [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229]

-- Customers whose registration date is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "is_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL

-- Customers whose registration date is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NULL

-- Customers whose registration date is in the last 3,650 years (all time).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_last", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` < 1795362151000006

-- Customers whose registration date is 3,650 years ago or longer (there was no such time).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "more_than_ago", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE false
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE false

-- Customers whose registration date is exactly 10 May 2026, 10:00.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "on", "value": "2026-05-10T15:00:00Z"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-05-10 15:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-05-10 15:00:00.000001'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1778425200000000
  AND `customers`.`registration_date` < 1778425200000001

-- Customers whose registration date is before 10 May 2026, 10:00:00.250000.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "before", "value": "2026-05-10T15:00:00.25Z"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date < '2026-05-10 15:00:00.250000'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` < 1778425200250000

-- Customers whose registration date is from 1 May 2026 until just before 31 May 2026, 12:00.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "between", "value": ["2026-05-01", "2026-05-31T17:00:00Z"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-05-31 17:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1777611600000000
  AND `customers`.`registration_date` < 1780246800000000

-- Customers whose registration date is in the last 36 hours (since 20 Nov 2026, 22:42).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_last", "value": {"amount": 36, "unit": "hour"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-11-21 03:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1795232551000006
  AND `customers`.`registration_date` < 1795362151000006

-- Customers whose registration date is in the next 3,650 years (until 22 Nov 5676, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "registration_date", "operator": "in_next", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.registration_date IS NOT NULL
  AND customers.registration_date >= '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND customers.registration_date < '5676-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`registration_date` IS NOT NULL
  AND `customers`.`registration_date` >= 1795362151000006
  AND `customers`.`registration_date` < 116978312551000006

