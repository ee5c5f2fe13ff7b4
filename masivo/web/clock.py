"""The account's zone and the present instant, once a request, so that all of a page speaks of one moment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import g

from masivo.services.account import Clocks, account_zone, read_clocks


def page_zone() -> ZoneInfo:
    """The account's zone."""
    if "zone" not in g:
        g.zone = account_zone()
    zone = g.zone
    assert isinstance(zone, ZoneInfo)
    return zone


def audience_clock(brand_id: str | None) -> ZoneInfo:
    """The zone by whose clock the audiences of a brand (None: of all brands) are scheduled."""
    if "clocks" not in g:
        g.clocks = read_clocks()
    clocks = g.clocks
    assert isinstance(clocks, Clocks)
    return clocks.of(brand_id)


def page_now() -> datetime:
    """The instant at which this page is written."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    now = g.now
    assert isinstance(now, datetime)
    return now
