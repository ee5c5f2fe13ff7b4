-- Customers who fall into the fixed random 10 percent drawn as “spring”.
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 10, "salt": "spring"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key, customers.id
FROM customers
-- ClickHouse
SELECT `customers`.`customer_key`, `customers`.`id`
FROM `customers`

-- Customers who fall into the fixed random 0.5 percent drawn as “control \”group\””.
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 0.5, "salt": "control ”group”"}]}
-- Customers for whom it is not true that (they fall into the fixed random 100 percent drawn as “ a ”).
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 100, "salt": " a ", "not": true}]}
