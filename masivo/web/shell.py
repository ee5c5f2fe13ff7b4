"""What the frame around every page needs: its navigation, the chosen brand, and word of held-up recalculations."""

from dataclasses import dataclass

from flask import Blueprint, Flask, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from masivo.errors import WarehouseUnavailable
from masivo.services.account import BrandChoice, list_brands
from masivo.services.recalculation_health import RecalculationHealth, recalculation_health
from masivo.web.access import local_path
from masivo.web.clock import page_now

brand = Blueprint("brand", __name__)

ALL_BRANDS = BrandChoice("", "All brands")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; `active` where the open page belongs to it."""

    title: str
    url: str
    icon: str
    active: bool


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of the navigation under one title, or under none."""

    title: str
    entries: tuple[Entry, ...]


_NAVIGATION = (
    ("Marketing Automation", (("Audiences", "audiences", "users-group"), ("Templates", "templates", "versions"))),
    ("Customers", (("Customers", "customers", "user-circle"),)),
    ("Data", (("Catalog", "catalog", "list-details"),)),
    ("Account", (("Operations", "operations", "activity"), ("Settings", "settings", "settings"))),
)
"""Titles with their lines: title, blueprint, icon; every blueprint has an `index`."""

_PARTS = {"audience_actions": "audiences", "edit_audience": "audiences"}
"""Blueprints whose pages belong to another's line."""


def register(app: Flask) -> None:
    """Give every template the frame's parts and open the brand switcher."""
    app.register_blueprint(brand)
    for part in (navigation, brand_choices, chosen_brand, brand_name, recalculation):
        app.add_template_global(part)


@brand.post("/brand")
def choose() -> ResponseReturnValue:
    """Keep to one brand, or to all of them again."""
    chosen = request.form.get("brand", "")
    session["brand"] = chosen if any(known.id == chosen for known in brand_choices()) else ALL_BRANDS.id
    return redirect(local_path(request.form.get("next")) or url_for("audiences.index"), 303)


def navigation() -> tuple[Section, ...]:
    """The lines of the sidebar."""
    here = _PARTS.get(request.blueprint or "", request.blueprint)
    return tuple(
        Section(title, tuple(Entry(name, url_for(f"{part}.index"), icon, part == here) for name, part, icon in lines))
        for title, lines in _NAVIGATION
    )


def brand_choices() -> list[BrandChoice]:
    """All brands together, then each by its name; the first alone while the warehouse cannot be read."""
    if "brands" not in g:
        try:
            g.brands = [ALL_BRANDS, *list_brands()]
        except WarehouseUnavailable:
            g.brands = [ALL_BRANDS]
    choices: list[BrandChoice] = g.brands
    return choices


def chosen_brand() -> BrandChoice:
    """The brand that lists keep to."""
    chosen = session.get("brand", ALL_BRANDS.id)
    return next((known for known in brand_choices() if known.id == chosen), ALL_BRANDS)


def recalculation() -> RecalculationHealth:
    """How recalculation is, and what keeps it waiting, in words."""
    if "recalculation" not in g:
        g.recalculation = recalculation_health(page_now())
    health = g.recalculation
    assert isinstance(health, RecalculationHealth)
    return health


def brand_name(brand_id: str | None) -> str:
    """The name of a brand; an id that the data does not know (any more) stands for itself."""
    if brand_id is None:
        return ALL_BRANDS.name
    return next((known.name for known in brand_choices() if known.id == brand_id), brand_id)
