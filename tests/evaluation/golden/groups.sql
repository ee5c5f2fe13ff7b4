-- All customers of Andes.
-- {"version": 1, "op": "all", "children": [{"kind": "everyone"}]}
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
WHERE customers.customer_key < 0::INTEGER
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`customer_key` < 0
-- and of these the complement

-- No customers of Andes.
-- {"version": 1, "op": "all", "children": [{"kind": "everyone"}], "not": true}
-- Customers of Andes who are anyone at all or whose tier is gold.
-- {"version": 1, "op": "any", "children": [{"kind": "everyone"}, {"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'

-- Customers of Andes whose tier is gold and whose country is CO or MX.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.country__folded IN ('co'::VARCHAR, 'mx'::VARCHAR)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`country__folded` IN ['co', 'mx']

-- Customers of Andes whose tier is gold or whose country is CO or MX.
-- {"version": 1, "op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}]}
-- Customers of Andes for whom it is not true that (their tier is gold or their country is CO or MX).
-- {"version": 1, "op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}], "not": true}
-- Customers of Andes for whom it is not true that (their tier is gold and their country is CO or MX).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}], "not": true}
-- Customers of Andes (whose tier is gold or whose country is CO or MX) and who made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42).
-- {"version": 1, "op": "all", "children": [{"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}]}, {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}]}
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

-- Customers of Andes whose country is CO or MX and for whom it is not true that (their tier is gold or they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42)).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}], "not": true}]}
-- Customers of Andes who meet all of these conditions: (1) their country is CO or MX; (2) at least one of these holds: (2.1) their tier is gold; (2.2) all of these hold: (2.2.1) they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42); (2.2.2) it is not true that (their points is more than 5).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "not": true}]}]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 > 5.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) > 5.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` > 5.000000

-- Customers of Andes who meet at least one of these conditions: (1) their country is CO or MX; (2) none of these holds: (2.1) their tier is gold; (2.2) not all of these hold together: (2.2.1) they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42); (2.2.2) their points is more than 5.
-- {"version": 1, "op": "any", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5}], "not": true}], "not": true}]}
-- Customers of Andes who do not meet all of these conditions together: (1) their country is CO or MX; (2) none of these holds: (2.1) their tier is gold; (2.2) all of these hold: (2.2.1) they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42); (2.2.2) their country is CO or MX.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "all", "children": [{"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}, {"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}]}], "not": true}], "not": true}
-- Customers of Andes whose tier is gold.
-- {"version": 1, "op": "all", "children": [{"op": "any", "children": [{"op": "any", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}], "not": true}], "not": true}]}
-- Customers of Andes whose tier is gold. Muted, so taking no part: their points is more than 5; (their country is CO or MX or they made at least 1 purchase in the last 30 days (since 23 Oct 2026, 10:42)).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "muted": true}, {"op": "any", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}, {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": {"kind": "last", "amount": 30, "unit": "day"}}], "muted": true}]}
-- Customers of Andes whose tier is gold. Muted, so taking no part: their country is CO or MX.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}, {"op": "any", "children": [{"kind": "attribute", "field": "country", "operator": "in", "value": ["CO", "MX"]}], "muted": true}]}
-- Customers of Andes who meet all of these conditions: (1) their points is not 0 (or is not known); (2) their points is not 1 (or is not known); (3) their points is not 2 (or is not known); (4) their points is not 3 (or is not known); (5) their points is not 4 (or is not known); (6) their points is not 5 (or is not known); (7) their points is not 6 (or is not known); (8) their points is not 7 (or is not known); (9) their points is not 8 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "ne", "value": 0}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 1}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 2}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 3}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 4}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 5}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 6}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 7}, {"kind": "attribute", "field": "points", "operator": "ne", "value": 8}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 0
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 0
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 0
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 1.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 1.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 1.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 2.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 2.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 2.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 3.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 3.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 3.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 4.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 4.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 4.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 5.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 5.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 5.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 6.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 6.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 6.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 7.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 7.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 7.000000
-- and of these the complement

-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 8.000000
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 8.000000
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 8.000000
-- and of these the complement

