"""Which lines stand in the page as they would be drawn again: a live answer leaves out all but their counts."""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

from werkzeug.datastructures import MultiDict

_BYTES = 6


def seen_lines(form: "MultiDict[str, str]") -> Mapping[str, str]:
    """By line id, the mark that each line of the page was drawn with (`seen = "ID MARK"`)."""
    return dict(text.split(" ", 1) for text in form.getlist("seen") if " " in text)


def mark_of(parts: Iterable[object]) -> str:
    """The mark of all that a line is drawn from, which are values whose `repr` says all of them."""
    return blake2b(repr(tuple(parts)).encode(), digest_size=_BYTES).hexdigest()
