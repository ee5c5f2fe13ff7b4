"""Where all rows lie that a select takes of events and lines, so that files which hold none of them are not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from masivo.conditions.windows import Interval
from masivo.warehouse.statistics import ByType, Rows

if TYPE_CHECKING:
    from sqlalchemy import Select

_OPTION = "sought"


@dataclass(frozen=True, slots=True)
class Sought:
    """The event types of the rows, and an interval in which their events happened."""

    event_types: tuple[str, ...]
    window: Interval

    def may_be_among(self, stored: ByType) -> bool:
        """Whether one of these rows may be sought."""
        return any(self._may_be_in(stored[type_]) for type_ in self.event_types if type_ in stored)

    def _may_be_in(self, rows: Rows) -> bool:
        start, end = self.window.start, self.window.end
        too_early = start is not None and rows.last_at is not None and rows.last_at < start
        too_late = end is not None and rows.first_at is not None and rows.first_at >= end
        return not (too_early or too_late)


def seeking(select: Select[Any], sought: Sought) -> Select[Any]:
    """The same select, which says where its rows lie: its conditions must let no others through.

    That goes for each of its parts that reads events or lines.
    """
    return select.execution_options(**{_OPTION: sought})


def sought_by(select: Select[Any]) -> Sought | None:
    """What the select says; None where its rows may lie anywhere."""
    sought: Sought | None = select.get_execution_options().get(_OPTION)
    return sought
