-- Customers who made exactly 3 purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) = 3
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) = 3

-- Customers who made more or fewer than 3 purchases (or none) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) = 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) = 3
-- and of these the complement

-- Customers who made more than 1 purchase at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) > 1
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) > 1

-- Customers who made at least 1 purchase at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}]}
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

-- Customers who made fewer than 3 purchases (or none) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) >= 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) >= 3
-- and of these the complement

-- Customers who made at most 3 purchases (or none) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) > 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) > 3
-- and of these the complement

-- Customers who made between 2 and 5 (both included) purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) BETWEEN 2
  AND 5
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) BETWEEN 2
  AND 5

-- Customers who made purchases on exactly 3 different days at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) = 3
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) = 3

-- Customers who made purchases (or none) on more or fewer than 3 different days at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) = 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) = 3
-- and of these the complement

-- Customers who made purchases on more than 1 different day at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) > 1
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) > 1

-- Customers who made purchases on at least 1 different day at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) >= 1
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) >= 1

-- Customers who made purchases (or none) on fewer than 3 different days at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) >= 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) >= 3
-- and of these the complement

-- Customers who made purchases (or none) on at most 3 different days at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) > 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) > 3
-- and of these the complement

-- Customers who made purchases on between 2 and 5 (both included) different days at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) BETWEEN 2
  AND 5
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) BETWEEN 2
  AND 5

-- Customers who made purchases with exactly 3 different values of store id at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) = 3
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) = 3

-- Customers who made purchases with more or fewer than 3 different values of store id (none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) = 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) = 3
-- and of these the complement

-- Customers who made purchases with more than 1 different value of store id at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) > 1
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) > 1

-- Customers who made purchases with at least 1 different value of store id at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) >= 1
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) >= 1

-- Customers who made purchases with fewer than 3 different values of store id (none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) >= 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) >= 3
-- and of these the complement

-- Customers who made purchases with at most 3 different values of store id (none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) > 3
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) > 3
-- and of these the complement

-- Customers who made purchases with between 2 and 5 (both included) different values of store id at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "order.store_id"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.order_store_id__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.order_store_id__folded) BETWEEN 2
  AND 5
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`order_store_id__folded`) BETWEEN 2
  AND 5

-- Customers who spent exactly 3 in purchases (total of order value) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) = 3.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) = 3.000000

-- Customers who spent more or less than 3 in purchases (total of order value; none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) = 3.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) = 3.000000
-- and of these the complement

-- Customers who spent more than 1 in purchases (total of order value) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) > 1.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) > 1.000000

-- Customers who spent at least 1 in purchases (total of order value) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) >= 1.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) >= 1.000000

-- Customers who spent less than 3 in purchases (total of order value; none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) >= 3.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) >= 3.000000
-- and of these the complement

-- Customers who spent at most 3 in purchases (total of order value; none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) > 3.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) > 3.000000
-- and of these the complement

-- Customers who spent between 2 and 5 (both included) in purchases (total of order value) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) BETWEEN 2.000000
  AND 5.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) BETWEEN 2.000000
  AND 5.000000

-- Customers whose average order value over purchases is 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 2.9999995) >= 0::INTEGER
  AND sum(CAST(events.order_value AS NUMERIC(26, 7)) - 3.0000005) < 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 2.9999995) >= 0
  AND sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 3.0000005) < 0

-- Customers whose average order value over purchases is not 3 (or there is none).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 2.9999995) >= 0::INTEGER
  AND sum(CAST(events.order_value AS NUMERIC(26, 7)) - 3.0000005) < 0::INTEGER
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 2.9999995) >= 0
  AND sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 3.0000005) < 0
-- and of these the complement

-- Customers whose average order value over purchases is more than 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 1.0000005) >= 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 1.0000005) >= 0

-- Customers whose average order value over purchases is at least 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 0.9999995) >= 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 0.9999995) >= 0

-- Customers whose average order value over purchases is less than 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 2.9999995) < 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 2.9999995) < 0

-- Customers whose average order value over purchases is at most 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 3.0000005) < 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 3.0000005) < 0

-- Customers whose average order value over purchases is between 2 and 5 (both included).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 1.9999995) >= 0::INTEGER
  AND sum(CAST(events.order_value AS NUMERIC(26, 7)) - 5.0000005) < 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 1.9999995) >= 0
  AND sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 5.0000005) < 0

-- Customers whose smallest discounted order value over purchases is 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) = 3.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) = 3.000000

-- Customers whose smallest discounted order value over purchases is not 3 (or there is none).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) = 3.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) = 3.000000
-- and of these the complement

-- Customers whose smallest discounted order value over purchases is more than 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) > 1.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) > 1.000000

-- Customers whose smallest discounted order value over purchases is at least 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) >= 1.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) >= 1.000000

-- Customers whose smallest discounted order value over purchases is less than 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) < 3.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) < 3.000000

-- Customers whose smallest discounted order value over purchases is at most 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) <= 3.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) <= 3.000000

-- Customers whose smallest discounted order value over purchases is between 2 and 5 (both included).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "min", "property": "order.discounted_value"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT events.customer_key, events.order_discounted_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_discounted_value IS NOT NULL
-- min of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING min(events.order_discounted_value) BETWEEN 2.000000
  AND 5.000000
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING min(`events`.`order_discounted_value`) BETWEEN 2.000000
  AND 5.000000

-- Customers whose largest order line amount over purchases (counting all lines) is 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "eq", "value": 3}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) = 3.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) = 3.000000

-- Customers whose largest order line amount over purchases (counting all lines) is not 3 (or there is none).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "ne", "value": 3}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) = 3.000000
-- and of these the complement
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) = 3.000000
-- and of these the complement

-- Customers whose largest order line amount over purchases (counting all lines) is more than 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "gt", "value": 1}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) > 1.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) > 1.000000

-- Customers whose largest order line amount over purchases (counting all lines) is at least 1.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "gte", "value": 1}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) >= 1.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) >= 1.000000

-- Customers whose largest order line amount over purchases (counting all lines) is less than 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "lt", "value": 3}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) < 3.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) < 3.000000

-- Customers whose largest order line amount over purchases (counting all lines) is at most 3.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "lte", "value": 3}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) <= 3.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) <= 3.000000

-- Customers whose largest order line amount over purchases (counting all lines) is between 2 and 5 (both included).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "max", "property": "order.products[].amount"}, "operator": "between", "value": [2, 5]}]}
-- DuckDB
SELECT lines.customer_key, lines.amount
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
  AND lines.amount IS NOT NULL
-- max of each customer, compared here
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING max(lines.amount) BETWEEN 2.000000
  AND 5.000000
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING max(`lines`.`amount`) BETWEEN 2.000000
  AND 5.000000

-- Customers who made no purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "eq", "value": 0}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) != 0
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) != 0
-- and of these the complement

-- Customers who made fewer than 2 purchases (or none) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 2, "not": true}]}
-- DuckDB
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(*) >= 2
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(*) >= 2

-- Customers who made no purchases at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_days"}, "operator": "lte", "value": 0}]}
-- DuckDB
SELECT events.customer_key, CAST(events.occurred_at + -1 day, 19:00:00 AS DATE) AS anon_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- count_days of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT CAST(events.occurred_at + -1 day, 19:00:00 AS DATE)) > 0
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT intDiv((`events`.`occurred_at` + -18000000000) - positiveModulo((`events`.`occurred_at` + -18000000000), 86400000000), 86400000000)) > 0
-- and of these the complement

-- Customers who made purchases with exactly 0 different values of platform (none counts as 0) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count_distinct", "property": "platform"}, "operator": "eq", "value": 0}]}
-- DuckDB
SELECT events.customer_key, count(DISTINCT events.platform__folded) AS measured
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
-- count_distinct of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING count(DISTINCT events.platform__folded) != 0
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING count(DISTINCT `events`.`platform__folded`) != 0
-- and of these the complement

-- Customers who spent at least 100 in purchases (total of order value) at any time.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "lt", "value": 100, "not": true}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) >= 100.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) >= 100.000000
-- and of these the complement

-- Customers for whom it is not true that (they spent between 0 and 10 (both included) in purchases (total of order value; none counts as 0) at any time).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}, "operator": "between", "value": [0, 10], "not": true}]}
-- DuckDB
SELECT events.customer_key, coalesce(events.order_value, 0::INTEGER) AS coalesce_1
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING coalesce(sum(events.order_value), 0::INTEGER) NOT BETWEEN 0
  AND 10.000000
-- and of these the complement
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING coalesce(sum(`events`.`order_value`), 0) NOT BETWEEN 0
  AND 10.000000
-- and of these the complement

-- Customers whose total order line amount over purchases (none counts as 0; counting all lines) is not 5.
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.products[].amount"}, "operator": "ne", "value": 5, "missing": "exclude"}]}
-- DuckDB
SELECT lines.customer_key, coalesce(lines.amount, 0::INTEGER) AS coalesce_1
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
-- sum of each customer, compared here
-- and of these the complement
-- PostgreSQL
SELECT lines.customer_key
FROM lines
WHERE lines.counts
  AND lines.type = 'PURCHASE'::VARCHAR
  AND lines.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND lines.list_name = 'order.products'::VARCHAR
GROUP BY lines.customer_key
HAVING coalesce(sum(lines.amount), 0::INTEGER) = 5.000000
-- and of these the complement
-- ClickHouse
SELECT `lines`.`customer_key`
FROM `lines`
WHERE `lines`.`counts`
  AND `lines`.`type` = 'PURCHASE'
  AND `lines`.`occurred_at` < 1795362151000006
  AND `lines`.`list_name` = 'order.products'
GROUP BY `lines`.`customer_key`
HAVING coalesce(sum(`lines`.`amount`), 0) = 5.000000
-- and of these the complement

-- Customers whose average order value over purchases is not 5 (but there is one).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "ne", "value": 5, "missing": "exclude"}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING avg(events.order_value) IS NOT NULL
  AND NOT (sum(CAST(events.order_value AS NUMERIC(26, 7)) - 4.9999995) >= 0::INTEGER
  AND sum(CAST(events.order_value AS NUMERIC(26, 7)) - 5.0000005) < 0::INTEGER)
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING avg(`events`.`order_value`) IS NOT NULL
  AND NOT (sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 4.9999995) >= 0
  AND sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 5.0000005) < 0)

-- Customers for whom it is not true that (their average order value over purchases is more than 5).
-- {"version": 1, "op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "avg", "property": "order.value"}, "operator": "gt", "value": 5, "not": true}]}
-- DuckDB
SELECT events.customer_key, events.order_value
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
  AND events.order_value IS NOT NULL
-- avg of each customer, compared here
-- PostgreSQL
SELECT events.customer_key
FROM events
WHERE events.counts
  AND events.type = 'PURCHASE'::VARCHAR
  AND events.occurred_at < '2026-11-22 15:42:31.000006'::TIMESTAMP WITHOUT TIME ZONE
GROUP BY events.customer_key
HAVING sum(CAST(events.order_value AS NUMERIC(26, 7)) - 5.0000005) >= 0::INTEGER
-- ClickHouse
SELECT `events`.`customer_key`
FROM `events`
WHERE `events`.`counts`
  AND `events`.`type` = 'PURCHASE'
  AND `events`.`occurred_at` < 1795362151000006
GROUP BY `events`.`customer_key`
HAVING sum(CAST(`events`.`order_value` AS NUMERIC(26, 7)) - 5.0000005) >= 0

