-- Customers whose points is 5.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "eq", "value": 5}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 = 5.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) = 5.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` = 5.000000

-- Customers whose points is not 5 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "ne", "value": 5}]}
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

-- Customers whose points is more than 1,204,311.5.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gt", "value": 1204311.5}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 > 1204311.500000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) > 1204311.500000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` > 1204311.500000

-- Customers whose points is at least 0.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gte", "value": 0}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 >= 0
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) >= 0
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` >= 0

-- Customers whose points is less than -3.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "lt", "value": -3}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 < -3.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) < -3.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` < -3.000000

-- Customers whose points is at most 10.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "lte", "value": 10}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 <= 10.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) <= 10.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` <= 10.000000

-- Customers whose points is between 1 and 1,000 (both included).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "between", "value": [1, 1000]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 BETWEEN 1.000000
  AND 1000.000000
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) BETWEEN 1.000000
  AND 1000.000000
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` BETWEEN 1.000000
  AND 1000.000000

-- Customers whose points is 1, 2 or 3.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "in", "value": [1, 2, 3]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 IN (1.000000, 2.000000, 3.000000)
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IN (1.000000, 2.000000, 3.000000)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` IN [1.000000, 2.000000, 3.000000]

-- Customers whose points is neither 1 nor 2 (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "not_in", "value": [1, 2]}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 IN (1.000000, 2.000000)
-- and of these the complement
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IN (1.000000, 2.000000)
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` IN [1.000000, 2.000000]
-- and of these the complement

-- Customers whose points is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "is_set"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 IS NOT NULL
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` IS NOT NULL

-- Customers whose points is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "is_not_set"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c0 IS NULL
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE CAST((customers.more ->> 'c0'::TEXT) AS NUMERIC(24, 6)) IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c0` IS NULL

-- Customers for whom it is not true that (their points is more than 5).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "points", "operator": "gt", "value": 5, "not": true}]}
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

