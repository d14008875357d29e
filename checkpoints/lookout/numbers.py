"""Plates and document numbers in the one form in which they are compared: equal, or not.

Documented in docs/lookout.md. Nothing here guesses: no letter is taken for a digit, no part of a
number is enough, and there is no sign that stands for any letter.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from grid.wiping import wipe, wipe_all

# Blanks, hyphens and the dot after the second character are how people write, not what is meant.
DECORATION: Final = {ord(sign): None for sign in " \t\r\n\u00a0\u3000.·•・‧∙-‐‑‒–—－_"}
PLATE: Final = re.compile(r"[A-Z0-9\u4e00-\u9fff]{4,10}")
HAS_DIGIT: Final = re.compile(r"[0-9]")
# Not possessive, although no sign can be read two ways: in Python before 3.11.5 a possessive group
# takes a line break without a plate after it.
_ONE: Final = r"(?=[^\n0-9]*[0-9])[A-Z0-9\u4e00-\u9fff]{4,10}"
ALL_PLATES: Final = re.compile(rf"{_ONE}(?:\n{_ONE})*")
ID_NUMBER: Final = re.compile(r"[0-9]{17}[0-9X]")
DOCUMENT: Final = re.compile(r"[A-Z0-9]{5,20}")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
CHECK_DIGITS: Final = "10X98765432"


def plain(text: str) -> str:
    """Full width as half width (NFKC), capitals, without decoration."""
    composed = unicodedata.normalize("NFKC", text)
    capitals = composed.upper()
    found = capitals.translate(DECORATION)
    wipe_all(one for one in (composed, capitals) if one is not text and one is not found)
    return found


def plate(text: str) -> str | None:
    """A plate as it is compared: `吉ＤA·1234 5` as `吉DA12345`; None: this is no plate.

    Seven characters as a rule, eight for new energy vehicles; other countries' and special plates
    are taken as they stand, as long as they have a digit.
    """
    # Most come plain from the gantry; then nothing is to be made of them.
    found = text if PLATE.fullmatch(text) else plain(text)
    return found if PLATE.fullmatch(found) and HAS_DIGIT.search(found) else None


def plates(texts: Sequence[str]) -> list[str | None]:
    """`plate` of each; where a gantry sent all of them plain, that is seen at one look."""
    lines = "\n".join(texts)
    are_plain = lines.count("\n") == len(texts) - 1 and ALL_PLATES.fullmatch(lines)
    wipe(lines if len(texts) > 1 else None)  # of one text alone `join` makes no other
    return list(texts) if are_plain else [plate(text) for text in texts]


def documents(texts: Sequence[str]) -> list[str | None]:
    return [document(text) for text in texts]


def document(text: str) -> str | None:
    """A document number as it is compared; None: this is none.

    One of 18 places is an identity number and must have its check digit (GB 11643-1999), so that
    a slip of the finger is refused rather than asked about.
    """
    found = plain(text)
    if not DOCUMENT.fullmatch(found):
        return None
    if len(found) == 18 and found[:17].isdigit():
        return found if has_check_digit(found) else None
    return found if HAS_DIGIT.search(found) else None


def has_check_digit(number: str) -> bool:
    """Whether the last of 18 places is the check digit of the 17 before it."""
    if not ID_NUMBER.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11] == number[17]
