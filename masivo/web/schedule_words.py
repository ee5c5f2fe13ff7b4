"""A schedule as people say it."""

import calendar

from masivo.models import Frequency
from masivo.services.schedule import Schedule

FREQUENCY_WORDS = {
    Frequency.NEVER: "on demand",
    Frequency.DAILY: "daily",
    Frequency.WEEKLY: "weekly",
    Frequency.MONTHLY: "monthly",
    Frequency.QUARTERLY: "quarterly",
    Frequency.YEARLY: "yearly",
}


def schedule_words(schedule: Schedule) -> str:
    """When and how often, to stand behind "recalculated": "weekly on Monday at 03:00"."""
    at = f"at {schedule.minute // 60:02}:{schedule.minute % 60:02}"
    day = f"day {schedule.day}" if schedule.day < 29 else f"day {schedule.day} (or the month's last)"
    match schedule.frequency:
        case Frequency.NEVER:
            return "only on demand"
        case Frequency.DAILY:
            return f"daily {at}"
        case Frequency.WEEKLY:
            return f"weekly on {calendar.day_name[schedule.weekday]} {at}"
        case Frequency.MONTHLY:
            return f"monthly on {day} {at}"
        case Frequency.QUARTERLY:
            place = ("first", "second", "third")[schedule.month - 1]
            return f"quarterly on {day} of the {place} month {at}"
        case Frequency.YEARLY:
            return f"yearly on {schedule.day} {calendar.month_name[schedule.month]} {at}"
