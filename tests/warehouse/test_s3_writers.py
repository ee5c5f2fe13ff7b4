"""Writing a lake in a bucket: killed, slow and simultaneous imports, and the lease that keeps them apart."""

import signal
import threading
import time

import pytest

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Owner
from masivo.warehouse.s3 import lease as leases
from masivo.warehouse.s3.bucket import Bucket
from tests.warehouse.importer import S3_POINTS
from tests.warehouse.importer import state as state_of
from tests.warehouse.lake import Lake, event, numbers
from tests.warehouse.machines import assert_delta_agrees, start_import


@pytest.mark.chaos
@pytest.mark.parametrize("point", S3_POINTS)
def test_an_import_killed_at_any_point_is_in_whole_or_not_at_all_and_can_be_run_again(
    here: Lake, there: Lake, monkeypatch, point
):
    here.events(*(event(id=f"old{n}", customer_id=f"c{n}", order={"products": [{"sku": "A"}]}) for n in range(10)))
    path = here.write(
        "more.ndjson",
        *(event(id=f"new{n}", customer_id=f"c{n + 5}") for n in range(20)),
        event(id="old1", status="REVERSED"),
    )
    before, after = (10, 10, 10, 10), (25, 30, 10, 29)
    done = point in {"after the commit", "before the logs"}

    assert start_import(here, path, f"s3: {point}").wait() == -signal.SIGKILL
    assert state_of(here) == state_of(there) == (after if done else before)

    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.3)
    assert numbers(there.import_files("events", path)) == ((21, 0, 21, 0) if done else (21, 21, 0, 0))
    assert state_of(here) == state_of(there) == after
    assert_delta_agrees(there)


@pytest.mark.chaos
def test_two_imports_at_once_on_two_machines_both_land(here: Lake, there: Lake):
    running = [
        start_import(lake, lake.write("more.ndjson", *(event(id=f"{name}{n}", customer_id=f"c{n}") for n in range(50))))
        for name, lake in (("a", here), ("b", there))
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert state_of(here) == state_of(there) == (50, 100, 0, 100)
    assert_delta_agrees(here)


@pytest.mark.chaos
def test_a_writer_that_stood_still_is_refused_whenever_it_goes_on(here: Lake, there: Lake, monkeypatch):
    """A lease that is not renewed is taken, whatever the holder believes; its manifest is refused by the bucket."""
    here.events(event(id="e1"))
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.3)
    monkeypatch.setattr(leases, "_renew", lambda *_: None)
    confirmed = leases.Lease.confirm
    with here.warehouse.scratch() as scratch, here.warehouse.writer(scratch) as slow:
        there.events(event(id="e2", customer_id="bo"))
        with pytest.raises(WarehouseUnavailable, match=r"another one took its turn .* Run it again"):
            slow.put_catalog(slow.catalog)
        monkeypatch.setattr(leases.Lease, "confirm", lambda _: None)
        with pytest.raises(WarehouseUnavailable, match="another one took its turn"):
            slow.put_catalog(slow.catalog)
    monkeypatch.setattr(leases.Lease, "confirm", confirmed)
    assert state_of(here) == state_of(there) == (2, 2, 0, 2)
    here.events(event(id="e3"))
    assert there.count(Owner.EVENT) == 3


@pytest.mark.chaos
def test_who_takes_a_lapsed_lease_fences_off_the_one_before_it_at_once(here: Lake, there: Lake, monkeypatch):
    """Before it has stored anything itself: or the one before could still publish, and it would be refused itself."""
    here.events(event(id="e1"))
    monkeypatch.setattr(leases, "LEASE_SECONDS", 0.3)
    monkeypatch.setattr(leases, "_renew", lambda *_: None)
    with (
        here.warehouse.scratch() as scratch,
        there.warehouse.scratch() as other,
        here.warehouse.writer(scratch) as slow,
        there.warehouse.writer(other) as next_one,
    ):
        with monkeypatch.context() as patch:
            patch.setattr(leases.Lease, "confirm", lambda _: None)
            with pytest.raises(WarehouseUnavailable, match="another one took its turn"):
                slow.put_catalog(slow.catalog)
        next_one.put_catalog(next_one.catalog)


@pytest.mark.chaos
def test_a_lease_is_renewed_for_as_long_as_its_holder_lives(here: Lake, there: Lake, monkeypatch):
    monkeypatch.setattr(leases, "LEASE_SECONDS", 2.0)
    waiting = threading.Thread(target=there.events, args=(event(id="e2", customer_id="bo"),))
    with here.warehouse.scratch() as scratch, here.warehouse.writer(scratch) as writer:
        waiting.start()
        time.sleep(3)
        writer.put_catalog(writer.catalog)
    waiting.join()
    assert there.count(Owner.EVENT) == 1


def test_an_answer_that_got_lost_on_the_way_is_no_refusal(address: str):
    bucket = Bucket(address)
    first = bucket.put("a", b"1", "")
    assert first == bucket.put("a", b"1", "")
    assert bucket.put("a", b"2", "") is None
    second = bucket.put("a", b"2", str(first))
    assert second == bucket.put("a", b"2", str(first))
    assert bucket.put("a", b"3", str(first)) is None
    assert bucket.put("gone", b"3", str(first)) is None
