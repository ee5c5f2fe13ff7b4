"""How numbers and times read on every page: exact, with separators, in the account's zone."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from masivo.web.clock import page_now, page_zone

NONE = "–"
"""What stands where there is no value."""

_STEPS = (
    (timedelta(minutes=1), timedelta(hours=1), "min"),
    (timedelta(hours=1), timedelta(days=1), "h"),
    (timedelta(days=1), timedelta(days=31), "day"),
)


def register(app: Flask) -> None:
    """Make the filters known to templates, each under its own name."""
    for each in (capital, exact, signed, share, day, day_name, clock, second, when, ago, duration, value):
        app.add_template_filter(each)
    app.add_template_global(page_now)
    app.add_template_global(page_zone)


def capital(words: str) -> str:
    """The words with their first letter as a capital, the rest as it is."""
    return words[:1].upper() + words[1:]


def exact(number: Decimal | float | None) -> str:
    """1,204,311: every digit, with separators; decimals as they are."""
    return NONE if number is None else f"{number:,}"


def signed(number: int | None) -> str:
    """+312, −44, 0."""
    if number is None:
        return NONE
    return f"{number:+,}".replace("-", "−") if number else "0"


def share(part: int | None, whole: int | None) -> str:
    """2.5 %: to one decimal, and never 0.0 % or 100.0 % for what is only close to it."""
    if part is None or not whole:
        return NONE
    percent = part * 100 / whole
    if 0 < percent < 0.05:
        return "< 0.1 %"
    if 99.95 <= percent < 100:
        return "> 99.9 %"
    return f"{percent:.1f} %"


def day(moment: date | datetime) -> str:
    """22 Nov 2026, the day of an instant being the account's."""
    shown = moment.astimezone(page_zone()) if isinstance(moment, datetime) else moment
    return f"{shown.day} {shown:%b %Y}"


def day_name(moment: datetime, zone: ZoneInfo | None = None) -> str:
    """Mon 23 Nov 2026, 03:00, on the account's clock or another one."""
    shown = moment.astimezone(zone or page_zone())
    return f"{shown:%a} {shown.day} {shown:%b %Y, %H:%M}"


def clock(moment: datetime) -> str:
    """10:42 on the account's clock."""
    return f"{moment.astimezone(page_zone()):%H:%M}"


def second(moment: datetime | None) -> str:
    """10:42:05, with the day in the title."""
    return NONE if moment is None else _time(moment, f"{moment.astimezone(page_zone()):%H:%M:%S}")


def when(moment: datetime | None) -> str:
    """22 Nov 2026, 10:42, with seconds and zone in the title."""
    return NONE if moment is None else _time(moment, f"{day(moment)}, {clock(moment)}")


def ago(moment: datetime | None) -> str:
    """3 min ago, in 2 h, or the day beyond a month; the full time and zone in the title."""
    if moment is None:
        return NONE
    distance = abs(page_now() - moment)
    if distance < timedelta(minutes=1):
        return _time(moment, "just now" if moment <= page_now() else "in a moment")
    for unit, end, name in _STEPS:
        if distance < end:
            amount = distance // unit
            words = f"{amount} {name}{'s' if name == 'day' and amount != 1 else ''}"
            return _time(moment, f"{words} ago" if moment <= page_now() else f"in {words}")
    return _time(moment, day(moment))


def duration(span: timedelta | None) -> str:
    """4 ms, 0.4 s, 12 s, 3 min 5 s, 2 h 4 min."""
    if span is None:
        return NONE
    seconds = span.total_seconds()
    if seconds < 0.1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_over = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes_over} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def value(given: object) -> str:
    """A field's or property's value as people read it."""
    match given:
        case None:
            return NONE
        case bool():
            return "yes" if given else "no"
        case Decimal() | int() | float():
            return _plain(Decimal(given))
        case datetime():
            return when(given)
        case date():
            return day(given)
        case list() | tuple():
            return ", ".join(value(each) for each in given)
        case _:
            return str(given)


def _plain(number: Decimal) -> str:
    digits = f"{number:,f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _time(moment: datetime, words: str) -> Markup:
    local = moment.astimezone(page_zone())
    title = f"{day(moment)}, {local:%H:%M:%S} ({page_zone().key})"
    return Markup('<time datetime="{}" title="{}">{}</time>').format(local.isoformat(timespec="seconds"), title, words)
