"""Addresses: made comparable, and shortened to what everybody may read."""

import re
import unicodedata
from typing import Final

_NOISE: Final = re.compile(r"[\s,，.。;；、·#＃]+")
# A door begins after the building: unit, floor, room, or the numbers behind a hyphen.
_DOOR: Final = re.compile(
    r"\s*(?:\d+|[一二三四五六七八九十东西南北中甲乙丙丁]+)\s*(?:单元|门洞|层|楼层|室|户|房)(?!.*[路街]).*$"
    r"|\s*(?:unit|room|flat|floor)\s*\w+.*$"
    r"|(?<=\d)\s*[-－—]\s*\d+.*$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"\d|[一二三四五六七八九十]+[号栋幢楼]")
LEAST: Final = 4  # signs; a shorter text names no place


def key_of(address: str) -> str:
    """The address without what people write differently; empty where it names no one place.

    A street without a number is no place: calls from its two ends are not about the same thing.
    """
    text = _NOISE.sub("", unicodedata.normalize("NFKC", address)).casefold()
    return text[:200] if len(text) >= LEAST and _NUMBERED.search(text) else ""


def without_door(address: str) -> str:
    """The address up to the building: 安澜家园 3号楼 of 安澜家园 3号楼 2单元 501室."""
    return _DOOR.sub("", address.strip()).strip()
