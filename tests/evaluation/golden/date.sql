-- Customers whose date of birth is on 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "on", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-05-10'::DATE
  AND customers.dob < '2026-05-11'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20583
  AND `customers`.`dob` < 20584

-- Customers whose date of birth is before 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "before", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob < '2026-05-10'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` < 20583

-- Customers whose date of birth is after 10 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "after", "value": "2026-05-10"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-05-11'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20584

-- Customers whose date of birth is from 1 May 2026 through 31 May 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "between", "value": ["2026-05-01", "2026-05-31"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-05-01'::DATE
  AND customers.dob < '2026-06-01'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20574
  AND `customers`.`dob` < 20605

-- Customers whose date of birth is in the last 7 days (16 Nov 2026 to 22 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "in_last", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-11-16'::DATE
  AND customers.dob < '2026-11-23'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20773
  AND `customers`.`dob` < 20780

-- Customers whose date of birth is in the last 1 day (22 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "in_last", "value": {"amount": 1, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-11-22'::DATE
  AND customers.dob < '2026-11-23'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20779
  AND `customers`.`dob` < 20780

-- Customers whose date of birth is not in the last 1 month (23 Oct 2026 to 22 Nov 2026) (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "not_in_last", "value": {"amount": 1, "unit": "month"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-10-23'::DATE
  AND customers.dob < '2026-11-23'::DATE
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20749
  AND `customers`.`dob` < 20780
-- and of these the complement

-- Customers whose date of birth is 18 years ago or longer (22 Nov 2008 or before).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "more_than_ago", "value": {"amount": 18, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob < '2008-11-23'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` < 14206

-- Customers whose date of birth is in the next 1 quarter (after 22 Nov 2026, up to 22 Feb 2027).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "in_next", "value": {"amount": 1, "unit": "quarter"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob >= '2026-11-23'::DATE
  AND customers.dob < '2027-02-23'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` >= 20780
  AND `customers`.`dob` < 20872

-- Customers whose date of birth has its anniversary today (22 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "anniversary_in_next", "value": {"amount": 0, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM customers.dob) * 100 + extract(day FROM customers.dob) IN (1122::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) IN [1122]

-- Customers whose date of birth has its anniversary today or in the next 7 days (22 Nov to 29 Nov).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "anniversary_in_next", "value": {"amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM customers.dob) * 100 + extract(day FROM customers.dob) IN (1122::INTEGER, 1123::INTEGER, 1124::INTEGER, 1125::INTEGER, 1126::INTEGER, 1127::INTEGER, 1128::INTEGER, 1129::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) IN [1122, 1123, 1124, 1125, 1126, 1127, 1128, 1129]

-- Customers whose date of birth falls in February of any year.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "anniversary_in_month", "value": 2}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE extract(month FROM customers.dob) * 100 + extract(day FROM customers.dob) IN (201::INTEGER, 202::INTEGER, 203::INTEGER, 204::INTEGER, 205::INTEGER, 206::INTEGER, 207::INTEGER, 208::INTEGER, 209::INTEGER, 210::INTEGER, 211::INTEGER, 212::INTEGER, 213::INTEGER, 214::INTEGER, 215::INTEGER, 216::INTEGER, 217::INTEGER, 218::INTEGER, 219::INTEGER, 220::INTEGER, 221::INTEGER, 222::INTEGER, 223::INTEGER, 224::INTEGER, 225::INTEGER, 226::INTEGER, 227::INTEGER, 228::INTEGER, 229::INTEGER)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) * 100 + toDayOfMonth(toDate32(positiveModulo(`customers`.`dob` + 25567, 146097) - 25567)) IN [201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 215, 216, 217, 218, 219, 220, 221, 222, 223, 224, 225, 226, 227, 228, 229]

-- Customers whose date of birth is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "is_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL

-- Customers whose date of birth is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NULL

-- Customers whose date of birth is in the last 3,650 years (up to 22 Nov 2026).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "in_last", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.dob IS NOT NULL
  AND customers.dob < '2026-11-23'::DATE
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`dob` IS NOT NULL
  AND `customers`.`dob` < 20780

-- Customers whose date of birth is 3,650 years ago or longer (there is no such day).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "dob", "operator": "more_than_ago", "value": {"amount": 3650, "unit": "year"}}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE false
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE false

-- Customers whose tags.renewal is not in the last 2 weeks (9 Nov 2026 to 22 Nov 2026) (but is known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.renewal", "operator": "not_in_last", "value": {"amount": 2, "unit": "week"}, "missing": "exclude"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c4 IS NOT NULL
  AND NOT (customers.c4 IS NOT NULL
  AND customers.c4 >= '2026-11-09'::DATE
  AND customers.c4 < '2026-11-23'::DATE)
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c4'::TEXT) AS DATE) IS NOT NULL
  AND NOT (CAST((customers.more ->> 'c4'::TEXT) AS DATE) IS NOT NULL
  AND CAST((customers.more ->> 'c4'::TEXT) AS DATE) >= '2026-11-09'::DATE
  AND CAST((customers.more ->> 'c4'::TEXT) AS DATE) < '2026-11-23'::DATE)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c4` IS NOT NULL
  AND NOT (`customers`.`c4` IS NOT NULL
  AND `customers`.`c4` >= 20766
  AND `customers`.`c4` < 20780)

