-- Customers who fall into the stable 10 percent sample with the salt “spring”.
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 10, "salt": "spring"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key, customers.id
FROM customers
-- ClickHouse
SELECT `customers`.`customer_key`, `customers`.`id`
FROM `customers`

-- Customers who fall into the stable 0.5 percent sample with the salt “control \”group\””.
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 0.5, "salt": "control ”group”"}]}
-- Customers for whom it is not true that (they fall into the stable 100 percent sample with the salt “ a ”).
-- {"version": 1, "op": "all", "children": [{"kind": "sample", "percent": 100, "salt": " a ", "not": true}]}
