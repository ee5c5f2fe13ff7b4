"""Gathered customers into the lake: new ones and, rewritten, the files that hold one of those that change."""

from collections.abc import Collection
from dataclasses import replace

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.gathering import Gathering
from masivo.warehouse.manifest import Part
from masivo.warehouse.schema import MORE
from masivo.warehouse.storage import stored_columns
from masivo.warehouse.writer import LakeWriter, Written


def put_customers(writer: LakeWriter, gathering: Gathering, catalog: Catalog) -> None:
    """Write new customers and those parts that hold an updated one, and show them."""
    columns = {"customer_key": "customer_key", "id": "id", **gathering.value_columns("newcomers")}
    new = writer.write(Owner.CUSTOMER, stored_columns(catalog, Owner.CUSTOMER, columns), "newcomers")
    gone = writer.parts_holding(Owner.CUSTOMER, "customer_key", "updates")
    rewritten = _rewrite(writer, gathering, catalog, gone) if gone else Written()
    tables = {
        **writer.manifest.tables,
        Owner.CUSTOMER: writer.state(Owner.CUSTOMER, gone, rewritten, new),
    }
    writer.commit(replace(writer.manifest, catalog=catalog, tables=tables))


def _rewrite(writer: LakeWriter, gathering: Gathering, catalog: Catalog, gone: Collection[Part]) -> Written:
    stored = writer.stored_columns(Owner.CUSTOMER)
    columns = {name: f"stored.{name}" for name in stored}
    values = stored_columns(catalog, Owner.CUSTOMER, gathering.value_columns("updates"))
    if MORE in values:
        columns[MORE] = _patched(values.pop(MORE), gathering, MORE in stored)
    for name, value in values.items():
        columns[name] = f"coalesce({value}, stored.{name})" if name in stored else value
    for column in gathering.clearable:
        for name in {column, f"{column}__folded"} & columns.keys():
            columns[name] = f"CASE WHEN updates.{column}__cleared THEN NULL ELSE {columns[name]} END"
    source = f"{writer.stored(Owner.CUSTOMER, gone)} AS stored LEFT JOIN updates USING (customer_key)"
    return writer.write(Owner.CUSTOMER, columns, source)


def _patched(brought: str, gathering: Gathering, stored: bool) -> str:
    """What stands in `MORE` after an update: JSON Merge Patch (RFC 7396), where null takes a member away."""
    nulls = f"list_transform({gathering.gone('updates')}, lambda name: '\"' || name || '\":null')"
    taken = f"'{{' || array_to_string({nulls}, ',') || '}}'"
    before = f"json_merge_patch(coalesce(stored.{MORE}, '{{}}'), {taken})" if stored else "'{}'"
    return f"nullif(json_merge_patch({before}, coalesce({brought}, '{{}}'))::VARCHAR, '{{}}')"
