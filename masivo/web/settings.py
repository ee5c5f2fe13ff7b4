"""The account's settings: its time zone, and the names under which people see its brands."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.services.account import BrandChoice, change_brand, change_zone, list_brands
from masivo.services.estimate_impact import change_impact_percent, impact_percent
from masivo.services.webhook import read_webhook
from masivo.web.clock import page_zone

settings = Blueprint("settings", __name__, url_prefix="/settings")


@settings.get("")
def index() -> ResponseReturnValue:
    """All of them."""
    return _page()


@settings.post("/zone")
def choose_zone() -> ResponseReturnValue:
    """Give the account another time zone."""
    try:
        zone = change_zone(request.form.get("zone", ""))
    except FormRefused as refused:
        db.session.rollback()
        return _page(refused), 422
    db.session.commit()
    flash(f"Days begin in {zone.key} from now on; every schedule goes by its clock.")
    return redirect(url_for("settings.index"), 303)


@settings.post("/impact")
def choose_impact() -> ResponseReturnValue:
    """Ask once more from another share of members on."""
    try:
        percent = change_impact_percent(request.form.get("impact", ""))
    except FormRefused as refused:
        db.session.rollback()
        return _page(refused), 422
    db.session.commit()
    flash(f"Saving asks once more where more than {percent} % of the members would change.")
    return redirect(url_for("settings.index"), 303)


@settings.post("/brands")
def name_brand() -> ResponseReturnValue:
    """Give a brand the name that people see."""
    typed = BrandChoice(request.form.get("id", ""), request.form.get("name", ""))
    try:
        brand = change_brand(typed.id, typed.name)
    except FormRefused as refused:
        db.session.rollback()
        return _page(refused, typed), 422
    db.session.commit()
    flash(f"This brand is called “{brand.name}” now.")
    return redirect(url_for("settings.index"), 303)


def _page(refused: FormRefused | None = None, typed: BrandChoice | None = None) -> str:
    return render_template(
        "settings/index.html",
        zones=sorted(available_timezones()),
        zone=page_zone().key,
        brands=list_brands(),
        impact=request.form.get("impact", impact_percent()),
        refused=refused,
        typed=typed,
        webhook=read_webhook(),
    )
