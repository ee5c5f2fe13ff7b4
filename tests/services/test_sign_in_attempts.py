"""Wrong passwords are counted by person and address, for all web processes together, also without Redis."""

import pytest
from flask import Flask

from masivo.config import Settings
from masivo.factory import create_app
from masivo.services.sign_in_attempts import TooManyTries, check_attempts, note_failure
from tests.redis import RedisServer

ANA, BEN = "ana@example.com", "ben@example.com"
HERE, THERE = "203.0.113.7", "203.0.113.8"


def fail(times: int, email: str = ANA, address: str = HERE) -> None:
    for _ in range(times):
        check_attempts(email, address)
        note_failure(email, address)


def test_a_person_at_an_address_has_ten_tries(app_context: Flask, redis_server: RedisServer) -> None:
    fail(10)
    with pytest.raises(TooManyTries, match="Try again in 15 minutes"):
        check_attempts(f" {ANA.upper()} ", HERE)
    check_attempts(ANA, THERE)
    check_attempts(BEN, HERE)


def test_an_address_has_fifty_tries_for_everybody(app_context: Flask, redis_server: RedisServer) -> None:
    for number in range(50):
        fail(1, f"person{number}@example.com")
    with pytest.raises(TooManyTries):
        check_attempts(BEN, HERE)
    check_attempts(BEN, THERE)


def test_a_person_has_a_hundred_tries_from_everywhere(app_context: Flask, redis_server: RedisServer) -> None:
    for number in range(100):
        fail(1, ANA, f"203.0.113.{number}")
    with pytest.raises(TooManyTries):
        check_attempts(ANA, "198.51.100.1")


def test_all_processes_count_together(app_context: Flask, redis_server: RedisServer, settings: Settings) -> None:
    fail(10)
    with create_app(settings).app_context(), pytest.raises(TooManyTries):
        check_attempts(ANA, HERE)


def test_without_redis_each_process_counts_by_itself(app_context: Flask) -> None:
    fail(10)
    with pytest.raises(TooManyTries):
        check_attempts(ANA, HERE)
