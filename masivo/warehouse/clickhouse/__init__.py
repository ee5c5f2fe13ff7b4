"""Customers and events in ClickHouse: a generation of tables an import, and one name that says which is the newest."""
