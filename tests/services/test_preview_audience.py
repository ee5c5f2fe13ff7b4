"""Counts of a rule that is being written, with a cache and without."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from masivo.services.connections import redis
from masivo.services.preview_audience import preview_audience
from tests.redis import RedisServer
from tests.services.conftest import rule
from tests.services.people import BOUGHT_AT, BRAND, load_customers, load_purchases


@pytest.fixture
def people(app_context: Flask) -> None:
    load_customers(ana="CO", luis="MX", eva="CO")
    load_purchases("ana", "luis")


def test_without_redis_the_counts_are_the_same(people: None) -> None:
    evaluation = preview_audience(rule(), None)
    assert (evaluation.count, evaluation.universe) == (2, 3)
    assert evaluation.as_of.second == evaluation.as_of.microsecond == 0


def test_a_brand_and_an_instant_can_be_named(people: None) -> None:
    assert preview_audience(rule(), BRAND).count == 1
    assert preview_audience(rule(), BRAND, datetime(2020, 1, 1, tzinfo=UTC)).universe == 0
    assert preview_audience(rule(), BRAND, BOUGHT_AT).as_of == BOUGHT_AT


def test_with_redis_what_was_asked_is_kept(people: None, redis_server: RedisServer) -> None:
    first = preview_audience(rule(), None, BOUGHT_AT)
    kept = list(redis().scan_iter("masivo:set:*"))
    assert len(kept) == 1
    assert preview_audience(rule(), None, BOUGHT_AT) == first


def test_a_redis_that_goes_away_is_done_without(people: None, redis_server: RedisServer) -> None:
    first = preview_audience(rule(), None, BOUGHT_AT)
    redis_server.stop()
    assert preview_audience(rule(), None, BOUGHT_AT) == first
