"""Customers and events on their way into the warehouse: files of people (`events`, `customers`), tables of programs.

`load_tables` is the door for tables that are already typed; the command line's imports are `import_customers` and
`import_events`.
"""
