"""Measurements at full size: `python -m bench` makes the warehouse once and prints a table."""
