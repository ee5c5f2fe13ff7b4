-- Customers who are in the audience “VIP” (id 3) as last calculated.
-- {"version": 1, "op": "all", "children": [{"kind": "audience", "audience": "3", "operator": "member"}]}
-- DuckDB, PostgreSQL, ClickHouse
no SQL: the stored members

-- Customers who are not in the audience “Lapsed \”buyers\”” (id 7) as last calculated.
-- {"version": 1, "op": "all", "children": [{"kind": "audience", "audience": 7, "operator": "not_member"}]}
-- DuckDB, PostgreSQL, ClickHouse
no SQL: the stored members, complemented

-- Customers who are not in the audience “VIP” (id 2147483647) as last calculated.
-- {"version": 1, "op": "all", "children": [{"kind": "audience", "audience": "2147483647", "operator": "member", "not": true}]}
