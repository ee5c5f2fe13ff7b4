"""The account's settings: its time zone, its brands' names and zones, and how recalculations are done and kept."""

from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.services.account import BrandChoice, change_brand, change_zone, list_brands
from masivo.services.estimate_impact import change_impact_percent, impact_percent
from masivo.services.recalculation_settings import RecalculationSettings, change_recalculation_settings
from masivo.services.webhook import read_webhook
from masivo.web.clock import page_zone
from masivo.web.forms.recalculation import RecalculationForm, present_recalculation

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
    typed = BrandChoice(request.form.get("id", ""), request.form.get("name", ""), request.form.get("zone", ""))
    try:
        brand = change_brand(typed.id, typed.name, typed.zone or "")
    except FormRefused as refused:
        db.session.rollback()
        return _page(refused, typed), 422
    db.session.commit()
    flash(f"“{brand.name}” is saved. Its audiences are scheduled by the clock of {brand.zone or page_zone().key}.")
    return redirect(url_for("settings.index"), 303)


@settings.post("/recalculation")
def keep_rules() -> ResponseReturnValue:
    """Say how long a run may take, and how long what it found is kept."""
    form = RecalculationForm(request.form)
    try:
        if not form.validate():
            return _page(keeping=form), 422
        change_recalculation_settings(RecalculationSettings(**form.data))
    except FormRefused as refused:
        db.session.rollback()
        form[refused.field].errors = [refused.message]
        return _page(keeping=form), 422
    db.session.commit()
    flash("Saved. The time holds for runs that start from now on; what is not kept any more goes once a day.")
    return redirect(url_for("settings.index"), 303)


def _page(
    refused: FormRefused | None = None, typed: BrandChoice | None = None, keeping: RecalculationForm | None = None
) -> str:
    return render_template(
        "settings/index.html",
        zones=sorted(available_timezones()),
        zone=page_zone().key,
        brands=list_brands(),
        keeping=keeping or present_recalculation(),
        impact=request.form.get("impact", impact_percent()),
        refused=refused,
        typed=typed,
        webhook=read_webhook(),
    )
