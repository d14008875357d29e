"""Warns when free text holds what belongs into a protected field: ID and phone numbers."""

import re
from typing import Final

from django.utils.translation import gettext as _

_ID_NUMBER: Final = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?!\d)")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[- ]\d{7,8}(?!\d)"
)


def warnings(text: str) -> list[str]:
    """What the writer should move out of the text; the text itself is kept as typed."""
    found = []
    if _ID_NUMBER.search(text):
        found.append(_("The text holds what looks like an ID number. Keep it out of free text."))
    if _PHONE.search(text):
        found.append(_("The text holds what looks like a phone number. Use the caller's field."))
    return found
