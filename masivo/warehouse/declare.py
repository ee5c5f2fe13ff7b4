"""Names that a person declares before data comes, so that their type does not depend on it."""

from collections.abc import Collection

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.ingest.batch import SINGLE
from masivo.warehouse.ingest.headers import check_names
from masivo.warehouse.ingest.plan import LINE_MARK, Kind
from masivo.warehouse.store import Warehouse


def declare(warehouse: Warehouse, name: str, type_: FieldType, kinds: Collection[Kind]) -> None:
    """Make the name known with that type, of customers, of events or of both; again is nothing new.

    Raises ImportRefused for what cannot be a name and where it has another type already.
    """
    if LINE_MARK in name:
        kinds = [kind for kind in kinds if kind is Kind.EVENTS]
    if not kinds:
        raise ImportRefused(f"{name}: customers have no lists of objects.")
    kinds = [kind for kind in kinds if name not in SINGLE[kind]]
    if not kinds:
        raise ImportRefused(f"{name} is a record's own, not a name that can be declared.")
    for kind in kinds:
        check_names((name,), (), kind)
    with warehouse.scratch() as scratch, warehouse.writer(scratch) as writer:
        catalog = writer.catalog
        for kind in kinds:
            catalog = _declared(catalog, name, type_, kind)
        if catalog != writer.catalog:
            writer.put_catalog(catalog)


def _declared(catalog: Catalog, name: str, type_: FieldType, kind: Kind) -> Catalog:
    known = catalog.field_type(name) if kind is Kind.CUSTOMERS else catalog.property_type(name)
    if known not in (None, type_):
        other = Kind.EVENTS if kind is Kind.CUSTOMERS else Kind.CUSTOMERS
        raise ImportRefused(
            f"{name} of {kind} is a {known} name already, and stays one. Use --of {other} to declare it for those only."
        )
    types = {name: type_}
    return catalog.with_fields(types) if kind is Kind.CUSTOMERS else catalog.with_properties(types)
