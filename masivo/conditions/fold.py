"""How texts are kept and compared: normalised at import and in values, then lower-cased character by character."""

import unicodedata

WHITE_SPACE = "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
"""The characters with Unicode's White_Space property; `str.strip()` would also take the separators U+001C to U+001F."""


def normalise(text: str) -> str:
    """The text as it is kept at import: in NFC, without white space at its ends (conditions.md, section 3)."""
    return unicodedata.normalize("NFC", text).strip(WHITE_SPACE)


def fold(text: str) -> str:
    """The text as comparisons see it: NFC, each character lower-cased by itself.

    A character whose lower-case is longer than one (`İ`) stays as it is, and a capital sigma is `σ` wherever it
    stands: those two are all that tells this apart from `str.lower()`.
    """
    text = unicodedata.normalize("NFC", text)
    if "Σ" in text or "İ" in text:
        return "".join(map(_lower, text))
    return text.lower()


def _lower(character: str) -> str:
    lowered = character.lower()
    return lowered if len(lowered) == 1 else character
