-- Customers whose tags.renewal is not in the last 2 weeks (9 Nov 2026 to 22 Nov 2026) (but is known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.renewal", "operator": "not_in_last", "value": {"amount": 2, "unit": "week"}, "missing": "exclude"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c4' AS DATE) IS NOT NULL
  AND NOT (CAST(customers.more ->> 'c4' AS DATE) IS NOT NULL
  AND CAST(customers.more ->> 'c4' AS DATE) >= '2026-11-09'::DATE
  AND CAST(customers.more ->> 'c4' AS DATE) < '2026-11-23'::DATE)
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
WHERE toInt32(nullIf(arrayElement(`customers`.`more`, 'c4'), '')) IS NOT NULL
  AND NOT (toInt32(nullIf(arrayElement(`customers`.`more`, 'c4'), '')) IS NOT NULL
  AND toInt32(nullIf(arrayElement(`customers`.`more`, 'c4'), '')) >= 20766
  AND toInt32(nullIf(arrayElement(`customers`.`more`, 'c4'), '')) < 20780)

-- Customers of Andes who meet all of these conditions: (1) their country is CO or MX; (2) at least one of these holds: (2.1) their tier is gold; (2.2) all of these hold: (2.2.1) they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42); (2.2.2) it is not true that (their points is more than 5).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "not": true}]}]}]}
-- the universe:
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.brand_id = 'andes'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`brand_id` = 'andes'
  AND `events`.`occurred_at` < 1795362151000006

-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.country__folded IN ('co'::VARCHAR, 'mx'::VARCHAR)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`country__folded` IN ['co', 'mx']

-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'

-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.brand_id = 'andes'::VARCHAR
  AND events.occurred_at >= '2026-10-23 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`brand_id` = 'andes'
  AND `events`.`occurred_at` >= 1792770151000006
  AND `events`.`occurred_at` < 1795362151000006

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) > 5.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) > 5.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) > 5.000000

-- Customers of Andes who meet at least one of these conditions: (1) their country is CO or MX; (2) none of these holds: (2.1) their tier is gold; (2.2) not all of these hold together: (2.2.1) they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42); (2.2.2) their points is more than 5.
-- {"version": 1, "op": "any", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5}], "not": true}], "not": true}]}
-- Customers of Andes whose tier is gold. Muted, so taking no part: their points is more than 5; (their country is CO or MX or they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42)).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "muted": true}, {"op": "any", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}], "muted": true}]}
-- Customers of Andes who meet all of these conditions: (1) their points is not 0 (or is not known); (2) their points is not 1 (or is not known); (3) their points is not 2 (or is not known); (4) their points is not 3 (or is not known); (5) their points is not 4 (or is not known); (6) their points is not 5 (or is not known); (7) their points is not 6 (or is not known); (8) their points is not 7 (or is not known); (9) their points is not 8 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "ne", "value": 0}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 1}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 2}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 3}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 4}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 5}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 6}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 7}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 8}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 0
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 0
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 0
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 1.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 1.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 1.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 2.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 2.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 2.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 3.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 3.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 3.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 4.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 4.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 4.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 5.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 5.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 5.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 6.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 6.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 6.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 7.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 7.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 7.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 8.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 8.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 8.000000
-- and of these the complement

-- Customers whose points is 5.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "eq", "value": 5}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) = 5.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 5.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) = 5.000000

-- Customers whose points is not 5 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "ne", "value": 5}]}
-- Customers whose points is more than 1,204,311.5.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gt", "value": 1204311.5}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) > 1204311.500000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) > 1204311.500000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) > 1204311.500000

-- Customers whose points is at least 0.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gte", "value": 0}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) >= 0
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) >= 0
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) >= 0

-- Customers whose points is less than -3.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "lt", "value": -3}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) < -3.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) < -3.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) < -3.000000

-- Customers whose points is at most 10.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "lte", "value": 10}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) <= 10.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) <= 10.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) <= 10.000000

-- Customers whose points is between 1 and 1,000 (both included).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "between", "value": [1, 1000]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) BETWEEN 1.000000
  AND 1000.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) BETWEEN 1.000000
  AND 1000.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) BETWEEN 1.000000
  AND 1000.000000

-- Customers whose points is 1, 2 or 3.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "in", "value": [1, 2, 3]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) IN (1.000000, 2.000000, 3.000000)
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IN (1.000000, 2.000000, 3.000000)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) IN [1.000000, 2.000000, 3.000000]

-- Customers whose points is neither 1 nor 2 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "not_in", "value": [1, 2]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) IN (1.000000, 2.000000)
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IN (1.000000, 2.000000)
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) IN [1.000000, 2.000000]
-- and of these the complement

-- Customers whose points is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "is_set"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) IS NOT NULL
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) IS NOT NULL

-- Customers whose points is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "is_not_set"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE CAST(customers.more ->> 'c0' AS NUMERIC(24, 6)) IS NULL
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE toDecimal128(nullIf(arrayElement(`customers`.`more`, 'c0'), ''), 6) IS NULL

-- Customers for whom it is not true that (their points is more than 5).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "not": true}]}
-- Customers whose tags.vip_status is yes.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.vip_status", "operator": "eq", "value": "yes"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE (customers.more ->> 'c1__folded') = 'yes'::VARCHAR
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE ((customers.more ->> 'c1__folded'::TEXT) COLLATE "C") = 'yes'::VARCHAR COLLATE "C"
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE nullIf(arrayElement(`customers`.`more`, 'c1__folded'), '') = 'yes'

-- Customers whose “tags.first seen” is web.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.first seen", "operator": "eq", "value": "web"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE (customers.more ->> 'c2__folded') = 'web'::VARCHAR
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE ((customers.more ->> 'c2__folded'::TEXT) COLLATE "C") = 'web'::VARCHAR COLLATE "C"
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE nullIf(arrayElement(`customers`.`more`, 'c2__folded'), '') = 'web'

-- Customers who made at least 1 purchase (only those where store id is 12 or metadata.gift is yes) in the last 30 days (since 23 Oct 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "any", "children": [{"property": "order.store_id", "operator": "eq", "value": "12"}, {"property": "metadata.gift", "operator": "eq", "value": true}]}, "window": {"kind": "last", "amount": 30, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-23 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (events.order_store_id__folded = '12'::VARCHAR OR CAST(events.more ->> 'c6' AS BOOLEAN) = true)
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-23 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (events.order_store_id__folded = '12'::VARCHAR OR CAST((events.more ->> 'c6'::TEXT) AS BOOLEAN) = true)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1792770151000006
  AND `events`.`occurred_at` < 1795362151000006
  AND (`events`.`order_store_id__folded` = '12' OR toBool(nullIf(arrayElement(`events`.`more`, 'c6'), '')) = true)

-- Customers who made at least 1 purchase (only those where one line of the order has (tags.department is MEAT and amount is at least 2) and platform is not web (or is not known)) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "all", "children": [{"property": "order.products[].tags.department", "operator": "eq", "value": "MEAT"}, {"property": "order.products[].amount", "operator": "gte", "value": 2}, {"property": "platform", "operator": "ne", "value": "web"}]}}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND NOT coalesce(events.platform__folded = 'web'::VARCHAR, false)
  AND events.event_key IN (SELECT lines.event_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (lines.more ->> 'c9__folded') = 'meat'::VARCHAR
  AND lines.amount >= 2.000000)
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND NOT coalesce(events.platform__folded = 'web'::VARCHAR, false)
  AND events.event_key IN (SELECT lines.event_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND ((lines.more ->> 'c9__folded'::TEXT) COLLATE "C") = 'meat'::VARCHAR COLLATE "C"
  AND lines.amount >= 2.000000)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND NOT coalesce(`events`.`platform__folded` = 'web', false)
  AND `events`.`event_key` IN (SELECT `lines`.`event_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND nullIf(arrayElement(`lines`.`more`, 'c9__folded'), '') = 'meat'
  AND `lines`.`amount` >= 2.000000)

-- Customers who made at least 1 purchase (only those where one line of the order has (tags.department is MEAT) or one line of the order has (amount is at least 2)) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "any", "children": [{"property": "order.products[].tags.department", "operator": "eq", "value": "MEAT"}, {"property": "order.products[].amount", "operator": "gte", "value": 2}]}}]}
-- DuckDB
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND ((lines.more ->> 'c9__folded') = 'meat'::VARCHAR OR lines.amount >= 2.000000)
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (((lines.more ->> 'c9__folded'::TEXT) COLLATE "C") = 'meat'::VARCHAR COLLATE "C" OR lines.amount >= 2.000000)
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND (nullIf(arrayElement(`lines`.`more`, 'c9__folded'), '') = 'meat' OR `lines`.`amount` >= 2.000000)

-- Customers who spent more than 100 in purchases (total of order line value; counting only lines where tags.department is MEAT) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.products[].value"}, "operator": "gt", "value": 100, "where": {"op": "all", "children": [{"property": "order.products[].tags.department", "operator": "eq", "value": "MEAT"}]}}]}
-- DuckDB
SELECT lines.customer_key, coalesce(lines.value, 0::INTEGER) AS coalesce_1
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (lines.more ->> 'c9__folded') = 'meat'::VARCHAR
-- sum of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND ((lines.more ->> 'c9__folded'::TEXT) COLLATE "C") = 'meat'::VARCHAR COLLATE "C"
GROUP BY lines.customer_key
HAVING coalesce(sum(lines.value), 0::INTEGER) > 100.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND nullIf(arrayElement(`lines`.`more`, 'c9__folded'), '') = 'meat'
GROUP BY `lines`.`customer_key`
HAVING coalesce(sum(`lines`.`value`), 0) > 100.000000

-- Customers who made at least 1 purchase (only those where metadata.delivery_day is in the next 3 days (after 22 Nov 2026, up to 25 Nov 2026) and metadata.shipped_at is not known) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "all", "children": [{"property": "metadata.delivery_day", "operator": "in_next", "value": {"amount": 3, "unit": "day"}}, {"property": "metadata.shipped_at", "operator": "is_not_set"}]}}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND CAST(events.more ->> 'c7' AS DATE) IS NOT NULL
  AND CAST(events.more ->> 'c7' AS DATE) >= '2026-11-23'::DATE
  AND CAST(events.more ->> 'c7' AS DATE) < '2026-11-26'::DATE
  AND CAST(events.more ->> 'c8' AS TIMESTAMP WITHOUT TIME ZONE) IS NULL
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND CAST((events.more ->> 'c7'::TEXT) AS DATE) IS NOT NULL
  AND CAST((events.more ->> 'c7'::TEXT) AS DATE) >= '2026-11-23'::DATE
  AND CAST((events.more ->> 'c7'::TEXT) AS DATE) < '2026-11-26'::DATE
  AND CAST((events.more ->> 'c8'::TEXT) AS TIMESTAMP WITHOUT TIME ZONE) IS NULL
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND toInt32(nullIf(arrayElement(`events`.`more`, 'c7'), '')) IS NOT NULL
  AND toInt32(nullIf(arrayElement(`events`.`more`, 'c7'), '')) >= 20780
  AND toInt32(nullIf(arrayElement(`events`.`more`, 'c7'), '')) < 20783
  AND toInt64(nullIf(arrayElement(`events`.`more`, 'c8'), '')) IS NULL

