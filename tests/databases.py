"""The mark that runs a test on every application database that the product supports."""

import pytest

on_both_databases = pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
