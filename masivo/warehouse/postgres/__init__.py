"""Customers and events in PostgreSQL: one transaction an import, one a data version that is read."""
