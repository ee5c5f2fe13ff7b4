-- Customers whose consent to email marketing is yes.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "consent.purposes.email_marketing", "operator": "eq", "value": true}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.consent_purposes_email_marketing = true
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`consent_purposes_email_marketing` = true

-- Customers whose anonymous flag is no.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "is_anonymous", "operator": "eq", "value": false}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.is_anonymous = false
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`is_anonymous` = false

-- Customers whose phone-verified flag is known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "phone_verified", "operator": "is_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.phone_verified IS NOT NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`phone_verified` IS NOT NULL

-- Customers whose phone-verified flag is not known.
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "phone_verified", "operator": "is_not_set"}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.phone_verified IS NULL
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`phone_verified` IS NULL

-- Customers whose phone-verified flag is not yes (or is not known).
-- {"version": 1, "op": "all", "children": [{"kind": "attribute", "field": "phone_verified", "operator": "eq", "value": true, "not": true}]}
-- DuckDB, PostgreSQL
SELECT customers.customer_key
FROM customers
WHERE customers.phone_verified = true
-- ClickHouse
SELECT `customers`.`customer_key`
FROM `customers`
WHERE `customers`.`phone_verified` = true

