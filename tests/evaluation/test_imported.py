"""An import keeps every value, event and line as the reference does, whatever order and company they came in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.effort import seeds
from tests.evaluation.lakes import Lakes
from tests.evaluation.scenes import draw_scene
from tests.reference.world import CUSTOMER, EVENT, Event

COUNTING = {None, "RESOLVED"}

pytestmark = pytest.mark.proof


@pytest.mark.parametrize("seed", seeds(2))
def test_profiles_are_kept(every_store: Lakes, seed: int) -> None:
    scene = draw_scene(seed)
    snapshot, types = every_store.snapshot(scene), scene.world.types[CUSTOMER]
    profiles = snapshot.profiles(range(snapshot.customer_count))
    kept = {profile.id: dict(profile.fields) for profile in profiles}
    assert kept == {id_: _as_kept(fields, types) for id_, fields in scene.world.customers.items()}


@pytest.mark.parametrize("seed", seeds(2))
def test_events_are_kept(every_store: Lakes, seed: int) -> None:
    scene = draw_scene(seed)
    snapshot, types = every_store.snapshot(scene), scene.world.types[EVENT]
    for customer in scene.world.customers:
        key = snapshot.key_of(customer)
        assert key is not None
        kept = [
            (
                *(event.type, event.brand_id, event.occurred_at, event.counts, dict(event.properties)),
                [(line.list_name, dict(line.properties)) for line in event.lines],
            )
            for event in snapshot.events_of(key, 10_000)
        ]
        right = [_event_as_kept(event, types) for event in scene.world.events if event.customer == customer]
        assert sorted(kept, key=repr) == sorted(right, key=repr)


def _event_as_kept(event: Event, types: dict[str, str]) -> tuple[Any, ...]:
    lines = [
        (name, {one.removeprefix(f"{name}[]."): value for one, value in _as_kept(line, types).items()})
        for name, lines in sorted(event.lines.items())
        for line in lines
    ]
    head = (event.type, event.brand, event.at, event.status in COUNTING)
    return (*head, _as_kept(event.properties, types), lines)


def _as_kept(values: dict[str, Any], types: dict[str, str]) -> dict[str, Any]:
    """The reference's values as the product shows them: exact decimals, lists."""
    kinds: dict[str, Callable[[Any], Any]] = {"number": lambda value: Decimal(value).scaleb(-6), "list": list}
    return {name: kinds.get(types[name], lambda value: value)(value) for name, value in sorted(values.items())}
