"""Real input: every purchase of 23,570 customers, as the file comes, from the command line."""

import json
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from masivo.cli import main
from masivo.config import PROJECT, read_settings
from masivo.warehouse import open_warehouse

CDNOW = PROJECT.parent / "shared" / "data" / "cdnow" / "CDNOW_master.txt"
IMPORT = (
    *("import", "events", str(CDNOW), "--delimiter", "space", "--zone", "America/New_York"),
    *("--map", "issued_at=date", "--map", "order.value=dollar_value", "--map", "metadata.cds=number_of_cds"),
    *("--constant", "type=PURCHASE", "--constant", "brand_id=cdnow"),
)


@pytest.mark.skipif(not CDNOW.exists(), reason="the CDNOW file does not stand beside the project")
def test_the_whole_file_comes_in_to_the_cent(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASIVO_HOME", str(home))
    result = CliRunner().invoke(main, IMPORT)
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout.splitlines()[-1]) == {
        "read": 69_659,
        "accepted": 69_659,
        "duplicates": 0,
        "rejected": 0,
        "rejects_file": None,
    }
    spent: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in CDNOW.read_text().splitlines()[1:]:
        customer, _date, _cds, dollars = line.split()
        spent[customer] += Decimal(dollars)
    snapshot = open_warehouse(read_settings({"MASIVO_HOME": str(home)})).snapshot()
    events, customers = snapshot.tables.events, snapshot.tables.customers
    sums = (
        select(customers.c.id, func.sum(events.c.order_value))
        .join_from(events, customers, events.c.customer_key == customers.c.customer_key)
        .group_by(customers.c.id)
    )
    assert snapshot.customer_count == len(spent) == 23_570
    assert dict(snapshot.rows(sums)) == spent
