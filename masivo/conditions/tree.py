"""The condition document as frozen values: what `parse` makes, `dump` writes, `describe` reads and `evaluate` asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from masivo.conditions.operators import MeasureFn, Operator


class Logic(StrEnum):
    """How a group's or a where's children go together."""

    ALL = "all"
    ANY = "any"


class Unit(StrEnum):
    """The unit of a relative step."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Period(StrEnum):
    """A named calendar window in the account's zone; weeks start on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this_week"
    LAST_WEEK = "last_week"
    THIS_MONTH = "this_month"
    LAST_MONTH = "last_month"
    THIS_QUARTER = "this_quarter"
    LAST_QUARTER = "last_quarter"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Span:
    """A relative step: `amount` from 1 to 3650 (0 to 365 in `anniversary_in_next`) of `unit`."""

    amount: int
    unit: Unit


Scalar = str | Decimal | bool | date | datetime
"""One value: text in NFC, a Decimal with at most six decimals, a boolean, a bare date, or an aware instant in UTC."""

Value = Scalar | Span | int | tuple[Scalar, ...] | None
"""What an operator compares with: by `Takes`, one Scalar, a tuple, a Span, a month number from 1 to 12, or nothing."""


@dataclass(frozen=True, slots=True)
class LastWindow:
    """as_of − span < t ≤ as_of."""

    span: Span


@dataclass(frozen=True, slots=True)
class BeforeLastWindow:
    """t ≤ as_of − span."""

    span: Span


@dataclass(frozen=True, slots=True)
class BetweenWindow:
    """From `start` to `end`; a bare date takes in its whole day, an instant is half-open, each end by itself."""

    start: date | datetime
    end: date | datetime


@dataclass(frozen=True, slots=True)
class SinceWindow:
    """From `start` up to as_of."""

    start: date | datetime


@dataclass(frozen=True, slots=True)
class PeriodWindow:
    """A named calendar period; one that is not over ends at as_of."""

    period: Period


Window = LastWindow | BeforeLastWindow | BetweenWindow | SinceWindow | PeriodWindow


@dataclass(frozen=True, slots=True)
class Measure:
    """`property` is None for count, count_days, first and last."""

    fn: MeasureFn
    property: str | None = None


@dataclass(frozen=True, slots=True)
class PropertyTest:
    """One line of a `where`, asked of each event, or of each line where the property has `[]`."""

    property: str
    operator: Operator
    value: Value = None
    exclude_missing: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """One level of property tests."""

    op: Logic
    children: tuple[PropertyTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeCondition:
    """A question about one field of the profile."""

    field: str
    operator: Operator
    value: Value = None
    exclude_missing: bool = False
    negated: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCondition:
    """A question about a measure over the customer's events."""

    events: tuple[str, ...]
    measure: Measure
    operator: Operator
    value: Value = None
    window: Window | None = None
    where: Where | None = None
    exclude_missing: bool = False
    negated: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryoneCondition:
    """All of the universe, said on purpose."""

    negated: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """An event of a sequence: strictly after the step before it, and at most `within` later; None is any time.

    An `absent` step, the last only, is that no such event follows until `within` has passed.
    """

    events: tuple[str, ...]
    where: Where | None = None
    within: Span | None = None
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceCondition:
    """Two to four steps of which a customer has some chain; the window is the first one's."""

    steps: tuple[Step, ...]
    window: Window | None = None
    negated: bool = False
    muted: bool = False


class Order(StrEnum):
    """From which end a rank counts."""

    DESC = "desc"
    ASC = "asc"


@dataclass(frozen=True, slots=True)
class TopCount:
    """So many customers, at least 1."""

    count: int


@dataclass(frozen=True, slots=True)
class TopPercent:
    """A share of those ranked, above 0 and up to 100, rounded up to whole customers."""

    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCondition:
    """The first customers by a measure, a number, among those who have a matching event and a value of it."""

    events: tuple[str, ...]
    measure: Measure
    order: Order
    top: TopCount | TopPercent
    window: Window | None = None
    where: Where | None = None
    negated: bool = False
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleCondition:
    """A stable share of all customers, above 0 and up to 100 percent; another salt draws another share."""

    percent: Decimal
    salt: str
    negated: bool = False
    muted: bool = False


class AudienceOperator(StrEnum):
    """How a customer stands to another audience."""

    MEMBER = "member"
    NOT_MEMBER = "not_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class AudienceCondition:
    """Who is, or is not, among the stored members of another audience, named by its id in digits."""

    audience: str
    operator: AudienceOperator
    negated: bool = False
    muted: bool = False


Condition = (
    AttributeCondition
    | EventCondition
    | EveryoneCondition
    | SequenceCondition
    | RankCondition
    | SampleCondition
    | AudienceCondition
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Conditions and groups that go together by `op`; the document is one."""

    op: Logic
    children: tuple["Group | Condition", ...]
    negated: bool = False
    muted: bool = False


Node = Group | Condition

ROOT_PATH = "$"


def child_path(path: str, index: int) -> str:
    """The JSON path of a group's child."""
    return f"{path}.children[{index}]"


def walk(node: Node, path: str = ROOT_PATH) -> Iterator[tuple[str, Node]]:
    """Every node with its JSON path, parents before children, in document order."""
    yield path, node
    if isinstance(node, Group):
        for index, child in enumerate(node.children):
            yield from walk(child, child_path(path, index))


def takes_part(node: Node) -> bool:
    """The node is not muted, and of a group at least one child takes part."""
    return not node.muted and (not isinstance(node, Group) or any(map(takes_part, node.children)))
