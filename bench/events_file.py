"""Events of the store as other programs send them: NDJSON with their lines, in the order in which they happened."""

from pathlib import Path

import duckdb

from masivo.warehouse.catalog import Owner
from masivo.warehouse.duck import literal, parquet
from masivo.warehouse.manifest import read_manifest


def write_events(warehouse_home: Path, target: Path, number: int) -> None:
    """The last `number` events of the demonstration's warehouse."""
    manifest = read_manifest(warehouse_home)
    files = {
        owner: parquet(warehouse_home / owner / part.path for part in manifest.tables[owner].parts)
        for owner in (Owner.EVENT, Owner.LINE)
    }
    department = manifest.catalog.properties["order.products[].tags.department"].column
    campaign = manifest.catalog.properties["tags.campaign"].column
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(f"""
        COPY (
            WITH event AS (FROM {files[Owner.EVENT]} ORDER BY occurred_at DESC LIMIT {number}),
            sold AS (
                SELECT event_key, list(
                    {{'sku': sku, 'amount': amount::DOUBLE, 'value': value::DOUBLE,
                      'tags': {{'department': {department}}}}} ORDER BY line_number) AS products
                FROM {files[Owner.LINE]} SEMI JOIN event USING (event_key) GROUP BY event_key)
            SELECT 'bench-' || event_key AS id, 'customer-' || customer_key AS customer_id, brand_id, type,
                strftime(occurred_at, '%Y-%m-%dT%H:%M:%S.%fZ') AS issued_at, status, platform,
                {{'purchase_id': order_purchase_id, 'value': order_value::DOUBLE, 'store_id': order_store_id,
                  'payment_method': order_payment_method, 'products': products}} AS "order",
                {{'campaign': {campaign}}} AS tags
            FROM event LEFT JOIN sold USING (event_key) ORDER BY occurred_at
        ) TO {literal(str(target))} (FORMAT json)""")
