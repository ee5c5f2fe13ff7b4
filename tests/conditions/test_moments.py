from datetime import UTC, date, datetime

import pytest
from hypothesis import given

from masivo.conditions.moments import date_from_text, instant_from_text, instant_to_text
from tests.conditions.strategies import instants


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-05-01T10:00:00Z", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01t10:00z", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01 10:00:00+00", datetime(2026, 5, 1, 10, tzinfo=UTC)),
        ("2026-05-01T10:00:00-0530", datetime(2026, 5, 1, 15, 30, tzinfo=UTC)),
        ("2026-05-01T10:00:00.5-05:00", datetime(2026, 5, 1, 15, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-05-01T10:00:00,123456789Z", datetime(2026, 5, 1, 10, 0, 0, 123_456, tzinfo=UTC)),
        ("9999-12-31T23:59:59.999999Z", datetime.max.replace(tzinfo=UTC)),
    ],
)
def test_instants_are_read_with_their_offset(text: str, instant: datetime) -> None:
    assert instant_from_text(text) == instant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-05-01",
        "2026-05-01T10:00:00",
        "2026-05-01T10Z",
        "2026-05-01T10:00:00 Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T10:00:60Z",
        "2026-05-01T10:00:00+25:00",
        "2026-05-01T10:00:00.Z",
        "2026-02-29T10:00:00Z",
        "2026-W18-5T10:00:00Z",
        "20260501T100000Z",
        "9999-12-31T23:59:59-01:00",
        "٢٠٢٦-05-01T10:00:00Z",
    ],
)
def test_other_texts_are_no_instants(text: str) -> None:
    assert instant_from_text(text) is None


def test_dates_are_written_in_one_way() -> None:
    assert date_from_text("2024-02-29") == date(2024, 2, 29)
    for text in ("2026-02-29", "20260228", "2026-2-28", "2026-02-28 ", "2026-02-28T00:00:00Z", "-001-01-01"):
        assert date_from_text(text) is None


@given(instants(date.min, date.max))
def test_an_instant_is_written_and_read_back_the_same(instant: datetime) -> None:
    assert instant_from_text(instant_to_text(instant)) == instant
