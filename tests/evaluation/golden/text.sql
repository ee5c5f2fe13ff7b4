-- Customers whose tier is gold.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'

-- Customers whose tier is not gold (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "ne", "value": "gold"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded = 'gold'::VARCHAR
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` = 'gold'
-- and of these the complement

-- Customers whose tier is not gold (but is known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "ne", "value": "gold", "missing": "exclude"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.tier__folded IS NOT NULL
  AND customers.tier__folded != 'gold'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`tier__folded` IS NOT NULL
  AND `customers`.`tier__folded` != 'gold'

-- Customers whose city is “New York”, Lima or Bogotá.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "city", "operator": "in", "value": ["New York", "Lima", "Bogotá"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.city__folded IN ('new york'::VARCHAR, 'lima'::VARCHAR, 'bogotá'::VARCHAR)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`city__folded` IN ['new york', 'lima', 'bogotá']

-- Customers whose city is neither Lima nor Quito (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "city", "operator": "not_in", "value": ["Lima", "Quito"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.city__folded IN ('lima'::VARCHAR, 'quito'::VARCHAR)
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`city__folded` IN ['lima', 'quito']
-- and of these the complement

-- Customers whose city is not Lima (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "city", "operator": "not_in", "value": ["Lima"]}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.city__folded IN ('lima'::VARCHAR)
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`city__folded` IN ['lima']
-- and of these the complement

-- Customers whose email contains “@gmail.”.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "email", "operator": "contains", "value": "@gmail."}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE strpos(customers.email__folded, '@gmail.'::VARCHAR) > 0
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE position(`customers`.`email__folded`, '@gmail.') > 0

-- Customers whose name does not contain test (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "name", "operator": "not_contains", "value": "test"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE strpos(customers.name__folded, 'test'::VARCHAR) > 0
-- and of these the complement
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE position(`customers`.`name__folded`, 'test') > 0
-- and of these the complement

-- Customers whose name starts with “San ”.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "name", "operator": "starts_with", "value": "San "}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE starts_with(customers.name__folded, 'san '::VARCHAR)
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE startsWith(`customers`.`name__folded`, 'san ')

-- Customers whose email ends with “.co”.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "email", "operator": "ends_with", "value": ".co"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE right(customers.email__folded, length('.co'::VARCHAR)) = '.co'::VARCHAR
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE endsWith(`customers`.`email__folded`, '.co')

-- Customers whose phone is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "phone", "operator": "is_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.phone__folded IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`phone__folded` IS NOT NULL

-- Customers whose phone is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "phone", "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.phone__folded IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`phone__folded` IS NULL

-- Customers whose tags.vip_status is yes.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.vip_status", "operator": "eq", "value": "yes"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c1__folded = 'yes'::VARCHAR
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE ((customers.more ->> 'c1__folded'::TEXT) COLLATE "C") = 'yes'::VARCHAR COLLATE "C"
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c1__folded` = 'yes'

-- Customers whose “tags.first seen” is web.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tags.first seen", "operator": "eq", "value": "web"}]}
-- DuckDB
SELECT customers.customer_key
FROM customers
WHERE customers.c2__folded = 'web'::VARCHAR
-- PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE ((customers.more ->> 'c2__folded'::TEXT) COLLATE "C") = 'web'::VARCHAR COLLATE "C"
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`c2__folded` = 'web'

-- Customers whose tier is not gold (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold", "not": true}]}
-- Customers for whom it is not true that (their tier is not gold (but is known)).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "tier", "operator": "ne", "value": "gold", "missing": "exclude", "not": true}]}
-- Customers whose city is neither Cali nor Bogotá (but is known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "city", "operator": "not_in", "value": ["Cali", "Bogotá"], "missing": "exclude"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.city__folded IS NOT NULL
  AND (customers.city__folded NOT IN ('cali'::VARCHAR, 'bogotá'::VARCHAR))
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`city__folded` IS NOT NULL
  AND (`customers`.`city__folded` NOT IN ['cali', 'bogotá'])

-- Customers whose city does not contain li (but is known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "city", "operator": "not_contains", "value": "li", "missing": "exclude"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.city__folded IS NOT NULL
  AND NOT strpos(customers.city__folded, 'li'::VARCHAR) > 0
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`city__folded` IS NOT NULL
  AND NOT position(`customers`.`city__folded`, 'li') > 0

