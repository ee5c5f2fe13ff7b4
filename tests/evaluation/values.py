"""Strategies for the values of a document, most of them close to a value that the data has."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, TypeVar

from hypothesis import strategies as st

from tests.evaluation.nasty import DATES, NUMBERS, SPANS, TEXTS
from tests.reference.clock import TICK, Span

T = TypeVar("T")
LARGEST = Decimal("999999999999999999.999999")
_CHANGES = (
    lambda text: text,
    str.upper,
    str.lower,
    str.swapcase,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: text[: (len(text) + 1) // 2],
    lambda text: text[len(text) // 2 :],
    lambda text: f"{text}\u0301",
    lambda text: f" {text}",
)
_OFFSETS = tuple(timezone(timedelta(minutes=minutes)) for minutes in (0, 345, -210, 840, -300))


def one_of_many(those: Sequence[T]) -> st.SearchStrategy[T]:
    """One of so many that Hypothesis would complain about printing them all."""
    return st.integers(0, len(those) - 1).map(lambda number: those[number])


def texts(seen: Sequence[str]) -> st.SearchStrategy[str]:
    """Texts like those seen, in another case or form, cut or with something added; never blank."""
    changed = st.builds(lambda text, change: change(text), one_of_many([*seen, *TEXTS]), st.sampled_from(_CHANGES))
    return changed.filter(lambda text: text.strip() != "")


def numbers(seen: Sequence[int]) -> st.SearchStrategy[Decimal | int | float]:
    """Numbers at and around those seen (millionths), with more decimals than count, in each of Python's types."""
    shifts = st.sampled_from([Decimal(0), Decimal("0.000001"), Decimal("-0.0000005"), Decimal("0.0000004")])
    known = one_of_many([*NUMBERS, *(Decimal(number) / 10**6 for number in seen)])
    exact = st.builds(lambda number, shift: number + shift, known, shifts).filter(lambda number: abs(number) <= LARGEST)
    return st.builds(_in_type, exact, st.sampled_from([Decimal, Decimal, int, float]))


def _in_type(number: Decimal, wanted: type) -> Decimal | int | float:
    if wanted is int and number == int(number):
        return int(number)
    return float(number) if wanted is float and abs(number) < 10**15 else number


def dates(seen: Sequence[date]) -> st.SearchStrategy[str]:
    """Days at and beside those seen, and days of note."""
    known = one_of_many([day for day in seen if 1 < day.year < 9999] or [date(2024, 2, 29)])
    near = st.builds(lambda day, days: day + timedelta(days=days), known, st.sampled_from([0, -1, 1]))
    return st.one_of(near, st.sampled_from(DATES)).map(date.isoformat)


def instants(seen: Sequence[datetime]) -> st.SearchStrategy[str]:
    """Instants at those seen and a microsecond beside them, with an offset."""
    return st.builds(
        lambda instant, ticks, offset: (instant + ticks * TICK).astimezone(offset).isoformat(),
        one_of_many([instant for instant in seen if 1 < instant.year < 9999]),
        st.sampled_from([0, -1, 1]),
        st.sampled_from(_OFFSETS),
    )


def ends(seen: Sequence[datetime]) -> st.SearchStrategy[str]:
    """A bare day or an instant, as windows and datetime fields take either."""
    return st.one_of(dates([instant.date() for instant in seen]), instants(seen))


def ranges(ends: st.SearchStrategy[Any], key: Any = None) -> st.SearchStrategy[list[Any]]:
    """Two ends in their order."""
    return st.lists(ends, min_size=2, max_size=2).map(lambda pair: sorted(pair, key=key))


def moment_ranges(seen: Sequence[datetime]) -> st.SearchStrategy[list[str]]:
    """Two days, two instants, or one of each, in an order that no zone can reverse."""
    mixed = st.lists(ends(seen), min_size=2, max_size=2).map(lambda pair: sorted(pair, key=_rough))
    apart = mixed.filter(lambda pair: _rough(pair[1]) - _rough(pair[0]) > timedelta(days=3))
    return st.one_of(ranges(dates([instant.date() for instant in seen])), ranges(instants(seen), key=_rough), apart)


def _rough(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def spans(known: Sequence[Span] = SPANS, *, hours: bool = True) -> st.SearchStrategy[Span]:
    """Steps whose ends the data sits on, and any other."""
    units = ("hour", "day", "week", "month", "quarter", "year")[0 if hours else 1 :]
    usual = st.sampled_from([span for span in known if span["unit"] in units] or [{"amount": 1, "unit": "day"}])
    any_other = st.fixed_dictionaries({"amount": st.integers(1, 3650), "unit": st.sampled_from(units)})
    return st.one_of(usual, usual, usual, any_other).map(dict)
