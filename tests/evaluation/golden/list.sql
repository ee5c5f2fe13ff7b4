-- Customers whose platforms include ios or android.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_any", "value": ["ios", "android"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded && ['ios', 'android']::TEXT[]
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE hasAny(`customers`.`platforms__folded`, ['ios', 'android'])

-- Customers whose platforms include all of ios and android.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_all", "value": ["ios", "android"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded @> ['ios', 'android']::TEXT[]
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE hasAll(`customers`.`platforms__folded`, ['ios', 'android'])

-- Customers whose platforms include ios.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_all", "value": ["ios"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded @> ['ios']::TEXT[]
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE hasAll(`customers`.`platforms__folded`, ['ios'])

-- Customers whose platforms include neither ios nor android (or are not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_none", "value": ["ios", "android"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded && ['ios', 'android']::TEXT[]
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE hasAny(`customers`.`platforms__folded`, ['ios', 'android'])
-- and of these the complement

-- Customers whose platforms do not include web (or are not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_none", "value": ["web"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded && ['web']::TEXT[]
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE hasAny(`customers`.`platforms__folded`, ['web'])
-- and of these the complement

-- Customers whose platforms are known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "is_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE notEmpty(`customers`.`platforms__folded`)

-- Customers whose platforms are not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE NOT customers.platforms__folded IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE NOT notEmpty(`customers`.`platforms__folded`)

-- Customers whose platforms do not include web (but are known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "platforms", "operator": "has_none", "value": ["web"], "missing": "exclude"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.platforms__folded IS NOT NULL
  AND NOT customers.platforms__folded && ['web']::TEXT[]
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE notEmpty(`customers`.`platforms__folded`)
  AND NOT hasAny(`customers`.`platforms__folded`, ['web'])

