"""Pinyin initials (拼音首字母) of common characters, so that `lsqjd` finds 龙山区街道.

GB 2312 orders its 3,755 common characters by pinyin: the first letter follows from the code.
Rare characters have no such order and are left out; of one read in two ways the common one counts.
"""

from bisect import bisect_right
from typing import Final

# The first code of each letter among the common characters of GB 2312.
_STARTS: Final = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE, 0xBBF7, 0xBFA6, 0xC0AC),
    *(0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9),
    0xD4D1,
)
_LETTERS: Final = "abcdefghjklmnopqrstwxyz"
_END: Final = 0xD7F9  # the last common character
_MOST: Final = 60


def initials(text: str) -> str:
    """The first letters of the characters, letters and digits as they are, at most 60."""
    return "".join(_letter(character) for character in text)[:_MOST]


def _letter(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        high, low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return ""
    code = high << 8 | low
    at = bisect_right(_STARTS, code) - 1
    return _LETTERS[at] if at >= 0 and code <= _END else ""
