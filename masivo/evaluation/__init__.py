"""A document against a warehouse: exact members, counts and every line's own share."""
