"""The account's zone, which every schedule goes by, and the names of its brands."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from masivo.errors import FormRefused, NotFound
from masivo.extensions import db
from masivo.models import Audience
from masivo.services.account import BrandChoice, account_zone, change_brand, change_zone, list_brands
from masivo.services.connections import current_settings
from masivo.services.save_audience import create_audience, pause_audience
from masivo.services.stored_zone import stored_zone
from tests.databases import on_both_databases
from tests.services.conftest import draft
from tests.services.people import BRAND, load_customers, load_purchases

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Noon in Bogotá."""


@on_both_databases
def test_the_zone_is_the_settings_until_it_is_changed(app_context: Flask) -> None:
    assert account_zone().key == "America/Bogota"
    change_zone(" Asia/Tokyo ")
    db.session.commit()
    assert account_zone().key == stored_zone(current_settings()).key == "Asia/Tokyo"


def test_schedules_go_by_the_new_zone(audience: Audience) -> None:
    paused = pause_audience(create_audience(draft("Paused"), None).id)
    change_zone("Asia/Tokyo", NOON)
    db.session.commit()
    assert audience.next_run_at == datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert paused.next_run_at is None


@pytest.mark.parametrize("name", ["", "America", "Mars/Olympus", "../../etc/passwd"])
def test_what_is_no_zone_is_refused(app_context: Flask, name: str) -> None:
    with pytest.raises(FormRefused) as refusal:
        change_zone(name)
    assert refusal.value.field == "zone"
    assert account_zone().key == "America/Bogota"


@on_both_databases
def test_a_brand_has_its_id_for_a_name_until_it_gets_one(app_context: Flask) -> None:
    load_customers(ana="CO")
    load_purchases("ana")
    assert list_brands() == [BrandChoice(BRAND, BRAND)]
    change_brand(BRAND, "  Andes  Mercado ")
    change_brand(BRAND, "Andes Mercado")
    db.session.commit()
    assert list_brands() == [BrandChoice(BRAND, "Andes Mercado")]


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_brands_name_must_fit(app_context: Flask, name: str) -> None:
    with pytest.raises(FormRefused):
        change_brand(BRAND, name)


def test_an_unknown_brand_has_no_name(app_context: Flask) -> None:
    with pytest.raises(NotFound):
        change_brand("unknown", "Unknown")
