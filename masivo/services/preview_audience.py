"""The exact counts of a rule that is being written, line by line."""

from datetime import datetime

from masivo.conditions.tree import EveryoneCondition, Group, Logic
from masivo.evaluation.asking import Asker
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.evaluation.moments import Moment
from masivo.evaluation.redis_cache import RedisAnswerCache
from masivo.evaluation.scope import Scope
from masivo.models.columns import utc_now
from masivo.services.account import account_zone
from masivo.services.audience_graph import read_memberships
from masivo.services.connections import redis, redis_alive
from masivo.services.present_data import present_data

EVERYONE = Group(op=Logic.ALL, children=(EveryoneCondition(),))
"""The rule of which all customers of the universe are members."""


def preview_audience(document: Group, brand: str | None, as_of: datetime | None = None) -> Evaluation:
    """Evaluate a document that was parsed against the present names; `brand` None asks all brands.

    Left out, `as_of` is the minute that began last: the edits of a minute ask one instant, so that only what was
    edited is asked anew. With Redis away every condition is asked. Raises WarehouseUnavailable.
    """
    return evaluate(
        document,
        present_data(),
        brand=brand,
        as_of=as_of or utc_now().replace(second=0, microsecond=0),
        zone=account_zone(),
        memberships=read_memberships(document),
        cache=_cache(),
    )


def preview_asker(document: Group, brand: str | None, as_of: datetime) -> Asker:
    """What `preview_audience` asks, for questions about single customers. Raises WarehouseUnavailable."""
    scope = Scope(present_data(), brand, Moment(as_of, account_zone()), read_memberships(document))
    return Asker(scope, _cache())


def _cache() -> AnswerCache | None:
    return RedisAnswerCache(redis()) if redis_alive() else None
