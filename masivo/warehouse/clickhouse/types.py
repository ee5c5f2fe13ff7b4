"""Dates, instants and lists as ClickHouse keeps them (masivo.warehouse.expressions says why), and back again."""

from datetime import date, datetime, timedelta
from typing import Any

from clickhouse_connect.cc_sqlalchemy.datatypes.sqltypes import Array, String
from sqlalchemy import BigInteger, Boolean, Dialect, Integer, Numeric, Text
from sqlalchemy.types import TypeEngine

from masivo.conditions.operators import FieldType

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - UTC
_A_MICROSECOND = timedelta(microseconds=1)


class Day(Integer):
    """A date as the number of days since 1970."""

    def bind_processor(self, dialect: Dialect) -> Any:
        return lambda value: value if value is None else value.toordinal() - _EPOCH.toordinal()

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return lambda value: value if value is None else date.fromordinal(value + _EPOCH.toordinal())

    def coerce_compared_value(self, op: object, value: Any) -> TypeEngine[Any]:
        return self


class Instant(BigInteger):
    """A naive UTC instant as the number of microseconds since 1970."""

    def bind_processor(self, dialect: Dialect) -> Any:
        return lambda value: value if value is None else (value - _EPOCH) // _A_MICROSECOND

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        return lambda value: value if value is None else _EPOCH + value * _A_MICROSECOND

    def coerce_compared_value(self, op: object, value: Any) -> TypeEngine[Any]:
        return self


TYPES: dict[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.NUMBER: Numeric(24, 6),
    FieldType.BOOLEAN: Boolean(),
    FieldType.DATE: Day(),
    FieldType.DATETIME: Instant(),
    FieldType.LIST: Array(String()),
}

DEFINITIONS = {
    FieldType.TEXT: "Nullable(String)",
    FieldType.NUMBER: "Nullable(Decimal(24, 6))",
    FieldType.BOOLEAN: "Nullable(Bool)",
    FieldType.DATE: "Nullable(Int32)",
    FieldType.DATETIME: "Nullable(Int64)",
    FieldType.LIST: "Array(String)",
}
"""The same types as `CREATE TABLE` names them."""


def sent(sql: str, type_: FieldType) -> str:
    """SQL of DuckDB that gives a value in the form in which ClickHouse keeps it."""
    if type_ is FieldType.DATE:
        return f"(({sql}) - DATE '1970-01-01')::INTEGER"
    if type_ is FieldType.DATETIME:
        return f"epoch_us({sql})"
    return f"coalesce({sql}, [])" if type_ is FieldType.LIST else sql
