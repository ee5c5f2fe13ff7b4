-- Customers who made at least 1 purchase (only those where store id is 12) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "all", "children": [{"property": "order.store_id", "operator": "eq", "value": "12"}]}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_store_id__folded = '12'::VARCHAR
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`order_store_id__folded` = '12'

-- Customers who made at least 1 purchase (only those where store id is 12 or metadata.gift is yes) in the last 30 days (since 23 Oct 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "any", "children": [{"property": "order.store_id", "operator": "eq", "value": "12"}, {"property": "metadata.gift", "operator": "eq", "value": true}]}, "window": {"kind": "last", "amount": 30, "unit": "day"}}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-23 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (events.order_store_id__folded = '12'::VARCHAR OR events.c6 = true)
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
  AND (`events`.`order_store_id__folded` = '12' OR `events`.`c6` = true)

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
  AND lines.c9__folded = 'meat'::VARCHAR
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
  AND `lines`.`c9__folded` = 'meat'
  AND `lines`.`amount` >= 2.000000)

-- Customers who made at least 1 purchase (only those where one line of the order has (tags.department is MEAT) or one line of the order has (amount is at least 2)) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "where": {"op": "any", "children": [{"property": "order.products[].tags.department", "operator": "eq", "value": "MEAT"}, {"property": "order.products[].amount", "operator": "gte", "value": 2}]}}]}
-- DuckDB
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND (lines.c9__folded = 'meat'::VARCHAR OR lines.amount >= 2.000000)
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
  AND (`lines`.`c9__folded` = 'meat' OR `lines`.`amount` >= 2.000000)

-- Customers who spent more than 100 in purchases (total of order line value; counting only lines where tags.department is MEAT) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.products[].value"}, "operator": "gt", "value": 100, "where": {"op": "all", "children": [{"property": "order.products[].tags.department", "operator": "eq", "value": "MEAT"}]}}]}
-- DuckDB
SELECT lines.customer_key, coalesce(lines.value, 0::INTEGER) AS coalesce_1
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.c9__folded = 'meat'::VARCHAR
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
  AND `lines`.`c9__folded` = 'meat'
GROUP BY `lines`.`customer_key`
HAVING coalesce(sum(`lines`.`value`), 0) > 100.000000

-- Customers who spent more than 100 in purchases (total of order line value; counting all lines; only those where platform is ios) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.products[].value"}, "operator": "gt", "value": 100, "where": {"op": "all", "children": [{"property": "platform", "operator": "eq", "value": "ios"}]}}]}
-- DuckDB
SELECT lines.customer_key, coalesce(lines.value, 0::INTEGER) AS coalesce_1
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.event_key IN (SELECT events.event_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'ios'::VARCHAR)
-- sum of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.event_key IN (SELECT events.event_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'ios'::VARCHAR)
GROUP BY lines.customer_key
HAVING coalesce(sum(lines.value), 0::INTEGER) > 100.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
  AND `lines`.`event_key` IN (SELECT `events`.`event_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` = 'ios')
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
  AND events.c7 IS NOT NULL
  AND events.c7 >= '2026-11-23'::DATE
  AND events.c7 < '2026-11-26'::DATE
  AND events.c8 IS NULL
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
  AND `events`.`c7` IS NOT NULL
  AND `events`.`c7` >= 20780
  AND `events`.`c7` < 20783
  AND `events`.`c8` IS NULL

-- Customers who had at least 1 event of the types “Add to cart”, “App open” or “loyalty.scan” at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": ["ADD_TO_CART", "APP_OPEN", "loyalty.scan"], "measure": {"fn": "count"}, "operator": "gte", "value": 1}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type IN ('ADD_TO_CART'::VARCHAR, 'APP_OPEN'::VARCHAR, 'loyalty.scan'::VARCHAR)
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` IN ['ADD_TO_CART', 'APP_OPEN', 'loyalty.scan']
  AND `events`.`occurred_at` < 1795362151000006

-- Customers who had no “Abandoned cart” events at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "ABANDONED_CART", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "not": true}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'ABANDONED_CART'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'ABANDONED_CART'
  AND `events`.`occurred_at` < 1795362151000006

-- Customers whose last “App open” event was before 1 Jan 2026.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "APP_OPEN", "measure": {"fn": "last"}, "operator": "before", "value": "2026-01-01"}]}
-- DuckDB
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'APP_OPEN'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- last of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'APP_OPEN'::VARCHAR
  AND events.occurred_at < '2026-01-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
-- without
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'APP_OPEN'::VARCHAR
  AND events.occurred_at >= '2026-01-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'APP_OPEN'
  AND `events`.`occurred_at` < 1767243600000000
-- without
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'APP_OPEN'
  AND `events`.`occurred_at` >= 1767243600000000
  AND `events`.`occurred_at` < 1795362151000006

