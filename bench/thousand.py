"""A thousand audiences of the demonstration's kinds, due at the same minute, in an application database of their own.

Each of its sixteen rules stands there in twelve variants, whose numbers differ by one each (thresholds, and lengths of
windows), and each variant several times, as in an account where many people save what they need. Rules that have no
number, such as those of profiles, are the same in every variant.
"""

from datetime import datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import delete, update

from masivo.conditions.parse import parse
from masivo.demo.audiences import plan_audiences
from masivo.demo.people import EMAIL, NAME, PASSWORD
from masivo.extensions import db
from masivo.models import Audience, Frequency, Run
from masivo.services.connections import warehouse
from masivo.services.save_audience import AudienceDraft, create_audience
from masivo.services.schedule import Schedule
from masivo.services.users import create_user

VARIANTS = 12


def add_thousand(how_many: int, now: datetime) -> None:
    """The audiences and one who may sign in; all were promised a minute ago and none was calculated yet. Commits."""
    author = create_user(EMAIL, NAME, PASSWORD)
    catalog = warehouse().snapshot().catalog
    plans = plan_audiences(now.date())
    rules = list(product(range(VARIANTS), plans))
    for number in range(how_many):
        variant, plan = rules[number % len(rules)]
        rule = parse(_vary(plan.rule, variant), catalog)
        name = f"{plan.name} {number:04}"
        create_audience(AudienceDraft(name, "", plan.brand, Schedule(Frequency.DAILY), rule), author, now)
    db.session.execute(delete(Run))
    make_due(now)


def make_due(now: datetime) -> None:
    """Have every audience promised a minute before `now`. Commits."""
    db.session.execute(update(Audience).values(next_run_at=now - timedelta(minutes=1)))
    db.session.commit()


def _vary(node: Any, variant: int) -> Any:
    """The same rule with each threshold of a measure and each length of time larger by the variant."""
    if isinstance(node, list):
        return [_vary(each, variant) for each in node]
    if not isinstance(node, dict):
        return node
    varied = {name: _vary(value, variant) for name, value in node.items()}
    if "amount" in varied:
        varied["amount"] += variant
    if varied.get("kind") == "event" and type(varied["value"]) is int and varied["value"] > 0:
        varied["value"] += variant
    return varied
