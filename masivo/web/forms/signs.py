"""Signs that stand in a form for what its inputs cannot carry: browsers make every carriage return a line break."""

import re

_SIGNS = {"\r": "␍", "\n": "␊"}
_MEANT = {sign: meant for meant, sign in _SIGNS.items()}
_ESCAPE = "␛"
"""Before a sign, or another of itself, it says that the sign itself is meant."""

_LITERAL = re.compile("[␍␊␛]")
_TYPED = re.compile("␛[␍␊␛]|[␍␊]")
_WORDS = {"␍": "␍ is a carriage return", "␊": "␊ is a line break"}


def to_form(text: str) -> str:
    """A text as an input that takes line breaks shows it; `from_form` makes the same text of it."""
    return _LITERAL.sub(lambda found: _ESCAPE + found[0], text).replace("\r", _SIGNS["\r"])


def to_line(text: str) -> str:
    """A text as an input of one line shows it."""
    return to_form(text).replace("\n", _SIGNS["\n"])


def from_form(text: str) -> str:
    """The text that is meant by what was typed."""
    return _TYPED.sub(lambda found: _MEANT.get(found[0], found[0][-1]), text)


def sign_words(text: str) -> list[str]:
    """What the signs in a text stand for, for people."""
    shown = {found[0] for found in _TYPED.finditer(text)}
    return [words for sign, words in _WORDS.items() if sign in shown]
