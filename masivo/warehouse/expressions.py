"""The few things that ClickHouse says differently: each is one expression here, and text of the engine when compiled.

The usual text is that of PostgreSQL, which DuckDB understands too. ClickHouse keeps a date as the number of days since
1970 and an instant as that of microseconds, for its own types end at the years 1900 and 2299; and a list that has no
value as one without members.
"""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Boolean, ColumnElement, Date, Integer, Interval, Text, literal
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

CLICKHOUSE = "clickhousedb"
"""The name of ClickHouse's dialect."""

_MICROSECOND = timedelta(microseconds=1)
_DAY = 86_400_000_000
"""Microseconds."""

_CYCLE = 146_097
"""Days of four hundred years, after which the calendar repeats itself."""

_FROM_1900 = 25_567
"""Days between 1900, with which ClickHouse's calendar begins, and 1970. It ends one cycle later."""


def has_value(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Where a column has a value."""
    return HasMembers(column) if isinstance(column.type, ARRAY) else column.is_not(None)


def has_no_value(column: ColumnElement[Any]) -> ColumnElement[bool]:
    """Where a column has none."""
    return ~HasMembers(column) if isinstance(column.type, ARRAY) else column.is_(None)


class _Test(FunctionElement[bool]):
    """A column against a value, as true or false."""

    type = Boolean()


class HasMembers(_Test):
    """A list has a value: one without members is none."""


class HasText(_Test):
    """A text holds another one."""


class StartsWith(_Test):
    """A text begins with another one."""


class EndsWith(_Test):
    """A text ends with another one."""


class HasAny(_Test):
    """A list has at least one of the members of another one."""


class HasAll(_Test):
    """A list has all members of another one."""


class LocalDay(FunctionElement[date]):
    """The calendar day of a naive UTC instant on a clock that is so far ahead of UTC."""

    type = Date()

    def __init__(self, instant: ColumnElement[Any], ahead: timedelta) -> None:
        super().__init__(instant, literal(ahead, Interval()), literal(ahead // _MICROSECOND, BigInteger()))


class MonthAndDay(FunctionElement[int]):
    """Month and day of a date as one number: 229 is 29 February."""

    type = Integer()


class YearOf(FunctionElement[int]):
    """The year of a naive UTC instant."""

    type = Integer()


class Member(FunctionElement[str]):
    """A row for each member of a list."""

    type = Text()


class Lowered(FunctionElement[str]):
    """A text in the engine's own lower case: for looking things up, where `fold` was not asked for."""

    type = Text()


class AsText(FunctionElement[str]):
    """A text or a boolean as text."""

    type = Text()


def _spell(element: type[FunctionElement[Any]], usual: str, clickhouse: str) -> None:
    """Each engine's text, with the arguments' places as `{0}`, `{1}` …; what has no place is not sent."""

    def spelled(template: str) -> Any:
        places = sorted({int(number) for number in re.findall(r"\{(\d)\}", template)})

        def process(element: FunctionElement[Any], compiler: SQLCompiler, **kw: Any) -> str:
            arguments = list(element.clauses)
            texts = {place: compiler.process(arguments[place], **kw) for place in places}
            return template.format(*(texts.get(place, "") for place in range(len(arguments))))

        return process

    element.inherit_cache = True
    compiles(element)(spelled(usual))
    compiles(element, CLICKHOUSE)(spelled(clickhouse))


def _days_of(instant: str) -> str:
    """Days since 1970 of microseconds, rounded down before 1970 too, by whole numbers alone."""
    return f"intDiv({instant} - positiveModulo({instant}, {_DAY}), {_DAY})"


def _twin(days: str) -> str:
    """The date of the same month and day in the cycle that ClickHouse's calendar spans."""
    return f"toDate32(positiveModulo({days} + {_FROM_1900}, {_CYCLE}) - {_FROM_1900})"


def _year(days: str) -> str:
    cycles = f"intDiv({days} + {_FROM_1900} - positiveModulo({days} + {_FROM_1900}, {_CYCLE}), {_CYCLE})"
    return f"toYear({_twin(days)}) + 400 * {cycles}"


_spell(HasMembers, "{0} IS NOT NULL", "notEmpty({0})")
_spell(HasText, "strpos({0}, {1}) > 0", "position({0}, {1}) > 0")
_spell(StartsWith, "starts_with({0}, {1})", "startsWith({0}, {1})")
_spell(EndsWith, "right({0}, length({1})) = {1}", "endsWith({0}, {1})")
_spell(HasAny, "{0} && {1}", "hasAny({0}, {1})")
_spell(HasAll, "{0} @> {1}", "hasAll({0}, {1})")
_spell(LocalDay, "CAST({0} + {1} AS DATE)", _days_of("({0} + {2})"))
_spell(
    MonthAndDay,
    "extract(month FROM {0}) * 100 + extract(day FROM {0})",
    f"toMonth({_twin('{0}')}) * 100 + toDayOfMonth({_twin('{0}')})",
)
_spell(YearOf, "extract(year FROM {0})", _year(_days_of("{0}")))
_spell(Member, "unnest({0})", "arrayJoin({0})")
_spell(Lowered, "lower({0})", "lowerUTF8({0})")
_spell(AsText, "CAST({0} AS TEXT)", "toString({0})")
