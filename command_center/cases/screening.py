"""Texts of a case hold no person's numbers: what looks like one is masked, and the writer told."""

import re
from typing import Final

from django.utils.translation import gettext as _

from grid.organisation.masking import mask_id_number, mask_phone

_ID: Final = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}[01]\d[0-3]\d{4}[\dXx](?!\d)")
_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d{9})(?!\d)")


def masked(text: str) -> tuple[str, list[str]]:
    """The text with identity and mobile numbers masked, and what to tell the writer."""
    told = []
    if _ID.search(text):
        text = _ID.sub(lambda found: mask_id_number(found[0]), text)
        told.append(_("What looked like an identity number was masked; texts name no person."))
    if _MOBILE.search(text):
        text = _MOBILE.sub(lambda found: mask_phone(found[1]), text)
        told.append(_("What looked like a telephone number was masked; texts name no person."))
    return text, told
