"""What every snapshot answers by plain selects: profiles, searches, frequent values, a customer's events."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from masivo.warehouse.catalog import Owner
    from masivo.warehouse.store import EventRecord, Profile, Snapshot


class Lookups:
    """The part of `masivo.warehouse.store.Snapshot` that is the same for every store; SQLAlchemy loads when asked."""

    def key_of(self: Snapshot, customer_id: str) -> int | None:
        from masivo.warehouse import profiles

        return profiles.key_of(self, customer_id)

    def profiles(self: Snapshot, keys: Sequence[int]) -> list[Profile]:
        from masivo.warehouse import profiles

        return profiles.profiles(self, keys)

    def find_customers(self: Snapshot, text: str, limit: int) -> list[Profile]:
        from masivo.warehouse import profiles

        return profiles.find_customers(self, text, limit)

    def top_values(self: Snapshot, name: str, owner: Owner, limit: int, containing: str = "") -> list[tuple[str, int]]:
        from masivo.warehouse import profiles

        return profiles.top_values(self, name, owner, limit, containing)

    def events_of(self: Snapshot, key: int, limit: int) -> list[EventRecord]:
        from masivo.warehouse import profiles

        return profiles.events_of(self, key, limit)
