"""Receivers of orders as plans name them: `agency:990100000000`, `checkpoint:CP01`, `unit:P12`."""

import re
from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from grid.errors import FieldError, InvalidInput

WORD: Final = re.compile(r"(agency|station|checkpoint|unit):(\S{1,30})")
PLURAL: Final = {
    "agency": "agencies",
    "station": "stations",
    "checkpoint": "checkpoints",
    "unit": "units",
}


def split(words: Iterable[str]) -> dict[str, list[str]]:
    """By the plural of its kind; raises InvalidInput for a word that is none of them."""
    found: dict[str, list[str]] = {name: [] for name in PLURAL.values()}
    for word in words:
        known = WORD.fullmatch(word)
        if known is None:
            message = (
                _("Write agency:, station: or checkpoint: code or unit: call sign, not “%s”.")
                % word[:40]
            )
            fault: FieldError = {"pointer": "/receivers", "code": "form", "message": message}
            raise InvalidInput(message, errors=[fault])
        found[PLURAL[known[1]]].append(known[2])
    return found
