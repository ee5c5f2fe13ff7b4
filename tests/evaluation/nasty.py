"""Values that have broken programs before, by the type of the name they stand under."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from tests.reference.clock import Moment, Span

TEXTS = (
    # The same or nearly the same but for case, accents, and how an accent is composed.
    *("José", "JOSÉ", "jose", "Jose\u0301", "joSE\u0301", "İstanbul", "istanbul", "i\u0307stanbul", "ISTANBUL"),
    *("straße", "STRASSE", "STRAẞE", "ΣΊΣΥΦΟΣ", "σίσυφος", "σίσυφοσ", "\u212a", "K", "k", "ſ", "s", "\u2126", "ω"),
    *("ǅ", "ǆ", "Ǆ", "ﬁn", "FIN", "Ａ", "ａ", "Ꭰ", "ꭰ", "𐐀", "𐐨", "\u1e9b\u0323", "e\u0323\u0301", "e\u0301\u0323"),
    # What a database, a pattern, a shell or a parser might take for something else.
    *("50%", "50_", "%", "_", "a\\b", "a\\\\b", "\\%", "\\", "O'Brien", "''", 'say "hi"', "'; DROP TABLE events;--"),
    *("null", "NULL", "true", "False", "0", "007", "1e5", "NaN", "-", "{}", "[]", "[1]", "$.x", "a.b", ":x", "?", "%s"),
    # Signs outside the first plane, joined, invisible, in the other direction, or white space within and around.
    *(
        "😀",
        "👩‍👩‍👧",
        "👍🏽",
        "漢字",
        "أهلا",
        "\u202eabc",
        "a\u200bb",
        "\ufeffbom",
        "x\u00a0y",
        "a  b",
        "two\nlines",
        "tab\there",
    ),
    *("  padded\u2003", "\u3000wide", "\x1fedge", "\u0301", "long " * 60),
)
BLANKS = ("", " ", "\t\n", "\u2003", "\u00a0\u3000")

NUMBERS = tuple(
    Decimal(text)
    for text in (
        *("0", "-0", "1", "-1", "2", "7", "12.34", "99.99", "100", "100.000001", "99.999999", "1E+3", "2.5", "-2.5"),
        *("0.1", "0.2", "0.3", "0.30", "0.000001", "-0.000001", "0.0000005", "-0.0000005", "0.0000004999", "1e-30"),
        *("999999999999999999", "-999999999999999999.999999", "123456789012345678.123456", "500000000000000000.5"),
    )
)
DATES = tuple(
    date.fromisoformat(text)
    for text in (
        *("2024-02-29", "2000-02-29", "1900-03-01", "1985-02-28", "1985-03-01", "1999-12-31", "2000-01-01"),
        *("1919-03-31", "2011-12-30", "1970-01-01", "1969-12-31", "0001-01-01", "9999-12-31", "2038-01-19"),
    )
)


def _moment(zone: str, instant: str) -> Moment:
    return Moment(datetime.fromisoformat(instant).astimezone(UTC), ZoneInfo(zone))


# Instants to ask for, most of them soon after the clock, the calendar or the zone did something of note.
MOMENTS = (
    _moment("America/New_York", "2024-03-11T02:30:00-04:00"),  # a day ago is a time that was skipped
    _moment("America/New_York", "2024-11-03T01:30:00-05:00"),  # the second half past one of that night
    _moment("Europe/Berlin", "2024-03-31T03:00:00+02:00"),
    _moment("Europe/Berlin", "2024-10-27T02:59:59.999999+01:00"),
    _moment("America/Sao_Paulo", "2018-11-05T00:00:00-02:00"),  # yesterday began at one
    _moment("America/Sao_Paulo", "2018-02-18T12:34:56.789012-03:00"),
    _moment("America/Havana", "2024-11-03T23:59:59-05:00"),  # today began with the first of two midnights
    _moment("America/Havana", "2024-03-10T08:00:00-04:00"),
    _moment("America/St_Johns", "2010-11-07T23:30:00-03:30"),  # back from a minute after midnight into yesterday
    _moment("Pacific/Apia", "2012-01-01T09:00:00+14:00"),  # 30 December was left out
    _moment("Australia/Lord_Howe", "2024-04-07T01:45:00+10:30"),  # half an hour back
    _moment("America/Toronto", "1919-04-02T00:15:00-04:00"),  # midnight was jumped over
    _moment("Africa/Casablanca", "2024-04-14T03:00:00+01:00"),
    _moment("Asia/Kathmandu", "2024-02-29T05:45:00+05:45"),
    _moment("America/Bogota", "2024-03-31T10:00:00-05:00"),
    _moment("America/Bogota", "2023-02-28T23:59:59.999999-05:00"),
    _moment("Asia/Tokyo", "2024-12-31T15:00:00.000001+00:00"),
    _moment("UTC", "2024-01-01T00:00:00+00:00"),
    _moment("UTC", "2024-05-31T12:00:00.500000+00:00"),
    _moment("Pacific/Kiritimati", "2025-03-01T00:00:00+14:00"),
)
SPANS: tuple[Span, ...] = tuple(
    {"amount": amount, "unit": unit}
    for unit, amounts in {
        "hour": (1, 24, 48, 3650),
        "day": (1, 2, 7, 30, 3650),
        "week": (1, 2, 52),
        "month": (1, 3, 12, 3650),
        "quarter": (1, 2, 40),
        "year": (1, 2, 105, 3650),
    }.items()
    for amount in amounts
)
PERIODS = (
    *("today", "yesterday", "this_week", "last_week", "this_month", "last_month"),
    *("this_quarter", "last_quarter", "this_year", "last_year"),
)
