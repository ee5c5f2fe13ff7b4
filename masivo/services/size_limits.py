"""The limits that a run's result must keep to come in force by itself; what breaks one waits for a person."""

from dataclasses import dataclass

from masivo.errors import FormRefused
from masivo.models import Audience

LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """The expected size, and how many at most may enter, or leave, in one run; None is no limit.

    `most_change` is a number of customers, `most_change_percent` a share of the members before.
    """

    least_size: int | None = None
    most_size: int | None = None
    most_change: int | None = None
    most_change_percent: int | None = None

    def check(self) -> None:
        """Raises FormRefused for limits that nothing could keep."""
        for name in ("least_size", "most_size", "most_change", "most_change_percent"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= LARGEST:
                raise FormRefused(name, f"Give a whole number from 0 to {LARGEST:,}, or nothing.")
        if self.least_size is not None and self.most_size is not None and self.least_size > self.most_size:
            raise FormRefused("most_size", "The range is reversed: give at most a larger number than at least.")

    def broken_by(self, size: int, before: int | None, entered: int, departed: int) -> str | None:
        """What a run breaks, in a sentence; None where it keeps all. `before` is None for the first membership.

        Where nobody was a member before, a percentage has nothing to go by, and does not apply.
        """
        if self.least_size is not None and size < self.least_size:
            return f"It found {size:,} customers, and at least {self.least_size:,} are expected."
        if self.most_size is not None and size > self.most_size:
            return f"It found {size:,} customers, and at most {self.most_size:,} are expected."
        return self._broken_by_change(before, entered, departed) if before is not None else None

    def _broken_by_change(self, before: int, entered: int, departed: int) -> str | None:
        moved, verb = max((departed, "leave"), (entered, "enter"))
        if self.most_change is not None and moved > self.most_change:
            return f"{moved:,} customers would {verb} at once, and at most {self.most_change:,} may."
        if self.most_change_percent is not None and before and moved * 100 > self.most_change_percent * before:
            share = f"{moved * 100 / before:,.1f} %"
            return f"{share} of the members would {verb} at once, and at most {self.most_change_percent:,} % may."
        return None


NO_LIMITS = SizeLimits()


def size_limits_of(audience: Audience) -> SizeLimits:
    """The limits that an audience has."""
    return SizeLimits(audience.least_size, audience.most_size, audience.most_change, audience.most_change_percent)
