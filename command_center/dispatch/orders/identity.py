"""What an order may say of a person: a reference and a masked number, never who it is."""

import re
from typing import Final

from django.utils.translation import gettext as _

from grid.errors import FieldError
from grid.organisation.masking import mask_phone

ID_NUMBER: Final = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
MOBILE: Final = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
REFERENCE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{2,39}")
CITED: Final = re.compile(r"[a-z]{3,20}:[0-9]{1,18}")


def masked(phone: str) -> str:
    """The number as it may be kept; one that comes masked stays as it is."""
    phone = "".join(phone.split())
    return phone if "*" in phone else mask_phone(phone)


def text_faults(pointer: str, text: str, *, is_warning: bool) -> list[FieldError]:
    """An identity number is refused in every order, a mobile number in a warning."""
    if ID_NUMBER.search(text):
        message = _("Leave out identity numbers: give the reference of the issuing system.")
        return [FieldError(pointer=pointer, code="identity_number", message=message)]
    if is_warning and MOBILE.search(text):
        message = _("Leave out telephone numbers: a warning names nobody.")
        return [FieldError(pointer=pointer, code="phone_number", message=message)]
    return []


def reference_faults(reference: str) -> list[FieldError]:
    """A reference is a code of the issuing system, not a number that names a person."""
    if not reference:
        return []
    names_somebody = ID_NUMBER.search(reference) or MOBILE.search(reference)
    if REFERENCE.fullmatch(reference) and not names_somebody:
        return []
    message = _("Give the code of the issuing system: 3 to 40 letters, digits and hyphens.")
    return [FieldError(pointer="/subject_ref", code="reference", message=message)]


def cited_faults(cited: str) -> list[FieldError]:
    """What an order carries out is said as a word and a number: `proposal:12`."""
    if not cited or CITED.fullmatch(cited):
        return []
    message = _("Give what it carries out as a word and a number: proposal:12.")
    return [FieldError(pointer="/reference", code="reference", message=message)]
