"""Texts as the contract compares them (section 3): NFC, trimmed at import, lower-case by single characters."""

import unicodedata

# The characters whose Unicode property White_Space is true (PropList.txt); Python's `str.strip` takes four more.
WHITE_SPACE = "".join(
    map(chr, (*range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F))
) + chr(0x3000)


def imported(text: str) -> str:
    """The text as an import keeps it; an empty one is no value."""
    return unicodedata.normalize("NFC", text).strip(WHITE_SPACE)


def folded(text: str) -> str:
    """The text without regard to case: a character whose lower-case is longer than one stays as it is."""
    return "".join(_lower(character) for character in unicodedata.normalize("NFC", text))


def _lower(character: str) -> str:
    lower = character.lower()
    return lower if len(lower) == 1 else character
