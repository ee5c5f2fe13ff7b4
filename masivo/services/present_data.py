"""The data that runs and previews ask: the newest, but never an empty warehouse that held customers before.

A folder or a disk that is not there looks like a warehouse that was never filled, and would empty every audience.
"""

from sqlalchemy import select

from masivo.errors import WarehouseEmptied
from masivo.extensions import db
from masivo.models import Run
from masivo.services.connections import warehouse
from masivo.warehouse.store import Snapshot


def present_data() -> Snapshot:
    """The newest data version.

    Raises WarehouseUnavailable where it cannot be read, WarehouseEmptied where all customers of earlier runs are gone.
    """
    snapshot = warehouse().snapshot()
    if not snapshot.customer_count and db.session.scalar(select(Run.id).where(Run.universe > 0).limit(1)):
        raise WarehouseEmptied("The warehouse is empty, although it held customers before.")
    return snapshot
