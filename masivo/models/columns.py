"""Column types that behave the same on SQLite and PostgreSQL: instants in UTC, enumerations with a CHECK."""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware datetime in UTC; SQLite keeps it naive, so it is stored and read as UTC everywhere."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Naive UTC for the driver. Raises ValueError for a naive value, whose zone nobody knows."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware UTC from the driver's naive value."""
        return value and value.replace(tzinfo=UTC)


def one_of(enumeration: type[StrEnum]) -> Enum:
    """A text column that holds one of the enumeration's values, checked by the database too."""
    return Enum(
        enumeration,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        name=enumeration.__name__.lower(),
        length=32,
    )


def utc_now() -> datetime:
    """The present instant."""
    return datetime.now(UTC)
