"""Undo and redo without a state on the server: the form carries its own past as small, signed changes."""

from dataclasses import dataclass, replace
from typing import NamedTuple, Self

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from masivo.web.builder.sheet import Sheet
from masivo.web.builder.sheet_text import read_sheet, write_sheet

MOST_STEPS = 200
MOST_KEPT = 60_000
"""Characters of all changes together; the oldest are forgotten first."""

LONGEST = 300_000
"""A longer sheet (a pasted list of many thousand values) has no history: the form would carry it twice."""


class Splice(NamedTuple):
    """One change of a text: what stands from `start` to `end` gives way to `text`."""

    start: int
    end: int
    text: str

    def apply(self, to: str) -> str:
        """The changed text."""
        return to[: self.start] + self.text + to[self.end :]

    def reverse(self, of: str) -> "Splice":
        """The change that leads back to the text `of`, which this one is applied to."""
        return Splice(self.start, self.start + len(self.text), of[self.start : self.end])


@dataclass(frozen=True, slots=True)
class History:
    """The sheet that was seen last, as text, and the changes that lead from it: backward and forward, nearest last.

    `shown` is empty where nothing was seen yet.
    """

    shown: str = ""
    back: tuple[Splice, ...] = ()
    forth: tuple[Splice, ...] = ()

    def note(self, sheet: Sheet) -> Self:
        """The history once this sheet is seen: a step more where it differs, and then nothing to do again."""
        text = write_sheet(sheet)
        if text == self.shown:
            return self
        if len(text) > LONGEST:
            return type(self)()
        if not self.shown:
            return type(self)(text)
        return replace(self, shown=text, back=_bounded((*self.back, _difference(text, self.shown))), forth=())

    def undo(self) -> Self:
        """One step back; the same where there is none."""
        if not self.back:
            return self
        *back, step = self.back
        forth = (*self.forth, step.reverse(self.shown))
        return replace(self, shown=step.apply(self.shown), back=tuple(back), forth=forth)

    def redo(self) -> Self:
        """What was undone last, done again; the same where nothing was."""
        if not self.forth:
            return self
        *forth, step = self.forth
        back = (*self.back, step.reverse(self.shown))
        return replace(self, shown=step.apply(self.shown), back=back, forth=tuple(forth))

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that was seen last; None where there is none, or another version of this program wrote it."""
        try:
            return read_sheet(self.shown)
        except (ValueError, TypeError, KeyError):
            return None


def read_history(text: str) -> History:
    """The history that a form carries; an empty one for what this application did not write."""
    try:
        shown, back, forth = _signer().loads(text)
        return History(str(shown), _splices(back), _splices(forth))
    except (BadData, ValueError, TypeError):
        return History()


def write_history(history: History) -> str:
    """The history for the form: packed, and signed so that what comes back is what was sent."""
    packed = _signer().dumps([history.shown, history.back, history.forth])
    assert isinstance(packed, str), "its serializer is JSON, which is text"
    return packed


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="masivo.history")


def _splices(found: list[list[object]]) -> tuple[Splice, ...]:
    return tuple(Splice(*each) for each in found)  # type: ignore[arg-type]


def _difference(old: str, new: str) -> Splice:
    """The one change that leads from a text to another: all that lies between what both begin and end with."""
    shorter = min(len(old), len(new))
    start = _common(old, new, shorter)
    ending = _common(old[::-1], new[::-1], shorter - start)
    return Splice(start, len(old) - ending, new[start : len(new) - ending])


def _common(one: str, other: str, most: int) -> int:
    """How many characters two texts have in common from their beginning, at most `most`: by halving, in C."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _bounded(steps: tuple[Splice, ...]) -> tuple[Splice, ...]:
    kept = 0
    for place, step in enumerate(reversed(steps)):
        kept += len(step.text)
        if place == MOST_STEPS or kept > MOST_KEPT:
            return steps[len(steps) - place :]
    return steps
