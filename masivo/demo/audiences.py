"""The demonstration's audiences: the kinds that marketers really make, with their scope, schedule and story."""

from dataclasses import dataclass
from datetime import date

from masivo.demo.rules import Json, all_of, any_of, did, document, field, last, never_bought, span, where
from masivo.models import Frequency
from masivo.services.schedule import Schedule

DAILY = Schedule(Frequency.DAILY)
STORY_DAYS = 28
"""How many days ago the oldest audience was made."""


@dataclass(frozen=True, kw_only=True)
class AudiencePlan:
    """One audience and what happened to it.

    `made` is how many days ago it was saved first. `edited` is when its rule became `rule` (`first_rule` before), and
    `paused` when somebody paused it; None where that never happened.
    """

    name: str
    description: str
    rule: Json
    brand: str | None = None
    schedule: Schedule = DAILY
    made: int = STORY_DAYS
    edited: int | None = None
    first_rule: Json | None = None
    paused: int | None = None


def plan_audiences(today: date) -> tuple[AudiencePlan, ...]:
    """All of them; `today` names the year of the last Christmas campaign."""
    return (*_buyers(), *_carts_and_newcomers(), *_profiles(), *_lines(), *_occasions(today.year - 1))


def _buyers() -> tuple[AudiencePlan, ...]:
    spent = ("PURCHASE", "sum", "gt")
    return (
        AudiencePlan(
            name="High-value customers",
            description="Spent more than 500 in the last six months. First choice for early access and events.",
            rule=document(did(*spent, 500, "order.value", window=last(6, "month"))),
            first_rule=document(did(*spent, 450, "order.value", window=last(6, "month"))),
            edited=11,
        ),
        AudiencePlan(
            name="Lapsed buyers – 60 days",
            description="Bought at least twice, but not in the last 60 days. For the win-back sequence.",
            rule=document(
                did("PURCHASE", "count", "gte", 2),
                did("PURCHASE", "last", "more_than_ago", span(60, "day")),
            ),
            schedule=Schedule(Frequency.WEEKLY, minute=210, weekday=1),
        ),
        AudiencePlan(
            name="Discount hunters",
            description="Used a coupon three times or more in half a year. Leave them out of full-price launches.",
            rule=document(
                did(
                    "PURCHASE",
                    "count",
                    "gte",
                    3,
                    window=last(180, "day"),
                    where=where(("tags.coupon_code", "is_set", None)),
                )
            ),
            schedule=Schedule(Frequency.WEEKLY, minute=240, weekday=0),
        ),
        AudiencePlan(
            name="One big basket",
            description="A single purchase of 600 or more within a year, and hardly anything besides.",
            rule=document(
                did("PURCHASE", "max", "gte", 600, "order.value", window=last(1, "year")),
                did("PURCHASE", "count", "lte", 2, window=last(1, "year")),
            ),
            schedule=Schedule(Frequency.WEEKLY, minute=270, weekday=2),
        ),
    )


def _carts_and_newcomers() -> tuple[AudiencePlan, ...]:
    return (
        AudiencePlan(
            name="Cart abandoners – 24 h",
            description="Put something into the cart of Andes in the last day and bought nothing there since.",
            brand="andes",
            rule=document(
                did("ADD_TO_CART", "count", "gte", 1, window=last(1, "day")),
                never_bought(window=last(1, "day")),
            ),
            schedule=Schedule(Frequency.DAILY, minute=9 * 60),
        ),
        AudiencePlan(
            name="Cart without purchase – 7 days",
            description="Filled a cart at any brand in the last week and bought nothing in it.",
            rule=document(
                did("ADD_TO_CART", "count", "gte", 1, window=last(7, "day")),
                never_bought(window=last(7, "day")),
            ),
            made=19,
        ),
        AudiencePlan(
            name="Registered, never bought",
            description="Has a profile, and not one purchase.",
            rule=document(field("is_anonymous", "eq", False), never_bought()),
            schedule=Schedule(Frequency.WEEKLY, weekday=6),
        ),
        AudiencePlan(
            name="New this month, not yet a buyer",
            description="Registered in the last 30 days without a purchase. Gets the welcome series.",
            rule=document(field("registration_date", "in_last", span(30, "day")), never_bought()),
        ),
    )


def _profiles() -> tuple[AudiencePlan, ...]:
    return (
        AudiencePlan(
            name="VIP tier",
            description="Gold and platinum, and those whom the stores named VIP, unless they are blocked.",
            rule=document(
                any_of(field("tier", "in", ["gold", "platinum"]), field("tags.vip_status", "eq", "vip")),
                field("status", "ne", "BLOCKED"),
            ),
            made=26,
        ),
        AudiencePlan(
            name="Birthday in the next 7 days",
            description="For the birthday voucher: may be written to by e-mail.",
            rule=document(
                field("dob", "anniversary_in_next", span(7, "day")),
                field("consent.purposes.email_marketing", "eq", True),
            ),
            schedule=Schedule(Frequency.DAILY, minute=5 * 60 + 30),
        ),
        AudiencePlan(
            name="Push-reachable",
            description="Uses an app and agreed to push messages.",
            rule=document(
                field("platforms", "has_any", ["ios", "android"]),
                field("consent.purposes.push_notifications", "eq", True),
                field("status", "eq", "ACTIVE"),
            ),
            schedule=Schedule(Frequency.WEEKLY, weekday=3),
        ),
        AudiencePlan(
            name="Bogotá and Medellín, active again",
            description="Lives in one of the two cities, is back in the last two weeks, and is not a VIP.",
            rule=document(
                field("city", "in", ["Bogotá", "Medellín"]),
                any_of(
                    did("APP_OPEN", "count_days", "gte", 2, window=last(14, "day")),
                    did("PURCHASE", "count", "gte", 1, window=last(14, "day")),
                ),
                {**all_of(field("tags.vip_status", "eq", "vip")), "not": True},
            ),
            made=12,
        ),
    )


def _lines() -> tuple[AudiencePlan, ...]:
    department = "order.products[].tags.department"
    return (
        AudiencePlan(
            name="Grill masters",
            description="Spent over 100 on meat at Mercado Sol in 90 days.",
            brand="mercado-sol",
            rule=document(
                did(
                    "PURCHASE",
                    "sum",
                    "gt",
                    100,
                    "order.products[].value",
                    window=last(90, "day"),
                    where=where((department, "eq", "MEAT")),
                )
            ),
        ),
        AudiencePlan(
            name="Skincare regulars",
            description="Three or more different skincare products at Luma Belleza in six months.",
            brand="luma",
            rule=document(
                did(
                    "PURCHASE",
                    "count_distinct",
                    "gte",
                    3,
                    "order.products[].sku",
                    window=last(6, "month"),
                    where=where((department, "eq", "SKINCARE")),
                )
            ),
            schedule=Schedule(Frequency.WEEKLY, weekday=4),
        ),
    )


def _occasions(last_year: int) -> tuple[AudiencePlan, ...]:
    christmas = {"kind": "between", "from": f"{last_year}-12-01", "to": f"{last_year}-12-24"}
    return (
        AudiencePlan(
            name=f"Christmas buyers {last_year}",
            description="Bought in the weeks before Christmas. Paused until this year's campaign is ready.",
            rule=document(did("PURCHASE", "count", "gte", 1, window=christmas)),
            paused=6,
        ),
        AudiencePlan(
            name=f"Christmas campaign {last_year}, final list",
            description="Who bought with the campaign's tag. A closed list: it is not recalculated.",
            rule=document(
                did("PURCHASE", "count", "gte", 1, window=christmas, where=where(("tags.campaign", "eq", "navidad")))
            ),
            schedule=Schedule(Frequency.NEVER),
            made=24,
        ),
    )
