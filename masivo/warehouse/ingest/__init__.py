"""Customers and events on their way into the warehouse: files of people, and typed tables of programs.

`imports.import_customers` and `imports.import_events` take files; `tables.load_tables` takes Arrow tables.
"""
