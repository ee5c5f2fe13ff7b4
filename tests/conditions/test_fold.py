import sys
import unicodedata

import pytest

from masivo.conditions.fold import WHITE_SPACE, fold, normalise


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("JOSÉ", "josé"),
        ("JOSE\u0301", "josé"),
        ("jose", "jose"),
        ("STRASSE", "strasse"),
        ("Straße", "straße"),
        ("İstanbul", "İstanbul"),
        ("ΣΊΣΥΦΟΣ", "σίσυφοσ"),
        ("ς", "ς"),
        ("\u212a", "k"),
        ("50% OFF_\\'🙂", "50% off_\\'🙂"),
    ],
)
def test_texts_are_compared_without_case(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_every_character_is_lowered_by_itself() -> None:
    for code in range(sys.maxunicode + 1):
        sign = chr(code)
        if unicodedata.category(sign) == "Cs" or unicodedata.normalize("NFC", sign) != sign:
            continue
        lowered = sign.lower() if len(sign.lower()) == 1 else sign
        assert fold(f"/{sign}/") == f"/{lowered}/"


def test_white_space_at_the_ends_is_trimmed_and_texts_are_composed() -> None:
    assert normalise(f"{WHITE_SPACE}Jose\u0301 de{WHITE_SPACE}") == "José de"
    assert normalise("\x1fa\u200b") == "\x1fa\u200b"


def test_white_space_is_what_unicode_says() -> None:
    separators = {
        chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in ("Zs", "Zl", "Zp")
    }
    assert set(WHITE_SPACE) == separators | set("\t\n\v\f\r\x85")
