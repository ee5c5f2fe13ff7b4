"""Whom a channel can reach: what that means in words and as a rule, and how many of some customers it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from pyroaring import BitMap

from masivo.conditions.operators import Operator
from masivo.conditions.tree import AttributeCondition, Group, Logic, Value, child_path
from masivo.evaluation.evaluate import evaluate
from masivo.services.account import account_zone
from masivo.services.connections import warehouse


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to reach customers; `meaning` says in one sentence whom it counts."""

    key: str
    name: str
    meaning: str
    rule: Group


@dataclass(frozen=True, slots=True)
class Reach:
    """How many of some customers a channel reaches, exactly."""

    channel: Channel
    count: int


def _asks(field: str, operator: Operator, value: Value = None, *, negated: bool = False) -> AttributeCondition:
    return AttributeCondition(field=field, operator=operator, value=value, negated=negated)


def _all(*conditions: AttributeCondition) -> Group:
    return Group(op=Logic.ALL, children=conditions)


CHANNELS: tuple[Channel, ...] = (
    Channel(
        "email",
        "E-mail",
        "Agreed to e-mail marketing, and has an e-mail address: a text with an @ inside and no space.",
        _all(
            _asks("consent.purposes.email_marketing", Operator.EQ, value=True),
            _asks("email", Operator.CONTAINS, "@"),
            _asks("email", Operator.STARTS_WITH, "@", negated=True),
            _asks("email", Operator.ENDS_WITH, "@", negated=True),
            _asks("email", Operator.CONTAINS, " ", negated=True),
        ),
    ),
    Channel(
        "push",
        "Push",
        "Agreed to push notifications, and uses the app on iOS or Android.",
        _all(
            _asks("consent.purposes.push_notifications", Operator.EQ, value=True),
            _asks("platforms", Operator.HAS_ANY, ("ios", "android")),
        ),
    ),
    Channel(
        "phone",
        "SMS and phone",
        "Has a phone number that was verified. No consent is known for this channel: check it before you write.",
        _all(_asks("phone", Operator.IS_SET), _asks("phone_verified", Operator.EQ, value=True)),
    ),
)


def reach(members: BitMap, as_of: datetime) -> list[Reach]:
    """How many of the members each channel reaches. Raises WarehouseUnavailable."""
    reached = _reached(as_of)
    return [Reach(channel, members.intersection_cardinality(reached[channel.key])) for channel in CHANNELS]


def _reached(as_of: datetime) -> Mapping[str, BitMap]:
    """Everybody that each channel reaches; kept in the process until the data changes, since it asks profiles alone."""
    snapshot = warehouse().snapshot()
    version, found = current_app.extensions.get("masivo_reach", (None, {}))
    if version != snapshot.data_version:
        rule = Group(op=Logic.ANY, children=tuple(channel.rule for channel in CHANNELS))
        sets = evaluate(rule, snapshot, brand=None, as_of=as_of, zone=account_zone()).sets
        found = {channel.key: sets[child_path("$", place)] for place, channel in enumerate(CHANNELS)}
        current_app.extensions["masivo_reach"] = (snapshot.data_version, found)
    reached: Mapping[str, BitMap] = found
    return reached
