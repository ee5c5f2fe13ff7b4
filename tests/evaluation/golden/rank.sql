-- Customers who are, of all who made purchases at any time, among the first 10 by highest number of purchases.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- PostgreSQL
SELECT events.customer_key, count(*) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, count(*) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest number of purchases.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest number of different days with purchases.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count_days"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- PostgreSQL
SELECT events.customer_key, count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest number of different days with purchases.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count_days"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest number of different values of store id.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, count(DISTINCT `events`.`order_store_id__folded`) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest number of different values of store id.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest total order value.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- PostgreSQL
SELECT events.customer_key, coalesce(sum(events.order_value), 0::INTEGER) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, coalesce(sum(`events`.`order_value`), 0) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest total order value.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest average order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- PostgreSQL
SELECT events.customer_key, sum(events.order_value) AS sum_1, count(events.order_value) AS count_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, sum(`events`.`order_value`) AS `sum_1`, count(`events`.`order_value`) AS `count_1`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest average order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest smallest order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.value"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- PostgreSQL
SELECT events.customer_key, min(events.order_value) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, min(`events`.`order_value`) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest smallest order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.value"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases at any time, among the first 10 by highest largest discounted order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.discounted_value"}, "order": "desc", "top": {"count": 10}}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- PostgreSQL
SELECT events.customer_key, max(events.order_discounted_value) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, max(`events`.`order_discounted_value`) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by lowest largest discounted order value (where there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.discounted_value"}, "order": "asc", "top": {"count": 10}}]}
-- Customers who are, of all who made purchases in the last 6 months (since 22 May 2026, 10:42), among the first 2.5 percent (rounded up) by highest total order value.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "order": "desc", "top": {"percent": 2.5}, "window": {"kind": "last", "amount": 6, "unit": "month"}}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- PostgreSQL
SELECT events.customer_key, coalesce(sum(events.order_value), 0::INTEGER) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-05-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, coalesce(sum(`events`.`order_value`), 0) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1779464551000006
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases (only those where one line of the order has (sku is A1) and platform is web) at any time, among the first 10 percent (rounded up) by highest total order line value (counting only lines where sku is A1).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.products[].value"}, "order": "desc", "top": {"percent": 10}, "where": {"op": "all", "children": [{"property": "order.products[].sku", "operator": "eq", "value": "A1"}, {"property": "platform", "operator": "eq", "value": "web"}]}}]}
-- DuckDB
SELECT lines.customer_key, coalesce(lines.value, 0::INTEGER) AS coalesce_1
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.sku__folded = 'a1'::VARCHAR
  AND lines.event_key IN (SELECT events.event_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'web'::VARCHAR)
-- and
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'web'::VARCHAR
  AND events.event_key IN (SELECT lines.event_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.sku__folded = 'a1'::VARCHAR)
-- PostgreSQL
SELECT lines.customer_key, coalesce(sum(lines.value), 0::INTEGER) AS measured
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.sku__folded = 'a1'::VARCHAR
  AND lines.event_key IN (SELECT events.event_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'web'::VARCHAR)
GROUP BY lines.customer_key
-- and
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'web'::VARCHAR
  AND events.event_key IN (SELECT lines.event_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.sku__folded = 'a1'::VARCHAR)
-- ClickHouse
SELECT `lines`.`customer_key`, coalesce(sum(`lines`.`value`), 0) AS `measured`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`sku__folded` = 'a1'
  AND `lines`.`event_key` IN (SELECT `events`.`event_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` = 'web')
GROUP BY `lines`.`customer_key`
-- and
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` = 'web'
  AND `events`.`event_key` IN (SELECT `lines`.`event_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`sku__folded` = 'a1')

-- Customers who are, of all who had events of the types “Add to cart” or “App open” since 1 May 2026, the first by highest number of different values of order line sku (counting all lines).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": ["ADD_TO_CART", "APP_OPEN"], "measure": {"fn": "count_distinct", "property": "order.products[].sku"}, "order": "desc", "top": {"count": 1}, "window": {"kind": "since", "from": "2026-05-01"}}]}
-- DuckDB, PostgreSQL
SELECT lines.customer_key, count(DISTINCT lines.sku__folded) AS measured
FROM lines
WHERE lines.counts
  AND lines.type IN ('ADD_TO_CART'::VARCHAR, 'APP_OPEN'::VARCHAR)
  AND lines.occurred_at >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
-- and
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type IN ('ADD_TO_CART'::VARCHAR, 'APP_OPEN'::VARCHAR)
  AND events.occurred_at >= '2026-05-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- ClickHouse
SELECT `lines`.`customer_key`, count(DISTINCT `lines`.`sku__folded`) AS `measured`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` IN ['ADD_TO_CART', 'APP_OPEN']
  AND `lines`.`occurred_at` >= 1777611600000000
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
-- and
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` IN ['ADD_TO_CART', 'APP_OPEN']
  AND `events`.`occurred_at` >= 1777611600000000
  AND `events`.`occurred_at` < 1795362151000006

-- Customers for whom it is not true that (they are, of all who had “App open” events (only those where platform is ios or android) at any time, among the first 1,000 by highest number of “App open” events).
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "APP_OPEN", "measure": {"fn": "count"}, "order": "desc", "top": {"count": 1000}, "where": {"op": "any", "children": [{"property": "platform", "operator": "in", "value": ["ios", "android"]}]}, "not": true}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'APP_OPEN'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded IN ('ios'::VARCHAR, 'android'::VARCHAR)
-- PostgreSQL
SELECT events.customer_key, count(*) AS measured
FROM events
WHERE events.counts
  AND events.type = 'APP_OPEN'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded IN ('ios'::VARCHAR, 'android'::VARCHAR)
GROUP BY events.customer_key
-- ClickHouse
SELECT `events`.`customer_key`, count(*) AS `measured`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'APP_OPEN'
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` IN ['ios', 'android']
GROUP BY `events`.`customer_key`

-- Customers who are, of all who made purchases at any time, among the first 10 by highest number of different days with purchases and whose tier is gold.
-- {"version": 1, "op": "all", "children": [{"kind": "rank", "event": "PURCHASE", "measure": {"fn": "count_days"}, "order": "desc", "top": {"count": 10}}, {"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'

