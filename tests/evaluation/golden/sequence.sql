-- Customers who had at least 1 “Add to cart” event in the last 7 days (since 15 Nov 2026, 10:42), then made no purchases within 24 hours (now over).
-- {"version": 1, "op": "all", "children": [{"kind": "sequence", "steps": [{"event": "ADD_TO_CART"}, {"event": "PURCHASE", "within": {"amount": 24, "unit": "hour"}, "not": true}], "window": {"kind": "last", "amount": 7, "unit": "day"}}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'ADD_TO_CART'::VARCHAR
  AND events.occurred_at >= '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-11-15 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- ClickHouse
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'ADD_TO_CART'
  AND `events`.`occurred_at` >= 1794757351000006
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1794757351000006
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`

-- Customers who had at least 1 “Add to cart” event at any time, then made no purchases ever since.
-- {"version": 1, "op": "all", "children": [{"kind": "sequence", "steps": [{"event": "ADD_TO_CART"}, {"event": "PURCHASE", "not": true}]}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'ADD_TO_CART'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- ClickHouse
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'ADD_TO_CART'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`

-- Customers who made at least 1 purchase at any time, then within 1 month made at least 1 purchase, then later had at least 1 event of the types “Add to cart” or “App open” (only those where platform is ios).
-- {"version": 1, "op": "all", "children": [{"kind": "sequence", "steps": [{"event": "PURCHASE"}, {"event": "PURCHASE", "within": {"amount": 1, "unit": "month"}}, {"event": ["ADD_TO_CART", "APP_OPEN"], "where": {"op": "all", "children": [{"property": "platform", "operator": "eq", "value": "ios"}]}}]}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type IN ('ADD_TO_CART'::VARCHAR, 'APP_OPEN'::VARCHAR)
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded = 'ios'::VARCHAR
ORDER BY events.customer_key, events.occurred_at
-- ClickHouse
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` IN ['ADD_TO_CART', 'APP_OPEN']
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` = 'ios'
ORDER BY `events`.`customer_key`, `events`.`occurred_at`

-- Customers who made at least 1 purchase (only those where one line of the order has (sku is A1 and value is more than 10)) last month (1 Oct 2026 to 31 Oct 2026), then within 2 weeks had at least 1 “loyalty.scan” event (only those where platform is known), then later had at least 1 “Registration” event, then made no purchases (only those where order value is more than 5) within 1 day (now over).
-- {"version": 1, "op": "all", "children": [{"kind": "sequence", "steps": [{"event": "PURCHASE", "where": {"op": "all", "children": [{"property": "order.products[].sku", "operator": "eq", "value": "A1"}, {"property": "order.products[].value", "operator": "gt", "value": 10}]}}, {"event": "loyalty.scan", "within": {"amount": 2, "unit": "week"}, "where": {"op": "all", "children": [{"property": "platform", "operator": "is_set"}]}}, {"event": "REGISTRATION"}, {"event": "PURCHASE", "within": {"amount": 1, "unit": "day"}, "where": {"op": "all", "children": [{"property": "order.value", "operator": "gt", "value": 5}]}, "not": true}], "window": {"kind": "period", "name": "last_month"}}]}
-- DuckDB, PostgreSQL
SELECT lines.customer_key, lines.occurred_at
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.occurred_at < '2026-11-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.sku__folded = 'a1'::VARCHAR
  AND lines.value > 10.000000
ORDER BY lines.customer_key, lines.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'loyalty.scan'::VARCHAR
  AND events.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.platform__folded IS NOT NULL
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'REGISTRATION'::VARCHAR
  AND events.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at >= '2026-10-01 05:00:00'::TIMESTAMP WITHOUT TIME ZONE
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value > 5.000000
ORDER BY events.customer_key, events.occurred_at
-- ClickHouse
SELECT `lines`.`customer_key`, `lines`.`occurred_at`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` >= 1790830800000000
  AND `lines`.`occurred_at` < 1793509200000000
  AND `lines`.`sku__folded` = 'a1'
  AND `lines`.`value` > 10.000000
ORDER BY `lines`.`customer_key`, `lines`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'loyalty.scan'
  AND `events`.`occurred_at` >= 1790830800000000
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`platform__folded` IS NOT NULL
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'REGISTRATION'
  AND `events`.`occurred_at` >= 1790830800000000
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` >= 1790830800000000
  AND `events`.`occurred_at` < 1795362151000006
  AND `events`.`order_value` > 5.000000
ORDER BY `events`.`customer_key`, `events`.`occurred_at`

-- Customers for whom it is not true that (they had at least 1 “Registration” event at any time, then within 7 days made at least 1 purchase) and whose tier is gold.
-- {"version": 1, "op": "all", "children": [{"kind": "sequence", "steps": [{"event": "REGISTRATION"}, {"event": "PURCHASE", "within": {"amount": 7, "unit": "day"}}], "not": true}, {"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}]}
-- DuckDB, PostgreSQL
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'REGISTRATION'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- and
SELECT events.customer_key, events.occurred_at
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
ORDER BY events.customer_key, events.occurred_at
-- ClickHouse
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'REGISTRATION'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`
-- and
SELECT `events`.`customer_key`, `events`.`occurred_at`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
ORDER BY `events`.`customer_key`, `events`.`occurred_at`

-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'

-- Customers who had at least 1 “Add to cart” event at any time, then later made at least 1 purchase or who fall into the fixed random 10 percent drawn as “spring”.
-- {"version": 1, "op": "all", "children": [{"op": "any", "children": [{"kind": "sequence", "steps": [{"event": "ADD_TO_CART"}, {"event": "PURCHASE"}]}, {"kind": "sample", "percent": 10, "salt": "spring"}]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key, customers.id
FROM customers
-- ClickHouse
SELECT `customers`.`customer_key`, `customers`.`id`
FROM `customers`

